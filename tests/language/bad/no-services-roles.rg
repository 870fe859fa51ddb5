# Roles alone speak of nobody.
permission view
role reader "Reads" { allow view }
role editor gid 777 extends reader {}

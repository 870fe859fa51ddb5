# A string is always a name and never a reserved word.
zone utc
permission door.open
service "role" requires door.open
role porter { allow door.open }
assign porter to group "everyone", user "user"
test "quoted" { given user "may" in "everyone" may "role" }

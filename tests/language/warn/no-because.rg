zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
deny door.open to user eve, gid 7
allow door.open to user ann until 2037-01-01 because ""

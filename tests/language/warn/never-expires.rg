zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
allow door.open to group smiths, user kim because "T-1"
deny door.open to user eve because "T-2"

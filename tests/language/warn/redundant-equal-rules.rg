zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
allow door.open to group smiths until 2099-01-01 because "A"
allow door.* to group smiths until 2099-01-01 because "B"

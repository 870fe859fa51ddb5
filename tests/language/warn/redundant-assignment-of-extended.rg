zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
role head extends porter { }
assign head to group heads
assign porter to group heads until 2099-01-01

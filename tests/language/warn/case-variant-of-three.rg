permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group PORTERS, group Porters
assign porter to group porters
allow door.open to group POrters because "T-1"
test "t" { given user kim in porters may door }

zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
service Door requires door.open
role Porter { allow door.open }
assign Porter to group Porters, user kim
assign porter to user Kim
condition office from local
condition Office from local
deny door.open to user KIM when office or Office because "T-1"

permission door.open
service door requires door.open
role porter { allow door.open }
role guard { allow door.open }
assign porter to group porters
allow door.open to user kim until 2040-01-01
test "door" {
    given user kim
    may door
}

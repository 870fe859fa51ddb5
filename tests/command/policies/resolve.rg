permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group no-such-group-here, group root
deny door.open to user no-such-user-here until 2040-01-01 because "X-1"
test "door" {
    given user kim in root
    may door
}

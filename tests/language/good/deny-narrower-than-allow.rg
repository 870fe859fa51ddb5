# The deny takes a part away, at some times; the allow still does something.
zone utc
permission door.open, door.lock
service door requires door.open
service lock requires door.lock
role porter { allow door.* }
assign porter to group porters
deny door.lock to everyone when time daily 00:00-06:00
deny door.open to role porter when time sat-sun 00:00-24:00
test "doors" {
    given user kim in porters at 2026-03-02T12:00:00Z may door, lock
    given user kim in porters at 2026-03-07T12:00:00Z may lock may not door
}

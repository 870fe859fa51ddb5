# Parentheses may stand round the subjects of any statement, and must where a span is behind several.
zone utc
service door
role porter { allow door }
assign porter to (user kim, group night) until 2099-12-31 because "T-1"
assign porter to (group day)
deny door to (role porter, user eve) starting 2098-01-01 until 2098-12-31 because "T-2"
deny door except door.never to (user bob) because "T-3"
permission door.never
service vault requires door.never
allow door.never to (everyone)
roster (group all, user root)
test "the list's end is everybody's" {
    given user kim in all at 2027-01-01 may door
    given user lou in all, night at 2027-01-01 may door
    given user lou in all, night at 2100-01-01 may not door
    given user kim in all at 2100-01-01 may not door
    given user bob in all, day may not door
    given user bob in all may vault
}

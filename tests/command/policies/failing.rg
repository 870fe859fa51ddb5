zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "porters # 1" {
    given user kim in porters
    may door
}
test "strangers <2>" {
    given user eve
    may door, permission *
    given user kim in porters
    may not door
}

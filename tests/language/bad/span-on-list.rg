# An end, or a start, behind a list without parentheses.
zone utc
service door, gate
role porter { allow door }
assign porter to group night, user kim until 2099-12-31
allow door, gate except gate to group day,   # all of the day
    gid 7, role porter because "T-1" until 2099-12-31 when time mon-fri
    starting 2098-01-01
deny gate to user eve, everyone starting 2099-01-01T00:00:00Z because "until then"
assign porter to (group day, user eve) until 2099-12-31
assign porter to user lou until 2099-12-31
allow gate to user u1, user u2, user u3, user u4, user u5, user u6, user u7, user u8, user u9, user u10, user u11, user u12, user u13, user u14, user u15, user u16, user u17, user u18, user u19, user u20, user u21, user u22, user u23, user u24 until 2099-12-31 because "T-2"

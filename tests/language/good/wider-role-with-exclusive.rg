# With exclusive sets a narrower assignment may count where the wider role is void: it is not redundant.
zone utc
permission a, b, c
service s requires a
service u requires b
service v requires c
role narrow { allow a }
role side { allow b }
role wide extends narrow, side { }
role other { allow c }
exclusive side, other
assign wide to group g
assign narrow to group g
assign other to group h
test "void" {
    given user kim in g, h may s may not u, v
    given user kim in g may s, u
    given user kim in h may v
}

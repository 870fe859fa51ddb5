permission a, b, c, d, e
service s requires a and b and c
service t requires d
role r { allow a, b except a }
assign r to group g
allow a, b to group g because "T-1"
allow c, d to role r because "T-2"
service u requires e
allow e to group h because "T-3"
test "t" { given user kim in g, h may s, t, u }

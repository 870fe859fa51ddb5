permission a, b, c
service s requires a or b
service t requires c
role r { allow a, b until 2020-01-31 }
assign r to group g
allow c to group g because "T-1"
test "t" { given user kim in g at 2026-01-01 may not s may t }

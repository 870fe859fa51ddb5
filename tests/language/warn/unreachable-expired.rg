permission a
service s requires a
role r { allow a }
assign r to group g until 2020-01-31
test "t" { given user kim in g at 2026-01-01 may not s }

permission a
service s requires a
role r { allow a deny a }
assign r to group g
test "t" { given user kim in g may not s }

permission a
service s requires a
role r { allow a }
assign r to group g
deny a to everyone
test "t" { given user kim in g may not s }

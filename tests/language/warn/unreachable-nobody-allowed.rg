permission a, b
service s requires a and b
service u requires a or b
role r { allow a }
assign r to everyone
test "t" { given user kim may u may not s }

permission a, b
service s requires a and b
allow * except b to group g, everyone
role r { allow * }
role q extends r { }
assign q to everyone when from local
test "t" { given user kim may s }

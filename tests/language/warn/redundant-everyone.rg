permission a
service s requires a
allow a to everyone
allow a to user kim until 2099-01-01 because "T-1"
role r { allow a }
assign r to group g
test "t" { given user kim may s }

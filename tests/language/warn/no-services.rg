permission a
role r { allow a }
assign r to group staff
test "a" { given user kim in staff may permission a }

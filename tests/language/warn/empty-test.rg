permission a
service s requires a
allow a to group staff
test "nothing at all" { }
test "situations alone" { given user kim in staff given user eve }
test "s" { given user eve given user kim in staff may s }

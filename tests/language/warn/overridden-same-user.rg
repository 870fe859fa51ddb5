permission a, b
service s requires a or b
allow a to user kim until 2099-01-01 because "T-1"
deny a to group staff, user kim because "T-2"
allow b to (user kim, user eve) until 2099-01-01 because "T-3"
deny b to user kim because "T-4"
test "t" { given user eve may s }

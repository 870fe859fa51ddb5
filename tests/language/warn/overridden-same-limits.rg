permission a
service s requires a
allow a to user kim when from 10.0.0.0/8 starting 2098-01-01 until 2099-01-01 because "T-1"
deny a to everyone when from 10.0.0.0/8 starting 2098-01-01 until 2099-01-01
allow a to user kim when from 10.0.0.0/9 until 2099-01-01 because "T-2"
test "t" { given user kim from 10.0.0.1 may s }

# All that is reported may go at once: of three equal rules, two.
permission a
service s requires a
deny a to group g because "1"
deny a to group g because "2"
deny a to group g because "3"
allow a to everyone
test "t" { given user kim may s }

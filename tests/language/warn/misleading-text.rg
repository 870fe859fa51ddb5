permission a # ‮ backwards
service s requires a "a­b"
allow a to user "bob​" because "zero width"
deny a to user "b‍ob" because "a joiner beside letters of ASCII"
test "s" { given user "bob​" may s } #   deny a to everyone
# a mark ‎ and ‏ another one in the same line

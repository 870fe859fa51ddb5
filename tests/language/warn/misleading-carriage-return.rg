permission aservice s requires a # behind a commentallow a to user ann because "x" # more
test "s" { given user ann may s }test "a" { given user eve may not s}deny a to user bob
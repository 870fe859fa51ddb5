permission a
service s requires a
role r { allow a }
test "t" { given user kim may not s }

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
test "t" {
    given user kim in group staff
    may not sshd
}

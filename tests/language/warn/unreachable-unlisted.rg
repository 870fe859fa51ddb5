# Nobody is allowed what services that are not listed require.
service sshd
permission other.use
unlisted requires other.use
allow sshd to group admins because "T-1"
test "t" { given user kim in admins may sshd }

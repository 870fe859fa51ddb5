# What holds for a service that is not listed is said once, in whatever form; and names in it are names like others.
service sshd
unlisted requires sshd or nothing.here when never-declared
unlisted ignore
unlisted requires sshd
allow sshd to group admins because "T-1"
test "t" { given user kim in admins may sshd, "*" may not "" }

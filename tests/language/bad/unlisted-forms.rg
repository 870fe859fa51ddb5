# Not what may stand behind unlisted.
service sshd
unlisted sshd
unlisted requires
unlisted requires sshd "not listed"
allow sshd to group admins because "T-1"

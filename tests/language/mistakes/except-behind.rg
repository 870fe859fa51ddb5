zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
allow shell.* to group staff except shell.root

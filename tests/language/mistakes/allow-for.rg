zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
allow shell.use for group staff

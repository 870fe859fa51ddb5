zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
allow shell.use to group staff from 10.0.0.0/8

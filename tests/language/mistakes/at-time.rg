zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
allow shell.use to group staff at 09:00-18:00

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
permit shell.use to group staff

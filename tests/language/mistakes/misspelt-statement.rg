zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
assing agent to group staff

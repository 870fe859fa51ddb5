zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
deny shell.use to user bob because "on leave

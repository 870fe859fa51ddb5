zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
service su requires (shell.root or shell.use
assign agent to group staff

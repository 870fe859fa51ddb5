zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
condition office time mon-fri 9-17

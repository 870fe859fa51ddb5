zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
role lead {
    allow shell.root

assign lead to group leads
service su requires shell.root

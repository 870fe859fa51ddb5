zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
role lead {
    allow shell.root to group leads
}

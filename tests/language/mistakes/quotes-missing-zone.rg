zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
condition late time daily 22:00-06:00 zone Europe/Berlin

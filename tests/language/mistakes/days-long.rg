zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
condition office time monday-friday 09:00-18:00

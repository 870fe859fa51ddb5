zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
test agents get in { given user kim may not sshd }

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
allow shell.use to user bob until 2026-12-31 18:00 because "x"

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
allow shell.use to user bob from 2026-11-01 until 2026-12-31 because "x"

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
condition office from 10.0.0.0/8 , time mon-fri 09:00-18:00

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
condition net from 10.0.*

zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
include "exceptions.d/*.rg" only by group desk
assign agent to group staff

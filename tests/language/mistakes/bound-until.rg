zone utc
permission shell.use, shell.root
service sshd requires shell.use
role agent { allow shell.use }
include "exceptions.d/*.rg" only by group desk {
    allow shell.use to users until 2026-12-31
}

# `none` is a request without a terminal, "none" a terminal of that name; "from local" is no origin, and no name is.
permission job.run, desk.open, door.open
service job requires job.run when tty none
service desk requires desk.open when tty none, "none", pts/*
service door requires door.open when from local
service gate requires door.open when not from local
allow job.run, desk.open, door.open to everyone because "test"

test "without a terminal" {
    given user kim
        may job, desk
    given user kim tty none
        may job, desk
}
test "with one" {
    given user kim tty pts/1
        may desk
        may not job
    given user kim tty "none"
        may desk
        may not job
    given user kim tty tty1
        may not job, desk
}
test "an origin that is a name is not local" {
    given user kim from "host.example.org"
        may gate
        may not door
    given user kim from local
        may door
        may not gate
    given user kim from 10.0.0.1
        may gate
        may not door
}

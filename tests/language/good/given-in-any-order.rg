# What follows the user of a situation stands in any order.
zone utc
service door when tty none and host gate and from 10.0.0.0/8
allow door to group staff because "T-1"
allow door to gid 7 because "T-2"
test "the order is free" {
    given user kim host gate tty none from 10.1.2.3 at 2026-05-01 unknown other in staff may door
    given user kim in staff host gate from 10.1.2.3 may door
    given user kim tty pts/0 in staff host gate from 10.1.2.3 may not door
    given user kim from local tty none host gate in staff may not door
    given user kim from 10.0.0.1 in gid 7 host gate may door
}

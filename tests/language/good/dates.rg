# A list of days holds from the first instant of each to its last, on the clock of the policy's zone.
zone "Africa/Cairo"
service door when holidays
service gate when time thu 23:00-24:00 and not date 2098-10-31..2098-11-30
service hall when date 2098-01-01 or date 2098-12-31
condition holidays date 2098-05-01, 2098-04-24..2098-04-25, 2098-10-31, 2098-05-02..2098-05-02
allow * except permission.own to group staff because "T-1"
permission permission.own
service own requires permission.own when date 2098-01-02
allow permission.own to group staff because "T-2"
test "the days are the zone's" {
    given user kim in staff at 2098-04-23T21:59:59Z may not door
    given user kim in staff at 2098-04-23T22:00:00Z may door
    given user kim in staff at 2098-04-30T20:59:59Z may not door    # in summer a day begins earlier
    given user kim in staff at 2098-04-30T21:00:00Z may door
    given user kim in staff at 2098-05-02 may door
    given user kim in staff at 2098-05-03 may not door
}
test "a day that the clock is put back into counts with both passes" {
    given user kim in staff at 2098-10-30T20:59:59Z may gate
    given user kim in staff at 2098-10-30T21:00:00Z may gate        # 23:00 again
    may not door
    given user kim in staff at 2098-10-30T21:59:59Z may gate
    given user kim in staff at 2098-10-30T22:00:00Z may door
    may not gate
    given user kim in staff at 2098-10-31T21:59:59Z may door
    given user kim in staff at 2098-10-31T22:00:00Z may not door
}
test "lists are atoms like others" {
    given user kim in staff at 2098-01-01 may hall
    given user kim in staff at 2098-12-30T22:00:00Z may hall
    given user kim in staff at 2098-12-31T22:00:00Z may not hall
    given user kim in staff at 2098-01-02 may own
}

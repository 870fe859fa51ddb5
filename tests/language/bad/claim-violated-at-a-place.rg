# options: -Wno-all
# What a witness needs of time, origin, terminal and host is said, and nothing else.
zone "Europe/Berlin"
permission a, b, c, d, e
allow a to group g when from 10.0.0.0/8, 2001:db8::/32
allow b to group g when tty "none", tty1 and not tty none
allow c to group g when host web*.example and not host web1
allow d to group g when time mon-fri 09:00-17:00 starting 2090-05-08 until 2090-05-09
allow e to group g until 2001-02-03T04:05:06Z
deny e to everyone when not tty none
always everyone may permission a
never everyone may permission a
never everyone may permission b
never everyone may permission c
never everyone may permission d
never everyone may permission e

# conditions that hold somewhere and not everywhere, though they look like others that do not
zone "Europe/Berlin"
permission a, b, c, d
service s requires a when from 10.1.0.0/16 or from 10.2.0.0/16
service t requires b or c or d
condition office time mon-fri 09:00-18:00
condition edges  time fri 17:00-19:00 and office
condition net    from 0.0.0.0/0, ::/0, local
condition nested from 10.0.0.0/8 and from 10.2.0.0/16 and not from 10.2.3.0/24
condition names  host web1 and host "web1.*"
condition night  time daily 22:00-06:00 and time daily 05:00-07:00
condition other  time daily 09:00-10:00 zone utc and time daily 10:30-11:30
allow a to group staff when net and edges
allow b to group staff when nested or names
allow c to group staff when office starting 2037-01-02 until 2037-01-04
allow c to group others when night or other
allow d to group staff when tty "*"
allow d to group others when not from 10.0.0.0/8 and not local-console
condition local-console from local and tty "tty*"
test "s" { given user kim may not s, t }

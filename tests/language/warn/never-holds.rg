zone "Europe/Berlin"
permission a, b, c
service s requires a when from 10.1.0.0/16 and from 10.2.0.0/16
service t requires b or c
condition weekend time sat,sun 00:00-24:00
condition office time mon-fri 09:00-18:00
condition both office and weekend
condition here host web1 and host web2
condition nowhere tty none and tty "pts/*"
allow a to group staff when both
allow b to group staff when here or nowhere
allow c to group staff when office starting 2037-01-03 until 2037-01-04
allow c to group others when office and not office
allow b to group others when office or both
test "s" { given user kim may not s, t }

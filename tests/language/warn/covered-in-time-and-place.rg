# options: -Wno-all -W redundant -W overridden-allow -W unreachable-service
# Rules whose every situation is one of others', and the nearest that have one of their own.
zone utc
permission a, b, c, d, e, f, g, h, k, m, n, o, p
service s requires a or b or c or d or e or f or g or h
service t requires a or b or c or d or e or f or g or h
# Within another one's hours; and an hour longer.
allow a to group x when time mon-fri 09:00-17:00
allow a to group x when time mon-thu 10:00-12:00
allow b to group x when time mon-fri 09:00-17:00
allow b to group x when time mon-thu 08:00-12:00
# Within two together; and a day short of it.
allow c to group x when time mon-wed
allow c to group x when time thu-sun
allow c to group x when from local
allow d to group x when time mon-wed
allow d to group x when time fri-sun
allow d to group x when from local
# Within everyone's; of somebody else's.
allow e to everyone until 2090-01-01
allow e to user kim until 2080-01-01 because "kim"
allow f to group y until 2090-01-01
allow f to user kim until 2080-01-01 because "kim"
# Denied at all those times; and at all but one.
allow g to group x starting 2080-01-01 until 2080-12-31
deny g to everyone starting 2079-01-01 until 2081-01-01
allow h to group x starting 2080-01-01 until 2082-12-31
deny h to everyone starting 2079-01-01 until 2081-01-01
# An unknown origin is denied, too.
allow k to group x when not from 10.0.0.0/8 or from 10.0.0.0/8
deny k to group x when from 10.0.0.0/8 or not from 10.0.0.0/8 or from local
# Nobody is both; somebody may be in both; at no time, and at some.
allow m to user kim because "kim"
allow n to user lea because "lea"
service both-users requires m and n
allow o to group y
allow p to user lea because "lea"
service user-and-group requires o and p
allow c to group z when time mon
service never-then requires k and c when time tue

zone utc
permission a, b, c
service s requires a when time daily 00:00-24:00
service t requires b or c
condition open time mon-fri 09:00-18:00
condition any open or not open
condition quiet time mon-fri 09:00-18:00 or not time mon-fri 10:00-16:00
allow a to group staff when any
allow a to group others when quiet
allow b to group staff when host "*"
allow c to group staff when open or not time mon-fri 09:00-18:00
test "s" { given user kim may not s, t }

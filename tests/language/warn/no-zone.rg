permission a
service s requires a when time daily 06:00-22:00
condition c time mon-fri 09:00-18:00 or time sat 10:00-12:00 zone utc
role r { allow a when c deny a when not time daily 08:00-20:00 }
assign r to group g when time daily 07:00-21:00
test "t" { given user kim in g at 2026-03-02T12:00:00Z may s }

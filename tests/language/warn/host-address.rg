permission a
service s requires a
allow a to group staff when host "10.0.0.1" or host web1, 192.168.0.0/16
allow a to group others when host 10.0.*, "2001:db8::1"
condition there host 10.1.?.*
allow a to user ann when there because "x"
test "s" { given user kim in staff host "10.0.0.1" may s }

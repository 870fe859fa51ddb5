# no address: a name may hold numbers and dots
permission a
service s requires a
allow a to group staff when host web1, "7", 3com.example, "10-*", *.10.example, "2001*"
test "s" { given user kim in staff host web1 may s }

include "conf.missing/*.rg"
permission a
service s requires a
allow a to group staff
test "s" { given user kim in staff may s }

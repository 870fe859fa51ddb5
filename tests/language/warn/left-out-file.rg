include "conf.d/*.rg" include "conf.d/20-?.rg"
permission a
service s requires a
test "s" { given user kim in staff may s }

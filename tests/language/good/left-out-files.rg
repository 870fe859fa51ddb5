# hidden files, copies of editors, what tells people about the folder, folders, files that another include reads, and
# patterns that have no suffix
include "conf.d/*.rg" include "conf.d/*.more" include "conf.d/1*"
permission a
service s requires a
allow a to group staff
test "s" { given user kim in staff may s }

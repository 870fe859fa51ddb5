# options: -Wno-all -Werror=redundant
permission x.view, x.edit
service s requires x.view or x.edit
role viewer { allow x.view }
assign viewer to group staff
assign viewer to group staff until 2400-01-01
allow x.view to user kim because "T-1"
allow x.* to user kim because "T-2"

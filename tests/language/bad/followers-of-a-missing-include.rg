# What only the missing file may declare is not reported as well.
include "roles-that-are-not-there.rg"
permission a
service s requires a and billing.view
allow billing.* to group staff when office-hours
deny a to role agent
assign agent to group agents
test "t" { given user kim may not inbox, permission billing.view }

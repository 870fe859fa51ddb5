# options: -Wno-all
# Nobody is known to hold one role and not the other but who is on the roster, and there the service is not always open.
roster user lou, user root
roster group staff, group wheel
permission p
service s requires p when not date 2025-03-16
role one { allow p }
role other { }
assign one to everyone
assign other to group managers
always role one may s
test "on other days" { given user lou in staff at 2025-03-15 may s }

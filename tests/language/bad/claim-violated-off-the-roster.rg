# options: -Wno-all
# Who is on no roster may be in any group, so a deny on one keeps him out.
permission p, q
roster group staff
roster user root, group known
assign holder to group holders
role holder { allow p, q }
deny p to group barred
always group holders may permission q
always role holder may permission p
always user root may permission p
never group barred may permission p
never role holder may permission q
allow p to user root

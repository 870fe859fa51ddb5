permission a, b.c
service s requires a and b.c
role r { allow *, a, b.*, a }
role q extends r, r { deny * except a, a }
assign r, r to group g, user kim, group g
deny b.c to gid 7, gid 7 because "T-1"
deny a to gid 7, role r, everyone, everyone because "T-2"
roster user kim, group g, gid 7, group g, user kim, gid 7
test "t" { given user kim may not s }

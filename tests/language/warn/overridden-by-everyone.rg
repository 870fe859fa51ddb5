permission a.b, a.c, d
service s requires a.b and a.c
service v requires d
role r { allow a.* }
assign r to group g
allow a.b to user kim until 2099-01-01 because "T-1"
deny a.* except a.c to everyone
allow d to user kim until 2099-01-01 because "T-2"
test "t" { given user kim in g may not s may v }

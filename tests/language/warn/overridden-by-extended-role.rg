permission a, b
service s requires b
service u requires a
role base { allow b deny a }
role wide extends base { allow a }
assign wide to group g
allow a to role wide
test "t" { given user kim in g may s may not u }

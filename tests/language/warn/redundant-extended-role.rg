permission a
service s requires a
role base { allow a }
role middle extends base { }
role wide extends middle { allow a }
assign wide to group g
allow a to role wide when from local
test "t" { given user kim in g may s }

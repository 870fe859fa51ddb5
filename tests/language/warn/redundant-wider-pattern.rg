permission a.b, a.c
service s requires a.b and a.c
role r { allow a.b allow * deny a.c when from 10.0.0.0/8 deny a.* when from 10.0.0.0/8 }
assign r to group g
test "t" { given user kim in g may s }

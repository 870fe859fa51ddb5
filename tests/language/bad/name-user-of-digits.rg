# options: -Wno-all
role r { }
assign r to user 1000, group 27

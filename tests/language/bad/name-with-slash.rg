# options: -Wno-all
role r { }
assign r to user "a/b", group "a:b", user " kim", user ""

# options: -Wno-all
permission a, b.c
role r { allow a.*, b.c.*, b.* }
deny c.* to everyone

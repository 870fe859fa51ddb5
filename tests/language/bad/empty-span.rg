# options: -Wno-all
permission p
role r { allow p starting 2099-02-01 until 2099-01-31 }
assign r to everyone starting 2099-01-01T00:00:00Z until 2099-01-01T00:00:00Z
deny p to everyone starting 2099-01-01 until 2099-01-01

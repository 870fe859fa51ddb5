# options: --resolve -Wno-all
permission p
role root gid 64999 { allow p }
assign root to user root

# options: -Wno-all
permission p
role a gid 0 { }
role b gid 4294967295 { }
role c gid 4294967294 { }
assign c to gid 0
deny p to gid 99999999999999999999999
test "t" { given user kim in gid 0 may not permission p }

# options: --resolve -Wno-all
permission p
role a { }
role b { }
exclusive a, b
deny p to user no-such-user, group no-such-group, gid 4000000001, user root, group root
assign a to group no-such-team
assign b to user root
never group no-such-team may permission p

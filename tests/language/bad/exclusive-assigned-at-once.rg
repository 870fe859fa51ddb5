# options: -Wno-all
role a { }
role b { }
exclusive a, b
assign a, b to gid 7

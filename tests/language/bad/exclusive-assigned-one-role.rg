# options: -Wno-all
role a { }
role b { }
role both extends a, b { }
exclusive a, b
assign both to group g

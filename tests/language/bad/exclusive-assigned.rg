# options: -Wno-all
role a { }
role b { }
exclusive a, b
assign a to user kim
assign b to group g, user kim

# options: -Wno-all
role a { }
role b { }
exclusive a, b
assign a to everyone
assign b to everyone

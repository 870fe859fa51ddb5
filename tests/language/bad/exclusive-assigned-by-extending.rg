# options: -Wno-all
role a { }
role b { }
role wide extends middle { }
role middle extends b { }
exclusive a, b
assign a to group g
assign wide to group g

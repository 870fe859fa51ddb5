# options: -Wno-all
role a { }
role b { }
exclusive a, b, a

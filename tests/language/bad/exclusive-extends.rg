# options: -Wno-all
role a extends b { }
role b extends c { }
role c { }
exclusive a, c

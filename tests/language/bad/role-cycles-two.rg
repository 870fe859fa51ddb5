# options: -Wno-all
role a extends b { }
role b extends a { }
role x extends y, a { }
role y extends x { }

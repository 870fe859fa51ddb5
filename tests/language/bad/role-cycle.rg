# options: -Wno-all
role a extends b { }
role b extends c { }
role c extends d, a { }
role d { }
role above extends a { }

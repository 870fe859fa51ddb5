# options: -Wno-all
role a extends a { }

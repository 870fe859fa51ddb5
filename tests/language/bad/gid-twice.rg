# options: -Wno-all
role a gid 7000 { }
role b gid 7000 { }
role c gid 7001 { }

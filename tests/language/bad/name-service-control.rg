# options: -Wno-all
permission p
service "a\x0ab" requires p

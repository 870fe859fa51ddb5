# options: -Wno-all
given user kim
may door
allow

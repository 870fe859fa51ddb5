# options: -Wno-all
permission p
service door, door requires p

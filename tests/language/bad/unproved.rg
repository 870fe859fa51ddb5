# options: -Wno-all
permission p
service s requires p
never user kim may s
always everyone may permission p

# A permission, a role, a service, a condition, a user and a group may share a name.
zone utc
permission door
service door requires door when door
condition door time daily 00:00-23:59
role door { allow door }
assign door to group door, user door
test "door" { given user door may door }

# options: --resolve
zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group root
test "door" { given user kim in root may door }
assign porter to user no-such-user
allow door.open to (group no-such-group, gid 4000000001, user root) until 2099-01-01 because "T-1"

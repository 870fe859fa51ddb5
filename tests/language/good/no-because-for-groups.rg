# only what is for a user is an exception that needs a reason
zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
assign porter to user ann
test "door" { given user kim in porters may door }
allow door.open to group smiths
deny door.open to gid 7
deny door.open to role porter when from 192.0.2.0/24

zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
role r { allow door.open until 2020-12-31 }
assign r to group g starting 2020-01-01 until 2020-06-30T12:00:00Z
deny door.open to user kim until 2020-12-31 because "T-1"

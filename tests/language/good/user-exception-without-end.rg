# an exception of a user may be for good
permission door.open
service door requires door.open
allow door.open to user ann because "she lives there"
test "door" { given user ann may door }

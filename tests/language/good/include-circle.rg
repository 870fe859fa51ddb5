# A file is read once, so a circle of includes is no error.
include "library/circle.rg"
zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }

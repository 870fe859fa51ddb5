zone utc
permission door.open
service door requires door.open
role porter { allow door.open }
assign porter to group porters
test "door" { given user kim in porters may door }
# Root's own need no end.
allow door.open to group smiths, user lou because "T-1"
include "bounded/never-expires.rg" only by group desk {
    allow door.open to users, groups
    deny door.open to users for 31 days
    assign porter to users
}

zone utc
permission door.open
service door requires door.open
include "bounded/nothing.rg" only by group desk {
    deny door.open to users for 8 hours
    deny door.open to users, groups for 8 hours
    deny door.open to everyone for 8 hours
    allow door.open to groups, everyone for 8 hours
}
allow door.open to group porters because "all of them"
test "porters" { given user kim in porters may door }

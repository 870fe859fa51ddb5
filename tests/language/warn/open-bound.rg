zone utc
permission door.open, door.lock, safe.open
service door requires door.open
service lock requires door.lock and safe.open
include "bounded/nothing.rg" only by group desk {
    allow * to users for 8 hours
    allow door.*, * except safe.open to users for 8 hours
    allow door.* except door.lock to users
    allow door.*, safe.open to users, groups, everyone
    deny door.* except door.lock to users for 8 hours
}
allow door.*, safe.open to group porters because "all of them"
test "porters" { given user kim in porters may door, lock }

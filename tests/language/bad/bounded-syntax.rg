# options: -Wno-all
zone utc
permission door.open, door.lock
service door requires door.open
role porter { allow door.open }
include "bounded/two.rg" only by group desk, {
    allow door.open to users
    assign porter to users
}
include "bounded/two.rg" only by desk {
    assign porter to users
    allow door.open to users
}
include "bounded/two.rg" only by group desk {
    allow door.open to user maria for 31 days
    assign porter to group porters
    allow door.open to users for 31
    assign porter to users for 8 hours when door
    deny door.lock to users until 2026-12-31
    permit door.open to users
    allow door.open to users for "31" days
}
include "bounded/two.rg" only by group desk
allow door.open to group smiths
include "bounded/two.rg" only {
    allow door.lock to users for 8 hours
    allow "door.open to users
role guest { allow door.open }
assign guest to group guests, group porters
test "guests" { given user kim in guests may door }

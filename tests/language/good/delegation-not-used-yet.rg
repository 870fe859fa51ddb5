# What nobody has today may be handed out by a bounded file: no service that only it opens, and no role, is without use.
zone utc
permission door.open, door.lock
service door requires door.open
service lock requires door.lock
role porter { allow door.lock }
include "exceptions-none-*.rg" only by group desk {
    allow door.open to users for 31 days
    assign porter to users for 31 days
}
test "nobody yet" { given user kim may not door, lock }

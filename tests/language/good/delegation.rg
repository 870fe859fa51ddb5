# A bounded include admits what its bounds cover, of several files, and its files meet the whole policy.
zone "Europe/Berlin"
permission door.open, door.lock, safe.open, safe.count
service door requires door.open
service lock requires door.lock
service safe requires safe.open or safe.count
role porter { allow door.open }
role keeper { allow safe.* }
exclusive keeper, porter
role helper { allow door.lock }
assign porter to group porters
assign keeper to group keepers
include "exceptions.d/*.rg" only by 2 of group desk, user olga, gid 7000 {
    allow door.*, safe.count to users, groups for 31 days
    allow safe.open to users for 8 hours
    deny  door.* to users for 31 days
    assign helper to users, everyone for 3660 days
}
include "no-such-folder-*.rg" only { allow door.lock to users }
include "library/exceptions-of-root.rg" only by user olga {
    assign helper to users for 1 hours
}
test "kim, for a month" {
    given user kim at 2026-12-15
    may door, lock
    may not safe
    given user kim at 2027-01-01
    may not door, lock, safe
    given user lou in porters at 2026-12-15
    may not door
}

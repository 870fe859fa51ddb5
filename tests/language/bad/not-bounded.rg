# options: -Wno-all
zone "Europe/Berlin"
permission door.open, door.lock, door.bolt.in, safe.open, safe.count
service door requires door.open
service safe requires safe.open or safe.count
service lock requires door.lock or door.bolt.in
role porter { allow door.open }
role keeper { allow safe.open }
condition day time mon-fri 08:00-18:00
include "bounded/not-bounded.rg" only by user olga, group desk, gid 7000 {
    allow door.*, safe.count to users, groups for 31 days
    allow safe.* except safe.count to groups
    deny door.open, door.lock to users for 8 hours
    assign porter to users for 2 days
}
include "bounded/no-bounds.rg" only { }

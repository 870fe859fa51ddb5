# What is well: it limits itself further, and has the bound's own wildcard.
allow door.* except door.lock to (user kim, group "night shift") starting 2026-12-01 until 2026-12-31 because "SUP-1" when day
allow safe.open to group bank because "for good"
assign porter to user kim starting 2026-12-01T08:00:00Z until 2026-12-03T08:00:00Z because "SUP-1"
deny door.lock to user kim starting 2026-12-01T08:00:00Z until 2026-12-01T16:00:00Z because "SUP-1"

# More than the bounds name.
allow safe.open to user kim starting 2026-12-01 until 2026-12-02 because "SUP-2"
allow door.open, safe.open to user kim starting 2026-12-01 until 2026-12-02 because "SUP-3"
allow safe.* to group bank because "SUP-4"
allow * to user kim starting 2026-12-01 until 2026-12-02 because "SUP-5"
deny door.bolt.in to user kim starting 2026-12-01 until 2026-12-02 because "SUP-6"
assign keeper to user kim starting 2026-12-01 until 2026-12-02 because "SUP-7"
assign porter, keeper to user kim starting 2026-12-01 until 2026-12-02 because "SUP-8"

# A wildcard of its own.
allow door.bolt.* to user kim starting 2026-12-01 until 2026-12-02 because "SUP-9"
deny door.* except door.bolt.* to user kim starting 2026-12-01 until 2026-12-01 because "SUP-10"

# Others than the bounds name.
allow door.open to everyone starting 2026-12-01 until 2026-12-02 because "SUP-11"
allow door.open to role porter starting 2026-12-01 until 2026-12-02 because "SUP-12"
deny door.open to group guests starting 2026-12-01T08:00:00Z until 2026-12-01T16:00:00Z because "SUP-13"
assign porter to gid 5000 starting 2026-12-01 until 2026-12-02 because "SUP-14"

# No reason that can be read.
allow door.open to user lou starting 2026-12-01 until 2026-12-02
allow door.open to user lou starting 2026-12-01 until 2026-12-02 because ""
allow door.open to user lou starting 2026-12-01 until 2026-12-02 because "  \x09 "
allow door.open to user lou starting 2026-12-01 until 2026-12-02 because "\xc2\xa0\xe2\x80\x8b"

# Not the time that the bounds want.
allow door.open to user mia because "SUP-15"
allow door.open to user mia until 2026-12-31 because "SUP-16"
allow door.open to user mia starting 2026-12-01 because "SUP-17"
allow door.open to user nele starting 2026-12-01 until 2027-01-01 because "SUP-18"
allow door.open to user otto starting 2026-12-01T00:00:00+01:00 until 2026-12-31 because "SUP-19"
allow door.open to user paul starting 2026-12-01T00:00:00+01:00 until 2027-01-01T00:00:01+01:00 because "SUP-20"
deny door.open to user quin starting 2026-12-01 until 2026-12-01 because "SUP-21"

# Nobody grants root or himself anything, however he is written, nor takes it from them.
allow door.open to user root starting 2026-12-01 until 2026-12-02 because "SUP-22"
allow door.open to (user "\x72oot", group "root") starting 2026-12-01 until 2026-12-02 because "SUP-23"
deny door.open to user root starting 2026-12-01T08:00:00Z until 2026-12-01T09:00:00Z because "SUP-24"
deny door.open to (user kim, user olga) starting 2026-12-01T08:00:00Z until 2026-12-01T09:00:00Z because "SUP-25"
allow door.open to group desk starting 2026-12-01 until 2026-12-02 because "SUP-26"
allow door.open to gid 7000 starting 2026-12-01 until 2026-12-02 because "SUP-27"

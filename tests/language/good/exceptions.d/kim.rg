# The bound's own wildcard, and every date of it.
allow door.* to user kim starting 2026-12-01 until 2026-12-31 because "SUP-1"
allow door.* to user kim starting 2027-02-01 until 2027-02-02 because "SUP-2"
deny door.open to user kim starting 2027-03-01 until 2027-03-31 because "SUP-3"

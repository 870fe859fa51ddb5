# End to end, touching, overlapping, less than a day apart, over two files; the second ones are too much.
allow a to user end starting 2026-01-01 until 2026-01-31 because "first"
allow a to user over starting 2026-01-01 until 2026-01-31 because "first"
allow a to user near starting 2026-01-01 until 2026-01-31T12:00:00+01:00 because "first"
# A day apart is another stretch.
allow a to user apart starting 2026-01-01 until 2026-01-31 because "first"
allow a to user apart starting 2026-02-02 until 2026-03-04 because "another"
# The day on which the clocks go forward has 23 hours, and is no day.
allow a to user clock starting 2026-03-01 until 2026-03-28 because "first"
allow a to user clock starting 2026-03-30 until 2026-04-05 because "less than 24 hours later"
# Days count as days when the clocks go back: 31 dates are well, and not when an instant is among them.
allow a to user back starting 2026-10-05 until 2026-10-31 because "first"
allow a to user back starting 2026-11-01 until 2026-11-04 because "31 dates in all, 745 hours"
allow a to user mixed starting 2026-10-05 until 2026-10-31 because "first"
allow a to user mixed starting 2026-11-01 until 2026-11-04T23:59:59+01:00 because "more than 744 hours"
# By way of another bound, of a wildcard, of a list, of a name in quotes.
allow a, c.x to user bounds starting 2026-01-01 until 2026-01-20 because "the first bound's alone"
allow a to user bounds starting 2026-01-21 until 2026-01-31 because "both bounds'"
allow a, b to user bounds starting 2026-02-01 until 2026-02-20 because "the second bound's alone"
allow c.* to user wild starting 2026-01-01 until 2026-01-31 because "first"
allow c.y to user wild starting 2026-02-01 until 2026-02-02 because "one of them"
allow a to user list starting 2026-01-01 until 2026-01-31 because "first"
allow b, a to (user other, user "list") starting 2026-02-01 until 2026-02-02 because "one of them"
# Of a role, in hours; many small ones; one that lies within.
assign one to user kim starting 2026-01-01T00:00:00Z until 2026-01-01T08:00:00Z because "first"
assign two to user kim starting 2026-01-01T08:00:00Z until 2026-01-01T16:00:00Z because "another role"
assign one, two to user kim starting 2026-01-02T15:59:59Z until 2026-01-02T16:00:00Z because "only a day behind two"
assign one to user lou starting 2026-01-01T00:00:00Z until 2026-01-01T04:00:00Z because "first"
assign one to user lou starting 2026-01-01T03:00:00Z until 2026-01-01T03:30:00Z because "within"
assign one to user lou starting 2026-01-01T04:00:00Z until 2026-01-01T08:00:00Z because "8 hours in all"
assign one to user lou starting 2026-01-01T08:00:00Z until 2026-01-01T08:00:01Z because "a second more"

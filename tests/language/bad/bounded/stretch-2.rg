allow a to user end starting 2026-02-01 until 2026-02-01 because "touches"
allow a to user over starting 2026-01-15 until 2026-02-14 because "overlaps"
allow a to user near starting 2026-02-01T11:59:59+01:00 until 2026-02-02 because "less than a day later"

deny door.*
    to user lou
    starting 2026-12-01 until 2026-12-31
    because "SUP-4"
assign helper to user mia starting 2026-01-01 until 2026-12-31 because "SUP-5"

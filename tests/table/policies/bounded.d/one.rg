allow a, b.* except b.d to (user u, group g) starting 2026-01-01 until 2026-02-01 because "T-1"
assign s, r to everyone because "T-2"

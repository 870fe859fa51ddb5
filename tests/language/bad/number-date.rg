# options: -Wno-all
permission p
deny p to everyone until 2026-02-30
deny p to everyone starting 2026-13-01
deny p to everyone until 2026-12-31T25:00:00Z

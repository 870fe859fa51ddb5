# Each fact of a situation is said once.
service door
allow door to group staff because "T-1"
test "t" {
    given user kim in staff at 2026-01-01 in other may door
    given user kim at 2026-01-01 host h at 2026-01-02 may not door
}

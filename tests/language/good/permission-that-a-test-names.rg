permission a, b.c, b.d, e
service s requires a
allow * to group staff
test "s" {
    given user kim in staff
    may s, permission b.*
    given user kim
    may not permission e
}

# Whoever is on no roster is in no group for certain; whoever is on all of them is.
roster group acme-all, user root, gid 77
roster group partners, user root, user kim
permission inbox.read
service inbox requires inbox.read
allow inbox.read to everyone because "all"
deny inbox.read to group contractors because "HR"

test "a deny holds for whoever is not on every roster" {
    given user maria
        may not inbox
    given user maria in acme-all
        may not inbox
    given user maria in acme-all, partners
        may inbox
    given user maria in gid 77, partners
        may inbox
    given user kim in acme-all
        may inbox
    given user root
        may inbox
}
test "what is unknown does not vouch" {
    given user maria in acme-all unknown partners
        may not inbox
}
test "on the rosters a deny is as ever" {
    given user root in contractors
        may not inbox
    given user root unknown contractors
        may not inbox
}

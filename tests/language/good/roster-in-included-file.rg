# A roster holds for the whole policy, wherever it stands, and however often its file is included.
include "library/vouched.rg"
include "library/vouched*.rg"
permission inbox.read
service inbox requires inbox.read
allow inbox.read to everyone because "all"
deny inbox.read to group contractors because "HR"

test "whoever is on no roster may be a contractor" {
    given user maria
    may not inbox
    given user maria in acme-all
    may inbox
    given user root
    may inbox
}

# One subject of a list is enough: one that is true, beside one that is unknown.
roster group all, user root
permission pay, see
service pay requires pay
service see requires see
allow pay to group a, group b because "either"
allow see to everyone because "all"
deny see to group a, gid 7 because "neither"

test "a list of subjects is one or" {
    given user kim in all, a unknown b
    may pay
    may not see
    given user kim in all, b unknown a
    may pay
    may not see
    given user kim in all, b
    may pay, see
}
test "off the roster no list is false" {
    given user kim in b
    may pay
    may not see
    given user kim
    may not pay, see
}

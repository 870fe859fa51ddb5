permission a
service s requires a
role r { allow a }
roster group "acme-*", user root
assign r to group "staff?"
allow a to user "adm-*" because "x"
deny a to group "susp*"
test "s" {
    given user "adm-*" in "staff?", "acme-*" unknown "susp*"
    may not s
}

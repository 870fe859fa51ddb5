# a machine's account, a domain, a blank: signs that are no wildcards
permission a
service s requires a
allow a to group "domain users", group ws1$, group staff@acme.example, group "a+b"
test "s" { given user kim in "domain users" may s }
test "t" { given user kim in ws1$ may s }

# A service without `requires` is a permission as well, and requires it: in rules, roles, patterns, claims of tests.
service sshd, sudo
service crond.daily when weekdays "Nightly jobs"
service pair requires sshd and sudo
condition weekdays time mon-fri zone utc
role operator { allow sshd, crond.* }
assign operator to group operators
allow sudo to group admins because "T-1"
test "each is allowed by its own name" {
    given user kim in operators
    may sshd, crond.daily, permission crond.*
    may not sudo, pair
    given user kim in operators, admins at 2026-01-03
    may pair
    may not crond.daily
}

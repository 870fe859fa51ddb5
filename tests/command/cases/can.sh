# can: one question.
rolegate compile desk.rg -o desk.rgt
rolegate compile ignore.rg -o ignore.rgt
at=2026-01-05T10:00:00+05:30
ask() { rolegate can "$@" --table desk.rgt --host here; }
says "allow" 0 ask kim inbox --group agents <<'EOF'
allow: kim may use inbox
EOF
says "deny, not granted" 1 ask kim billing-tool --group agents <<'EOF'
deny: kim may not use billing-tool: not granted (billing.view is missing)
EOF
says "a group that is nearly one of the policy's" 1 ask kim inbox --group agent <<'EOF'
deny: kim may not use inbox: not granted (inbox.read is missing)
! rolegate: warning: unknown group 'agent'; did you mean 'agents'?
EOF
says "and one of which nothing is known" 1 ask kim inbox --unknown-group agetns --gid 7 <<'EOF'
deny: kim may not use inbox: not granted (inbox.read is missing)
! rolegate: warning: unknown group 'agetns'; did you mean 'agents'?
EOF
says "a user who is nearly one of the policy's" 0 ask marai inbox --group agents <<'EOF'
allow: marai may use inbox
! rolegate: warning: unknown user 'marai'; did you mean 'maria'?
EOF
says "names of others" 0 ask mario inbox --group agents --group agents-de --group clergy <<'EOF'
allow: mario may use inbox
EOF
says "deny, no groups" 1 ask kim inbox --no-groups <<'EOF'
deny: kim may not use inbox: not granted (inbox.read is missing)
EOF
says "deny, by a rule" 1 ask bob refund --group clerks --at 2026-01-05 <<'EOF'
deny: bob may not use refund: a rule denies it (desk.rg:28) because "HR-77"
EOF
says "deny, a conflict" 1 ask eve reports --group clerks --group auditors --at "$at" <<'EOF'
deny: eve may not use reports: mutually exclusive roles are held (desk.rg:30)
EOF
says "deny, undetermined" 1 ask kim inbox --unknown-group agents <<'EOF'
deny: kim may not use inbox: a group or a condition could not be determined
EOF
says "deny, not here" 1 ask kim vault --group agents --from 192.0.2.1 <<'EOF'
deny: kim may not use vault: not from this origin, terminal or host
EOF
says "deny, local is not there either" 1 ask kim vault --group agents --from local <<'EOF'
deny: kim may not use vault: not from this origin, terminal or host
EOF
says "allow, from there" 0 ask kim vault --group agents --from 10.9.8.7 <<'EOF'
allow: kim may use vault
EOF
says "deny, outside the hours" 1 ask eve reports --group auditors --at 2026-01-03T10:00:00+05:30 <<'EOF'
deny: eve may not use reports: outside the hours of the grant; next at 2026-01-05T09:00:00+05:30 Asia/Kolkata
EOF
says "deny, expired" 1 ask maria billing-tool --no-groups --at 2027-01-01 <<'EOF'
deny: maria may not use billing-tool: the grant has expired
EOF
says "allow, until the end of the day in the policy's zone" 0 ask maria billing-tool --no-groups --at 2026-12-31T18:29:59Z <<'EOF'
allow: maria may use billing-tool
EOF
says "deny, a second later" 1 ask maria billing-tool --no-groups --at 2026-12-31T18:30:00Z <<'EOF'
deny: maria may not use billing-tool: the grant has expired
EOF
says "allow, a gid" 0 ask kim inbox --gid 4000 <<'EOF'
allow: kim may use inbox
EOF
says "deny, a gid that may be his" 1 ask kim inbox --unknown-gid 4000 <<'EOF'
deny: kim may not use inbox: a group or a condition could not be determined
EOF
says "deny, not listed" 1 ask kim pantry --no-groups <<'EOF'
deny: kim may not use pantry: the policy does not list this service
EOF
says "unlisted" 3 rolegate can kim pantry --no-groups --table ignore.rgt <<'EOF'
unlisted: the policy does not list pantry
EOF
rolegate compile others.rg -o others.rgt
says "not listed, and decided" 0 rolegate can kim pantry --group porters --table others.rgt --why <<'EOF'
allow: kim may use pantry
  service pantry, which is not listed (others.rg:4) requires other.use when from local, 10.0.0.0/8, which is met: local
    other.use: granted
      allow in role porter (others.rg:5)
      assign porter to porters (others.rg:6)
EOF
says "not listed, and denied" 1 rolegate can kim pantry --no-groups --table others.rgt <<'EOF'
deny: kim may not use pantry: not granted (other.use is missing)
EOF
says "not listed, elsewhere" 1 rolegate can kim pantry --group porters --from 192.0.2.1 --table others.rgt <<'EOF'
deny: kim may not use pantry: not from this origin, terminal or host
EOF
says "--permission" 0 ask kim --permission inbox.read --group agents <<'EOF'
allow: kim may do inbox.read
EOF
says "--permission, denied" 1 ask kim --permission billing.view --group agents <<'EOF'
deny: kim may not do billing.view: not granted (billing.view is missing)
EOF
says "--permission that there is not" 2 ask kim --permission billing.se --group agents <<'EOF'
! rolegate: billing.se: the policy declares no such permission
EOF
says "--policy" 0 rolegate can kim door --group porters --policy ignore.rg <<'EOF'
allow: kim may use door
EOF
says "--policy with errors is no answer" 2 rolegate can kim door --group porters --policy wrong.rg <<'EOF'
! wrong.rg:2:23: error: unknown permission "door.opne" [unknown-permission]
!   service door requires door.opne
!                         ^~~~~~~~~
!   did you mean "door.open"?
! wrong.rg:5:8: error: unknown role "portr" [unknown-role]
!   assign portr to user kim
!          ^~~~~
!   did you mean "porter"?
! 2 errors
EOF
says "--policy with failing tests answers" 1 rolegate can eve door --no-groups --policy failing.rg <<'EOF'
deny: eve may not use door: not granted (door.open is missing)
EOF
says "--why, allowed" 0 ask kim refund --group clerks --at 2026-01-05 --why <<'EOF'
allow: kim may use refund
  service refund (desk.rg:10) requires (refunds.issue or reports.read) and billing.view
    refunds.issue: granted
      allow in role clerk (desk.rg:19)
      assign clerk to clerks (desk.rg:24)
    reports.read: not granted
    billing.view: granted
      allow in role clerk (desk.rg:19)
      assign clerk to clerks (desk.rg:24)
EOF
says "--why, not granted" 1 ask kim refund --group agents --why <<'EOF'
deny: kim may not use refund: not granted (refunds.issue, billing.view are missing)
  service refund (desk.rg:10) requires (refunds.issue or reports.read) and billing.view
    refunds.issue: not granted
    reports.read: not granted
    billing.view: not granted
  contact: Ask the test team
EOF
says "--why, denied" 1 ask bob refund --group clerks --why --at 2026-01-05 <<'EOF'
deny: bob may not use refund: a rule denies it (desk.rg:28) because "HR-77"
  service refund (desk.rg:10) requires (refunds.issue or reports.read) and billing.view
    refunds.issue: a rule denies it (desk.rg:28) because "HR-77"
      deny to bob (desk.rg:28) because "HR-77"
    reports.read: not granted
    billing.view: granted
      allow in role clerk (desk.rg:19)
      assign clerk to clerks (desk.rg:24)
  contact: Ask the test team
EOF
says "--why, a conflict" 1 ask eve reports --group clerks --group auditors --at "$at" --why <<'EOF'
deny: eve may not use reports: mutually exclusive roles are held (desk.rg:30)
  service reports (desk.rg:11) requires reports.read when office-hours, which is met: mon 10:00 Asia/Kolkata for time mon-fri 09:00-18:00 zone "Asia/Kolkata"
    reports.read: mutually exclusive roles are held (desk.rg:30)
      exclusive clerk (desk.rg:30)
      exclusive auditor (desk.rg:30)
      assign auditor to auditors (desk.rg:25)
      assign clerk to clerks (desk.rg:24)
  contact: Ask the test team
EOF
says "--why, not now" 1 ask eve reports --group auditors --at 2026-01-03 --why <<'EOF'
deny: eve may not use reports: outside the hours of the grant; next at 2026-01-05T09:00:00+05:30 Asia/Kolkata
  service reports (desk.rg:11) requires reports.read when office-hours, which is not met: sat 00:00 Asia/Kolkata for time mon-fri 09:00-18:00 zone "Asia/Kolkata"
    reports.read: granted
      allow in role auditor (desk.rg:21)
      assign auditor to auditors (desk.rg:25)
  contact: Ask the test team
EOF
says "--why, expired" 1 ask maria billing-tool --no-groups --at 2027-02-03 --why <<'EOF'
deny: maria may not use billing-tool: the grant has expired
  service billing-tool (desk.rg:9) requires billing.view
    billing.view: the grant has expired
      allow to maria (desk.rg:27) because "SUP-1234"
  contact: Ask the test team
EOF
says "--why, not listed" 1 ask kim pantry --no-groups --why <<'EOF'
deny: kim may not use pantry: the policy does not list this service
  contact: Ask the test team
EOF
says "--why, a permission" 0 ask kim --permission billing.view --group clerks --why <<'EOF'
allow: kim may do billing.view
  allow in role clerk (desk.rg:19)
  assign clerk to clerks (desk.rg:24)
EOF
says "--json" 1 ask kim billing-tool --group agents --json <<'EOF'
{"user":"kim","service":"billing-tool","verdict":"deny","reason":"not-granted","missing":["billing.view"],"statements":[{"kind":"service","file":"desk.rg","line":9,"because":"","subject":"","role":""}]}
EOF
says "--json --why" 0 ask kim inbox --group clerks --json --why --at 2026-01-05 <<'EOF'
{"user":"kim","service":"inbox","verdict":"allow","reason":"granted","statements":[{"kind":"allow","file":"desk.rg","line":17,"because":"","subject":"","role":"agent"},{"kind":"assign","file":"desk.rg","line":24,"because":"","subject":"clerks","role":"clerk"},{"kind":"service","file":"desk.rg","line":8,"because":"","subject":"","role":""}],"requires":"inbox.read","permissions":[{"permission":"inbox.read","verdict":"allow","reason":"granted","statements":[{"kind":"allow","file":"desk.rg","line":17,"because":"","subject":"","role":"agent"},{"kind":"assign","file":"desk.rg","line":24,"because":"","subject":"clerks","role":"clerk"}]}]}
EOF
says "--json, expired" 1 ask maria billing-tool --no-groups --at 2027-02-03 --json <<'EOF'
{"user":"maria","service":"billing-tool","verdict":"deny","reason":"not-now","timing":"expired","missing":["billing.view"],"statements":[{"kind":"allow","file":"desk.rg","line":27,"because":"SUP-1234","subject":"maria","role":""},{"kind":"service","file":"desk.rg","line":9,"because":"","subject":"","role":""}]}
EOF
says "a user's own groups" 1 ask root inbox <<'EOF'
deny: root may not use inbox: not granted (inbox.read is missing)
EOF
says "a user that there is not" 2 ask nobody-of-that-name inbox <<'EOF'
! rolegate: nobody-of-that-name: no such user; --group or --no-groups asks without an account
EOF
says "no table" 2 rolegate can kim inbox --no-groups --table nowhere.rgt <<'EOF'
! rolegate: nowhere.rgt: no table at that path
EOF
says "a table that is none" 2 rolegate can kim inbox --no-groups --table desk.rg <<'EOF'
! rolegate: desk.rg: the file is not a rolegate table
EOF
chmod g+w ignore.rgt
says "a table that the group may write to" 2 rolegate can kim door --no-groups --table ignore.rgt <<'EOF'
! rolegate: ignore.rgt: group or others may write to the table
EOF
says "--table and --policy" 2 rolegate can kim door --table ignore.rgt --policy ignore.rg <<'EOF'
! rolegate can: use --table or --policy, not both
! Try 'rolegate can --help'.
EOF
says "--no-groups and --group" 2 ask kim inbox --no-groups --group agents <<'EOF'
! rolegate can: --no-groups excludes every other option about groups
! Try 'rolegate can --help'.
EOF
says "a service and a permission" 2 ask kim inbox --permission inbox.read <<'EOF'
! rolegate can: use SERVICE or --permission, not both
! Try 'rolegate can --help'.
EOF
says "an empty user" 2 ask '' inbox <<'EOF'
! rolegate can: the user's name is empty
! Try 'rolegate can --help'.
EOF
says "a control character" 2 ask $'k\nim' inbox <<'EOF'
! rolegate can: the user's name holds a control character
! Try 'rolegate can --help'.
EOF
says "an empty service" 2 ask kim '' <<'EOF'
! rolegate can: the service's name is empty
! Try 'rolegate can --help'.
EOF
says "an empty group" 2 ask kim inbox --group '' <<'EOF'
! rolegate can: the group's name is empty
! Try 'rolegate can --help'.
EOF
says "a long user" 2 ask "$(printf 'x%.0s' {1..256})" inbox <<'EOF'
! rolegate can: the user's name is longer than 255 bytes
! Try 'rolegate can --help'.
EOF
says "a gid that is none" 2 ask kim inbox --gid agents <<'EOF'
! rolegate can: invalid gid 'agents': expected a number from 0 to 4294967294
! Try 'rolegate can --help'.
EOF
says "a gid that is too large" 2 ask kim inbox --gid 4294967295 <<'EOF'
! rolegate can: invalid gid '4294967295': expected a number from 0 to 4294967294
! Try 'rolegate can --help'.
EOF
says "a time that is none" 2 ask kim inbox --no-groups --at yesterday <<'EOF'
! rolegate can: --at: 'yesterday' is neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)
! Try 'rolegate can --help'.
EOF
says "a day that is none" 2 ask kim inbox --no-groups --at 2026-02-29 <<'EOF'
! rolegate can: --at: '2026-02-29' is neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)
! Try 'rolegate can --help'.
EOF

# can: without a service, all that there is.
cat >all.rg <<'END'
zone "Asia/Kolkata"
permission p, q, r, s
service a requires p
service b requires p and q when time mon-fri 09:00-18:00
service c requires r
service d requires s or p
service e requires r and s
allow p to group g
allow q to user kim until 2096-12-31 because "HELP-4711"
allow r to user kim until 2096-01-31 because "OLD-1"
allow r to user kim starting 2096-12-24 until 2096-12-25 because "XMAS-2"
deny s to group h
allow s to user kim when from 10.0.0.0/8 because "OFFICE-3"
END
all() { rolegate can kim --policy all.rg --host here --at 2096-11-28T13:30:00Z "$@"; }
says "all" 0 all --group g <<'EOF'
kim may now:
  a
  d
at other times and places:
  b: when time mon-fri 09:00-18:00 until 2096-12-31 because "HELP-4711"
  c: starting 2096-12-24 until 2096-12-25 because "XMAS-2"
  e: when from 10.0.0.0/8 starting 2096-12-24 until 2096-12-25 because "XMAS-2", "OFFICE-3"
EOF
says "all, with permissions" 0 all --group g --permissions <<'EOF'
kim may now:
  a
  d
  permission p
  permission q: until 2096-12-31 because "HELP-4711"
at other times and places:
  b: when time mon-fri 09:00-18:00 until 2096-12-31 because "HELP-4711"
  c: starting 2096-12-24 until 2096-12-25 because "XMAS-2"
  e: when from 10.0.0.0/8 starting 2096-12-24 until 2096-12-25 because "XMAS-2", "OFFICE-3"
  permission r: starting 2096-12-24 until 2096-12-25 because "XMAS-2"
  permission s: when from 10.0.0.0/8 because "OFFICE-3"
EOF
says "nothing now, something later" 1 all --no-groups <<'EOF'
kim may do nothing now
at other times and places:
  c: starting 2096-12-24 until 2096-12-25 because "XMAS-2"
  d: when from 10.0.0.0/8 because "OFFICE-3"
  e: when from 10.0.0.0/8 starting 2096-12-24 until 2096-12-25 because "XMAS-2", "OFFICE-3"
EOF
says "a group that is not known takes away" 1 all --unknown-group g --unknown-group h --from 10.1.2.3 <<'EOF'
kim may do nothing now
at other times and places:
  c: starting 2096-12-24 until 2096-12-25 because "XMAS-2"
EOF
says "all, and why" 0 all --group g --why <<'EOF'
kim may now:
  a
    allow to g (all.rg:8)
    service (all.rg:3)
  d
    allow to g (all.rg:8)
    service (all.rg:6)
at other times and places:
  b: when time mon-fri 09:00-18:00 until 2096-12-31 because "HELP-4711"
    service (all.rg:4)
      when time mon-fri 09:00-18:00 zone "Asia/Kolkata", which is not met: wed 19:00 Asia/Kolkata
  c: starting 2096-12-24 until 2096-12-25 because "XMAS-2"
    allow to kim (all.rg:11) because "XMAS-2"
    service (all.rg:5)
  e: when from 10.0.0.0/8 starting 2096-12-24 until 2096-12-25 because "XMAS-2", "OFFICE-3"
    allow to kim (all.rg:11) because "XMAS-2"
    allow to kim (all.rg:13) because "OFFICE-3"
      when from 10.0.0.0/8, which is not met: local
    service (all.rg:7)
EOF
says "all, as JSON" 0 all --group g --json <<'EOF'
{"user":"kim","at":"2096-11-28T13:30:00Z","may":[{"service":"a","when":[""],"exact":true,"because":[],"verdict":"allow","reason":"granted"},{"service":"b","when":["time mon-fri 09:00-18:00 until 2096-12-31"],"exact":true,"because":["HELP-4711"],"verdict":"deny","reason":"not-now","timing":"outside-window","next":"2096-11-29T09:00:00+05:30","next_zone":"Asia/Kolkata"},{"service":"c","when":["starting 2096-12-24 until 2096-12-25"],"exact":true,"because":["XMAS-2"],"verdict":"deny","reason":"not-now","timing":"not-started","next":"2096-12-24T00:00:00+05:30","next_zone":"Asia/Kolkata","missing":["r"]},{"service":"d","when":[""],"exact":true,"because":[],"verdict":"allow","reason":"granted"},{"service":"e","when":["from 10.0.0.0/8 starting 2096-12-24 until 2096-12-25"],"exact":true,"because":["XMAS-2","OFFICE-3"],"verdict":"deny","reason":"not-here","missing":["r","s"]}],"complete":true}
EOF
says "nothing left" 1 all --at 2097-06-01 --unknown-group h --unknown-group g <<'EOF'
kim may do nothing now
EOF
says "--permissions and a service" 2 all a --permissions <<'EOF'
! rolegate can: --permissions cannot be used with SERVICE or --permission
! Try 'rolegate can --help'.
EOF
says "the policy's names" 0 rolegate can --names groups --policy desk.rg <<'EOF'
agents
auditors
clerks
EOF
says "those of a table" 0 rolegate can --names roles --table desk.rgt <<'EOF'
agent
auditor
clerk
EOF
says "no such kind" 2 rolegate can --names people <<'EOF'
! rolegate can: --names: 'people' is none of users, groups, roles, services or permissions
! Try 'rolegate can --help'.
EOF
says "a kind and a user" 2 rolegate can kim --names users <<'EOF'
! rolegate can: --names goes with no USER
! Try 'rolegate can --help'.
EOF

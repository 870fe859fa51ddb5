# who, matrix: what a policy comes to, from a policy and from its table.
rolegate compile desk.rg -o desk.rgt
cat >more.rg <<'END'
permission p, q, r
service both requires p and q
service s requires r
service any requires q
roster group staff
allow p to group one
allow q to group two when time mon-fri 09:00-17:00 zone utc
allow p, q to everyone starting 2090-01-01 until 2090-01-31
deny q to user bob
END
says "who, of a policy" 0 rolegate who billing-tool --policy desk.rg <<'EOF'
billing-tool:
  group clerks, role clerk
  user maria: until 2026-12-31
but a deny, or a role that excludes another, keeps out:
  group auditors
EOF
says "who, of a table" 0 rolegate who billing-tool --table desk.rgt <<'EOF'
billing-tool:
  group clerks, role clerk
  user maria: until 2026-12-31
but a deny, or a role that excludes another, keeps out:
  group auditors
EOF
says "who, as JSON" 0 rolegate who reports --table desk.rgt --json <<'EOF'
{"service":"reports","rows":[{"kind":"group","name":"auditors","when":["office-hours"],"exact":true},{"kind":"role","name":"auditor","when":["office-hours"],"exact":true}],"together":[],"kept_out":[{"kind":"group","name":"clerks"}],"exclusive":true,"on_rosters":false,"complete":true}
EOF
says "who, a permission" 0 rolegate who --permission refunds.issue --table desk.rgt <<'EOF'
refunds.issue:
  group clerks, role clerk
but a deny, or a role that excludes another, keeps out:
  user bob, group auditors
EOF
says "who, by two together, everybody at times, and outside the roster" 0 rolegate who both --policy more.rg <<'EOF'
both:
  everyone: starting 2090-01-01 until 2090-01-31
  group one together with group two: when time mon-fri 09:00-17:00 until 2089-12-31, or when time mon-fri 09:00-17:00 starting 2090-02-01
but a deny keeps out:
  user bob
Everybody is taken to be on the rosters, but for "people on no roster".
EOF
says "who: nobody" 1 rolegate who s --policy more.rg <<'EOF'
s: nobody
Everybody is taken to be on the rosters, but for "people on no roster".
EOF
says "who, as JSON, of two together" 0 rolegate who both --policy more.rg --json <<'EOF'
{"service":"both","rows":[{"kind":"everyone","when":["starting 2090-01-01 until 2090-01-31"],"exact":true},{"kind":"group","name":"one","when":["starting 2090-01-01 until 2090-01-31"],"exact":true},{"kind":"group","name":"staff","when":["starting 2090-01-01 until 2090-01-31"],"exact":true},{"kind":"group","name":"two","when":["starting 2090-01-01 until 2090-01-31"],"exact":true},{"kind":"outsider","when":["starting 2090-01-01 until 2090-01-31"],"exact":true}],"together":[{"subjects":[{"kind":"group","name":"one"},{"kind":"group","name":"two"}],"when":["time mon-fri 09:00-17:00 until 2089-12-31","time mon-fri 09:00-17:00 starting 2090-02-01"],"exact":true}],"kept_out":[{"kind":"user","name":"bob"}],"exclusive":false,"on_rosters":true,"complete":true}
EOF
says "who: an unknown service" 2 rolegate who billing --table desk.rgt <<'EOF'
! rolegate: billing: the policy does not list this service
EOF
says "who: an unknown permission" 2 rolegate who --permission billing --table desk.rgt <<'EOF'
! rolegate: billing: the policy declares no such permission
EOF
says "who: nothing is asked for" 2 rolegate who --table desk.rgt <<'EOF'
! rolegate who: missing argument: SERVICE or --permission NAME
! Try 'rolegate who --help'.
EOF
says "who: both" 2 rolegate who s --permission p <<'EOF'
! rolegate who: missing argument: SERVICE or --permission NAME
! Try 'rolegate who --help'.
EOF
says "who: two sources" 2 rolegate who s --table desk.rgt --policy desk.rg <<'EOF'
! rolegate who: use --table or --policy, not both
! Try 'rolegate who --help'.
EOF
says "who: a table that is none" 2 rolegate who s --table desk.rg <<'EOF'
! rolegate: desk.rg: the file is not a rolegate table
EOF
says "matrix" 0 rolegate matrix --table desk.rgt <<'EOF'
              everyone  agent   auditor  clerk
billing-tool  -         -       -        yes
inbox         -         yes     -        yes
refund        -         -       -        yes
reports       -         -       [1]      -
vault         -         [2]     -        [2]

[1] when office-hours
[2] when office-net
EOF
says "matrix, of a policy with a roster" 0 rolegate matrix --policy more.rg <<'EOF'
         everyone
any      [1]
both     [1]
s        -

[1] starting 2090-01-01 until 2090-01-31

Everybody is taken to be on the rosters.
EOF
says "matrix, CSV" 0 rolegate matrix --table desk.rgt --format csv <<'EOF'
service,everyone,agent,auditor,clerk
billing-tool,no,no,no,yes
inbox,no,yes,no,yes
refund,no,no,no,yes
reports,no,no,when office-hours,no
vault,no,when office-net,no,when office-net
EOF
says "matrix, Markdown" 0 rolegate matrix --table desk.rgt --format markdown <<'EOF'
| | everyone | agent | auditor | clerk |
|---|---|---|---|---|
| billing-tool | - | - | - | yes |
| inbox | - | yes | - | yes |
| refund | - | - | - | yes |
| reports | - | - | [1] | - |
| vault | - | [2] | - | [2] |

1. when office-hours
2. when office-net
EOF
says "matrix, JSON" 0 rolegate matrix --policy more.rg --format json <<'EOF'
{"cells":[{"service":"any","everyone":true,"may":true,"when":["starting 2090-01-01 until 2090-01-31"],"exact":true},{"service":"both","everyone":true,"may":true,"when":["starting 2090-01-01 until 2090-01-31"],"exact":true},{"service":"s","everyone":true,"may":false,"when":[],"exact":true}],"exceptions":[],"on_rosters":true,"complete":true}
EOF
says "matrix: an unknown format" 2 rolegate matrix --format xml <<'EOF'
! rolegate matrix: unknown format 'xml': text, csv, markdown, html or json
! Try 'rolegate matrix --help'.
EOF
says "matrix: two sources" 2 rolegate matrix --table desk.rgt --policy desk.rg <<'EOF'
! rolegate matrix: use --table or --policy, not both
! Try 'rolegate matrix --help'.
EOF
says "matrix: an operand" 2 rolegate matrix s <<'EOF'
! rolegate matrix: unexpected argument 's'
! Try 'rolegate matrix --help'.
EOF
says "who, at an instant, and why" 0 rolegate who billing-tool --table desk.rgt --at 2026-06-01 <<'EOF'
billing-tool:
  group clerks, user maria because "SUP-1234", role clerk
but a deny, or a role that excludes another, keeps out:
  group auditors
EOF
says "who, at one that is past its end" 0 rolegate who billing-tool --table desk.rgt --at 2026-12-31T18:30:00Z <<'EOF'
billing-tool:
  group clerks, role clerk
but a deny, or a role that excludes another, keeps out:
  group auditors
EOF
says "who, out of hours" 1 rolegate who reports --table desk.rgt --at 2026-01-03T10:00:00+05:30 <<'EOF'
reports: nobody
EOF
says "who, in hours: no condition says a time" 0 rolegate who reports --table desk.rgt --at 2026-01-05T10:00:00+05:30 --json <<'EOF'
{"service":"reports","rows":[{"kind":"group","name":"auditors","when":[""],"exact":true},{"kind":"role","name":"auditor","when":[""],"exact":true}],"together":[],"kept_out":[{"kind":"group","name":"clerks"}],"exclusive":true,"on_rosters":false,"complete":true}
EOF
says "who, a place stays a condition" 0 rolegate who vault --table desk.rgt --at 2026-01-05 <<'EOF'
vault:
  group agents, group clerks, gid 4000, role agent, role clerk: when office-net
but a deny, or a role that excludes another, keeps out:
  group auditors
EOF
says "who, at no time" 2 rolegate who vault --table desk.rgt --at noon <<'EOF'
! rolegate: --at: 'noon' is neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)
EOF

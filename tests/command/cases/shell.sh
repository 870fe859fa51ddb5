# shell: facts and questions, line by line.
rolegate compile desk.rg -o desk.rgt
shell() { printf '%s\n' "${@:2}" | rolegate shell "$1"; }
says "a question, other facts, the question again" 0 shell desk.rg "user eve" "group auditors" "at 2026-01-03T10:00:00+05:30" \
    "can reports" "at 2026-01-05T10:00:00+05:30" again "unknown-group clerks" why "no-groups" again <<'EOF'
deny: eve may not use reports: outside the hours of the grant; next at 2026-01-05T09:00:00+05:30 Asia/Kolkata
allow: eve may use reports
deny: eve may not use reports: mutually exclusive roles may be held (desk.rg:30)
  service reports (desk.rg:11) requires reports.read when office-hours, which is met: mon 10:00 Asia/Kolkata for time mon-fri 09:00-18:00 zone "Asia/Kolkata"
    reports.read: mutually exclusive roles may be held (desk.rg:30)
      exclusive clerk, which may hold (desk.rg:30)
      exclusive auditor (desk.rg:30)
      assign auditor to auditors (desk.rg:25)
      assign clerk to clerks, which may hold (desk.rg:24)
  contact: Ask the test team
deny: eve may not use reports: not granted (reports.read is missing)
EOF
says "a table; the place and a permission" 0 shell desk.rgt "user kim" "group agents" "from 192.0.2.1" "can vault" \
    "from 10.9.8.7" again "permission inbox.read" <<'EOF'
deny: kim may not use vault: not from this origin, terminal or host
allow: kim may use vault
allow: kim may do inbox.read
EOF
says "what has been said" 0 shell desk.rg facts "user kim" "group agents \"night shift\"" "unknown-group clerks" \
    "at 2026-01-05" "from 10.0.0.1" "tty tty1" "host gate" facts "machine-groups" "at now" "from local" "tty none" \
    "host here" facts <<'EOF'
policy         desk.rg
user           not said
machine-groups
at             now
from           local
tty            none
host           here
policy         desk.rg
user           kim
group          agents
group          night shift
unknown-group  clerks
at             2026-01-05
from           10.0.0.1
tty            tty1
host           gate
policy         desk.rg
user           kim
machine-groups
at             now
from           local
tty            none
host           here
EOF
says "names" 0 shell desk.rg "names users" "names services" <<'EOF'
bob
maria
billing-tool
inbox
refund
reports
vault
EOF
says "what is not understood" 2 shell desk.rg "can inbox" "user" "user a b" 'user "kim' "cna" "at noon" "names people" \
    'group "a:b"' 'user ""' "  # nothing" "" "quit" "cna" <<'EOF'
! rolegate: say first who asks: user NAME
! rolegate: this is said as: user NAME
! rolegate: this is said as: user NAME
! rolegate: quotes are not closed
! rolegate: 'cna' is not understood; `help' lists what is
! rolegate: at: 'noon' is neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)
! rolegate: names: 'people' is none of users, groups, roles, services or permissions
! rolegate: the group's name holds a ':' or a '/'
! rolegate: the user's name is empty
EOF
# The policy read anew: the line behind it comes when the file is another one, by a pipe that is held open.
printf '%s\n' 'zone utc' 'service door' 'allow door to user kim' >door.rg
mkfifo lines
rolegate shell door.rg <lines >reloaded.txt 2>&1 &
shell_pid=$!
exec 9>lines
printf 'user kim\nno-groups\ncan door\n' >&9
until grep -q allow reloaded.txt || ! kill -0 $shell_pid 2>/dev/null; do sleep 0.05; done
sed -i 's/^allow/deny/' door.rg
printf 'again\nreload\nagain\n' >&9
until [ "$(wc -l <reloaded.txt)" -ge 3 ] || ! kill -0 $shell_pid 2>/dev/null; do sleep 0.05; done
echo 'allow door to nobody' >door.rg
printf 'reload\nagain\nquit\n' >&9
exec 9>&-
wait $shell_pid
says "the policy read anew, and kept where the new one is wrong" 0 grep -E '^(allow|deny)' reloaded.txt <<'EOF'
allow: kim may use door
allow: kim may use door
deny: kim may not use door: not granted (door is missing)
deny: kim may not use door: not granted (door is missing)
EOF
says "a policy with errors" 2 rolegate shell wrong.rg <<'EOF'
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
says "no policy" 2 rolegate shell none.rg <<'EOF'
! rolegate: none.rg: no table at that path
EOF
printf 'user kim\0x\ncan inbox\n' >nul.txt
nul() { rolegate shell desk.rg <nul.txt; }
says "a NUL byte" 2 nul <<'EOF'
! rolegate: a line holds a NUL byte
! rolegate: say first who asks: user NAME
EOF
printf 'can %2000000s\n' x >long.txt
long() { rolegate shell desk.rg <long.txt; }
says "a line without bounds" 2 long <<'EOF'
! rolegate: a line is longer than 1048576 bytes
EOF

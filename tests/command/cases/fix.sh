# check --fix: edits that reports carry.
cat >slips.rg <<'EOF'
zone utc
service door
service gate
role agent { allow door, door }
assign agnet to group staff
assign agent to user kim, user "old kim", user kim
allow door to user bob because “a reason”;
allow gate to user bob because "x"  # the gate
allow gate to user bob because "again"
# rolegate: ignore no-because "nothing of the kind"
allow gate to group staff, # at day
  everyone  # and night
test "the door" {
    given user bob
    may door, gate
}
EOF
cp slips.rg kept.rg
says "what can be fixed is said" 1 rolegate check slips.rg <<'EOF'
! slips.rg:5:8: error: unknown role "agnet" [unknown-role]
!   assign agnet to group staff
!          ^~~~~
!   did you mean "agent"?
! slips.rg:7:32: error: unexpected quotation mark [syntax]
!   allow door to user bob because “a reason”;
!                                  ^
! note: write texts, and names with a space, between straight double quotation marks: "..."
! 2 errors
! 1 can be fixed with --fix, 1 more with --fix --unsafe
EOF
says "--diff shows it" 1 rolegate check --fix --diff slips.rg <<'EOF'
--- slips.rg
+++ slips.rg
@@ -4,7 +4,7 @@
 role agent { allow door, door }
 assign agnet to group staff
 assign agent to user kim, user "old kim", user kim
-allow door to user bob because “a reason”;
+allow door to user bob because "a reason"
 allow gate to user bob because "x"  # the gate
 allow gate to user bob because "again"
 # rolegate: ignore no-because "nothing of the kind"
! 2 would be fixed, 1 can be with --unsafe
EOF
holds "and writes nothing" cmp -s slips.rg kept.rg
says "with --unsafe guesses too, and what they uncover" 0 rolegate check --fix --unsafe --diff slips.rg <<'EOF'
--- slips.rg
+++ slips.rg
@@ -1,14 +1,12 @@
 zone utc
 service door
 service gate
-role agent { allow door, door }
-assign agnet to group staff
-assign agent to user kim, user "old kim", user kim
-allow door to user bob because “a reason”;
-allow gate to user bob because "x"  # the gate
-allow gate to user bob because "again"
-# rolegate: ignore no-because "nothing of the kind"
-allow gate to group staff, # at day
+role agent { allow door }
+assign agent to group staff
+assign agent to user kim, user "old kim"
+allow door to user bob because "a reason"
+# the gate
+allow gate to  # at day
   everyone  # and night
 test "the door" {
     given user bob
! 9 would be fixed
EOF
chmod 640 slips.rg && ln -s slips.rg link.rg
says "it is done where a link leads" 0 rolegate check --fix --unsafe link.rg <<'EOF'
! 9 fixed
EOF
holds "the link is one still" test -L link.rg
holds "the mode is what it was" test "$(stat -c %a slips.rg)" = 640
says "then there is nothing left to do" 0 rolegate check --fix --unsafe slips.rg <<'EOF'
! 0 fixed
EOF
says "as JSON the reports that are left" 0 rolegate check --fix --format json slips.rg <<'EOF'
{
  "diagnostics": [],
  "errors": 0,
  "warnings": 0
}
EOF
says "--unsafe alone" 2 rolegate check --unsafe slips.rg <<'EOF'
! rolegate check: --unsafe requires --fix
! Try 'rolegate check --help'.
EOF
says "--diff alone" 2 rolegate check --diff slips.rg <<'EOF'
! rolegate check: --diff requires --fix
! Try 'rolegate check --help'.
EOF
says "standard input" 2 rolegate check --fix - <<'EOF'
! rolegate check: --fix requires files, not standard input
! Try 'rolegate check --help'.
EOF
cat >worse.rg <<'EOF'
zone utc
service a
condition day time daily 08:00-09:00
allow a to group g when day
allow a to group g
test "t" { given user u in g may a }
EOF
says "what would uncover another warning is left" 0 rolegate check --fix worse.rg <<'EOF'
! worse.rg:4:1: warning: redundant rule: another one already covers it [redundant]
!   allow a to group g when day
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~
! worse.rg:5:1: note: this one
!   allow a to group g
!   ^~~~~~~~~~~~~~~~~~
! 1 warning
! 0 fixed, 1 not: unused-condition would be reported
EOF
printf '\xef\xbb\xbfzone utc\rservice a\nallow a to user "u\u200bv" because "x"\ntest "t" { given user u may not a }\n' >bom.rg
says "a byte order mark and odd line ends" 0 rolegate check --fix bom.rg <<'EOF'
! bom.rg:3:19: warning: this line holds the character U+200B, a space without width; remove it [misleading-text]
!   allow a to user "u?v" because "x"
!                     ^
! 1 warning
! 2 fixed, 1 can be with --unsafe
EOF
holds "are gone" test "$(head -c 18 bom.rg)" = $'zone utc\nservice a'

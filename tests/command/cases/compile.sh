# compile: the whole new table, or nothing.
says "a table" 0 rolegate compile desk.rg -o desk.rgt <<'EOF'
EOF
holds "it has mode 0644" test "$(stat -c %a desk.rgt)" = 644
printf 'permission p\nservice s requires p\nallow p to everyone because ""\n' >quiet.rg
says "an empty reason" 0 rolegate compile -Wno-all quiet.rg -o quiet.rgt <<'EOF'
EOF
holds "its table is whole" rolegate verify quiet.rgt
says "without -o" 2 rolegate compile desk.rg <<'EOF'
! rolegate compile: missing option: -o TABLE
! Try 'rolegate compile --help'.
EOF
says "errors" 1 rolegate compile wrong.rg -o new.rgt <<'EOF'
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
holds "after errors there is no table" test ! -e new.rgt
cp desk.rgt kept.rgt
says "errors, where a table is" 1 rolegate compile failing.rg -o kept.rgt <<'EOF'
! failing.rg:12:9: error: eve may not door, and must (not granted: door.open is missing) [test-failed]
!       may door, permission *
!           ^~~~
! failing.rg:11:5: note: in this situation of the test "strangers <2>"
!       given user eve
!       ^~~~~~~~~~~~~~
! failing.rg:12:26: error: eve may not permission door.open, and must (not granted: door.open is missing) [test-failed]
!       may door, permission *
!                            ^
! failing.rg:11:5: note: in this situation of the test "strangers <2>"
!       given user eve
!       ^~~~~~~~~~~~~~
! failing.rg:14:13: error: kim may door, and must not (granted) [test-failed]
!       may not door
!               ^~~~
! failing.rg:13:5: note: in this situation of the test "strangers <2>"
!       given user kim in porters
!       ^~~~~~~~~~~~~~~~~~~~~~~~~
! failing.rg:4:1: note: the answer rests on this
!   role porter { allow door.open }
!   ^~~~
! failing.rg:5:1: note: the answer rests on this
!   assign porter to group porters
!   ^~~~~~
! 3 errors
EOF
holds "after errors the old table stays" cmp -s desk.rgt kept.rgt
says "a folder that is not there" 2 rolegate compile desk.rg -o nowhere/desk.rgt <<'EOF'
! rolegate: cannot create nowhere/desk.rgt: No such file or directory
EOF
says "a folder as table" 2 rolegate compile desk.rg -o . <<'EOF'
! rolegate: cannot replace .: it is not a regular file
EOF
says "a device" 2 rolegate compile desk.rg -o /dev/null <<'EOF'
! rolegate: cannot replace /dev/null: it is not a regular file
EOF
holds "the device is one still" test -c /dev/null
says "the policy itself" 2 rolegate compile desk.rg -o ./desk.rg <<'EOF'
! rolegate: cannot write ./desk.rg: the policy itself is there
EOF
holds "the policy is there still" grep -q 'Test desk' desk.rg
says "a policy that is not there" 2 rolegate compile nowhere.rg -o kept.rgt <<'EOF'
! rolegate: error: cannot read "nowhere.rg": No such file or directory [cannot-read]
! 1 error
EOF
rolegate compile ignore.rg -o - >piped.rgt 2>/dev/null
rolegate compile ignore.rg -o ignore.rgt 2>/dev/null
holds "standard output" cmp -s piped.rgt ignore.rgt
says "standard output, with --format" 2 rolegate compile ignore.rg -o - --format json <<'EOF'
! rolegate compile: -o - and --format cannot both write to standard output
! Try 'rolegate compile --help'.
EOF
says "-Werror" 1 rolegate compile -Werror warns.rg -o kept.rgt <<'EOF'
! warns.rg:4:6: error: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! warns.rg:6:1: error: missing reason for a user's exception; add because "..." [no-because]
!   allow door.open to user kim until 2040-01-01
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! 2 errors
EOF
says "--format json" 0 rolegate compile --format json warns.rg -o warns.rgt <<'EOF'
{
  "diagnostics": [
    {
      "severity": "warning",
      "id": "unused-role",
      "message": "nobody is assigned \"guard\", and no role extends it",
      "file": "warns.rg",
      "line": 4,
      "column": 6,
      "end_line": 4,
      "end_column": 11,
      "fingerprint": "404deaf6d4c9122a:1",
      "notes": []
    },
    {
      "severity": "warning",
      "id": "no-because",
      "message": "missing reason for a user's exception; add because \"...\"",
      "file": "warns.rg",
      "line": 6,
      "column": 1,
      "end_line": 6,
      "end_column": 45,
      "fingerprint": "5b3f0d2c8f892bff:1",
      "notes": []
    }
  ],
  "errors": 0,
  "warnings": 2
}
EOF
mkdir other && cp desk.rg other && (cd other && rolegate compile desk.rg -o desk.rgt)
holds "same sources, same bytes, from any folder" cmp -s desk.rgt other/desk.rgt
holds "and from outside" eval 'rolegate compile other/desk.rg -o outside.rgt && cmp -s desk.rgt outside.rgt'
holds "nothing else is left behind" test -z "$(find . -name '.*.rolegate-*')"
limited() { (ulimit -f 0 && "$rolegate" compile desk.rg -o limited.rgt 2>/dev/null); }
says "a limit on the size of files" 2 limited <<'EOF'
EOF
holds "after the limit nothing is there" test -z "$(find . -name '*limited.rgt*')"
# What only warns is said before what went wrong with the table, and needs nobody who reads it.
says "warnings, and no folder for the table" 2 rolegate compile warns.rg -Wno-no-because -o nowhere/warns.rgt <<'EOF'
! warns.rg:4:6: warning: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! 1 warning
! rolegate: cannot create nowhere/warns.rgt: No such file or directory
EOF
no_folder() { "$rolegate" compile warns.rg --format json -o nowhere/warns.rgt | tail -n 4; return "${PIPESTATUS[0]}"; }
says "json, and no folder for the table" 2 no_folder <<'EOF'
  ],
  "errors": 0,
  "warnings": 2
}
! rolegate: cannot create nowhere/warns.rgt: No such file or directory
EOF
says "warnings, and the policy itself as table" 2 rolegate compile warns.rg -Wno-no-because -o warns.rg <<'EOF'
! warns.rg:4:6: warning: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! 1 warning
! rolegate: cannot write warns.rg: the policy itself is there
EOF
{ cat desk.rg && for i in {1..2000}; do echo "allow inbox.read to user u$i"; done; } >chatty.rg
unheard() {
    "$rolegate" compile chatty.rg -o unheard.rgt 2>&1 >/dev/null | exec true
    "$rolegate" verify unheard.rgt >/dev/null
}
holds "a report that nobody reads" unheard
holds "nothing is left behind by it" test -z "$(find . -name '.*.rolegate-*')"
# Killed at any moment: the old table or the new one. What a process says while it is killed does not matter: a
# sanitizer that is looking for leaks then finds no threads any more, and says so.
killed_tables() {
    local i bad=0
    for i in {1..60}; do
        cp ignore.rgt target.rgt
        "$rolegate" compile desk.rg -o target.rgt 2>/dev/null &
        sleep "0.00$((i % 10))$((i / 10))"
        kill -KILL $! 2>/dev/null
        wait $! 2>/dev/null
        cmp -s target.rgt ignore.rgt || cmp -s target.rgt desk.rgt || bad=$((bad + 1))
    done
    rm -f .target.rgt.rolegate-*
    echo "$bad tables are neither the old one nor the new one"
}
says "killed at any moment" 0 killed_tables <<'EOF'
0 tables are neither the old one nor the new one
EOF
# What stands behind because is for all to read who read the table, unless it is left out.
cat >reasons.rg <<'EOF'
permission p, q
service s requires p
role r { allow q because "secret-role" }
allow p to user kim because "secret-kim"
deny p to user bob because "secret-bob"
assign r to user kim because "secret-assign"
test "t" { given user kim may s, permission q given user bob may not s }
EOF
rolegate compile reasons.rg -o reasons.rgt && rolegate compile reasons.rg -o stripped.rgt --strip-reasons
holds "reasons are in the table" sh -c 'test "$(grep -ao "secret-[a-z]*" reasons.rgt | sort -u | wc -l)" = 4'
holds "--strip-reasons leaves all of them out" sh -c '! grep -aq secret stripped.rgt'
says "a table without reasons is whole" 0 rolegate verify stripped.rgt --json <<EOF
$(rolegate verify stripped.rgt --json)
EOF
says "and decides the same" 0 rolegate can kim s --table stripped.rgt --no-groups <<'EOF'
allow: kim may use s
EOF
says "and denies the same" 1 rolegate can bob s --table stripped.rgt --no-groups <<'EOF'
deny: bob may not use s: not granted (p is missing)
EOF
again() {
    rolegate dump stripped.rgt >again.rg && rolegate compile again.rg -o again.rgt 2>/dev/null && cmp stripped.rgt again.rgt
}
says "its dump gives the same bytes" 0 again <<'EOF'
EOF
says "a table has its reasons, or not" 2 rolegate install reasons.rgt --strip-reasons --dry-run <<'EOF'
! rolegate: reasons.rgt is a table; --strip-reasons requires a policy
EOF

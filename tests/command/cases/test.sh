# test: a policy's tests.
says "all pass" 0 rolegate test desk.rg <<'EOF'
pass  an agent stays out of billing
pass  clerks and auditors
pass  exceptions
3 passed, 0 failed
EOF
says "one fails" 1 rolegate test failing.rg <<'EOF'
pass  porters # 1
FAIL  strangers <2>
  failing.rg:12:9: eve may not door, and must: not granted (door.open is missing)
    service (failing.rg:3)
  failing.rg:12:26: eve may not permission door.open, and must: not granted (door.open is missing)
  failing.rg:14:13: kim may door, and must not: granted
    allow in role porter (failing.rg:4)
    assign porter to porters (failing.rg:5)
    service (failing.rg:3)
1 passed, 1 failed
EOF
says "--format tap" 1 rolegate test --format tap failing.rg <<'EOF'
TAP version 13
1..2
ok 1 - porters \# 1
not ok 2 - strangers <2>
# failing.rg:12:9: eve may not door, and must: not granted (door.open is missing)
# failing.rg:12:26: eve may not permission door.open, and must: not granted (door.open is missing)
# failing.rg:14:13: kim may door, and must not: granted
EOF
# How long each took is not compared.
junit() { rolegate test --format junit "$@" | sed 's/ time="[0-9]*\.[0-9]*"/ time="S"/'; }
says "--format junit" 0 junit failing.rg <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="failing.rg" tests="2" failures="1" errors="0" time="S">
    <testcase classname="failing.rg" name="porters # 1" file="failing.rg" line="6" time="S"/>
    <testcase classname="failing.rg" name="strangers &lt;2&gt;" file="failing.rg" line="10" time="S">
      <failure message="eve may not door, and must">failing.rg:12:9: not granted (door.open is missing)</failure>
      <failure message="eve may not permission door.open, and must">failing.rg:12:26: not granted (door.open is missing)</failure>
      <failure message="kim may door, and must not">failing.rg:14:13: granted</failure>
    </testcase>
  </testsuite>
</testsuites>
EOF
says "--format json" 1 rolegate test --format json failing.rg <<'EOF'
{"passed":1,"failed":1,"tests":[{"name":"porters # 1","file":"failing.rg","line":6,"passed":true,"failures":[]},{"name":"strangers <2>","file":"failing.rg","line":10,"passed":false,"failures":[{"what":"eve may not door, and must","file":"failing.rg","line":12,"column":9,"verdict":"deny","reason":"not-granted","missing":["door.open"],"statements":[{"kind":"service","file":"failing.rg","line":3,"because":"","subject":"","role":""}]},{"what":"eve may not permission door.open, and must","file":"failing.rg","line":12,"column":26,"verdict":"deny","reason":"not-granted","missing":["door.open"],"statements":[]},{"what":"kim may door, and must not","file":"failing.rg","line":14,"column":13,"verdict":"allow","reason":"granted","statements":[{"kind":"allow","file":"failing.rg","line":4,"because":"","subject":"","role":"porter"},{"kind":"assign","file":"failing.rg","line":5,"because":"","subject":"porters","role":"porter"},{"kind":"service","file":"failing.rg","line":3,"because":"","subject":"","role":""}]}]}]}
EOF
says "--format of another kind" 2 rolegate test --format xml failing.rg <<'EOF'
! rolegate test: unknown format 'xml'; use text, tap, junit or json
! Try 'rolegate test --help'.
EOF
says "a policy with errors" 1 rolegate test wrong.rg <<'EOF'
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
says "an empty policy" 1 rolegate test /dev/null <<'EOF'
! /dev/null:1:1: error: this policy is empty: it has no service and no statement about anybody [no-services]
!   
!   ^
! note: use --allow-empty if that is intended
! 1 error
EOF
says "a policy without tests" 1 rolegate test -Wno-no-services /dev/null <<'EOF'
0 passed, 0 failed
! rolegate: /dev/null: nothing was tested: the policy has no tests; use --allow-empty if that is intended
EOF
says "--allow-empty" 0 rolegate test --allow-empty -Wno-no-services /dev/null <<'EOF'
0 passed, 0 failed
EOF
cat >states-nothing.rg <<'RG'
permission a service s requires a allow a to group staff
test "situations alone" { given user kim in staff }
RG
says "tests that state nothing" 1 rolegate test -Wno-empty-test -Wno-untested-service states-nothing.rg <<'EOF'
pass  situations alone
1 passed, 0 failed
! rolegate: states-nothing.rg: nothing was tested: no test has a may or may not; use --allow-empty if that is intended
EOF
says "a file that is not there" 2 rolegate test nowhere.rg <<'EOF'
! rolegate: error: cannot read "nowhere.rg": No such file or directory [cannot-read]
! 1 error
EOF
says "--coverage" 0 rolegate test desk.rg --coverage desk.info <<'EOF'
pass  an agent stays out of billing
pass  clerks and auditors
pass  exceptions
3 passed, 0 failed
EOF
says "what it wrote" 0 cat desk.info <<'EOF'
TN:
SF:desk.rg
DA:8,1
DA:9,3
DA:10,3
DA:11,2
DA:12,1
DA:17,2
DA:19,2
DA:21,1
DA:23,2
DA:24,3
DA:25,2
DA:27,2
DA:28,1
DA:30,2
LF:14
LH:14
end_of_record
EOF
says "--coverage where there is no folder" 2 rolegate test ignore.rg --coverage nowhere/x <<'EOF'
pass  porters
1 passed, 0 failed
! rolegate: cannot create nowhere/x: No such file or directory
EOF
says "--coverage over the policy" 2 rolegate test ignore.rg --coverage ignore.rg <<'EOF'
! rolegate: cannot write ignore.rg: the policy itself is there
EOF
says "--run: the tests that are meant" 0 rolegate test --run '^porters|nothing' failing.rg <<'EOF'
pass  porters # 1
1 passed, 0 failed
EOF
says "--run: none is" 1 rolegate test --run nowhere failing.rg <<'EOF'
0 passed, 0 failed
! rolegate: failing.rg: nothing was tested: --run finds no test; use --allow-empty if that is intended
EOF
says "--run: no regular expression" 2 rolegate test --run '(' failing.rg <<'EOF'
! rolegate test: --run: '(' is not a regular expression: Unmatched ( or \(
! Try 'rolegate test --help'.
EOF
printf 'zone utc\nservice a\nallow a to user kim because "x"\ntest "one" {\n    given user kim\n    may a\n}\n' >more.rg
says "several policies" 1 rolegate test --run 'one|porters' failing.rg more.rg wrong.rg <<'EOF'
failing.rg:
pass  porters # 1
more.rg:
pass  one
wrong.rg:
2 passed, 0 failed
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
says "several policies as TAP" 1 rolegate test --format tap more.rg failing.rg <<'EOF'
TAP version 13
1..3
ok 1 - one
ok 2 - porters \# 1
not ok 3 - strangers <2>
# failing.rg:12:9: eve may not door, and must: not granted (door.open is missing)
# failing.rg:12:26: eve may not permission door.open, and must: not granted (door.open is missing)
# failing.rg:14:13: kim may door, and must not: granted
EOF
says "--coverage of several" 2 rolegate test --coverage c.info failing.rg more.rg <<'EOF'
! rolegate test: --coverage is for one run of one policy
! Try 'rolegate test --help'.
EOF
says "--watch of standard input" 2 rolegate test --watch - <<'EOF'
! rolegate test: --watch requires files, not standard input
! Try 'rolegate test --help'.
EOF
# --watch runs again when a file changes, and ends by a signal.
: >watched
"$rolegate" test --watch more.rg >>watched 2>&1 &
watcher=$!
until [ "$(grep -c passed watched)" -ge 1 ]; do sleep 0.05; done
sed 's/may a/may not a/' more.rg >changed.rg && mv changed.rg more.rg
until [ "$(grep -c passed watched)" -ge 2 ]; do sleep 0.05; done
kill "$watcher"
wait "$watcher" 2>/dev/null
holds "--watch ends by a signal" test $? = 143
holds "--watch has run again" grep -q '^FAIL  one' watched

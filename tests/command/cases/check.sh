# check: diagnostics, their formats, and which warnings count.
says "a good policy" 0 rolegate check desk.rg <<'EOF'
EOF
says "a policy with errors" 1 rolegate check wrong.rg <<'EOF'
! wrong.rg:2:23: error: unknown permission "door.opne" [unknown-permission]
!   service door requires door.opne
!                         ^~~~~~~~~
!   did you mean "door.open"?
! wrong.rg:5:8: error: unknown role "portr" [unknown-role]
!   assign portr to user kim
!          ^~~~~
!   did you mean "porter"?
! 2 errors
! 2 can be fixed with --fix --unsafe
EOF
says "a failing test is an error" 1 rolegate check failing.rg <<'EOF'
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
says "--format json" 1 rolegate check --format json wrong.rg <<'EOF'
{
  "diagnostics": [
    {
      "severity": "error",
      "id": "unknown-permission",
      "message": "unknown permission \"door.opne\"",
      "file": "wrong.rg",
      "line": 2,
      "column": 23,
      "end_line": 2,
      "end_column": 32,
      "suggestion": "door.open",
      "edits": [
        {
          "file": "wrong.rg",
          "line": 2,
          "column": 23,
          "end_line": 2,
          "end_column": 32,
          "text": "door.open"
        }
      ],
      "safe": false,
      "fingerprint": "16cbfcf5f768d450:1",
      "notes": []
    },
    {
      "severity": "error",
      "id": "unknown-role",
      "message": "unknown role \"portr\"",
      "file": "wrong.rg",
      "line": 5,
      "column": 8,
      "end_line": 5,
      "end_column": 13,
      "suggestion": "porter",
      "edits": [
        {
          "file": "wrong.rg",
          "line": 5,
          "column": 8,
          "end_line": 5,
          "end_column": 13,
          "text": "porter"
        }
      ],
      "safe": false,
      "fingerprint": "e11b2b36f27785f1:1",
      "notes": []
    }
  ],
  "errors": 2,
  "warnings": 0
}
EOF
says "--format json of a good policy" 0 rolegate check --format json ignore.rg <<'EOF'
{
  "diagnostics": [],
  "errors": 0,
  "warnings": 0
}
EOF
# The rules of a SARIF log are those of `help --ids`; the rest is compared whole.
sarif() { "$rolegate" check --format=sarif "$1" | sed '/"rules": \[/,/^          \]/d'; }
says "--format sarif" 0 sarif wrong.rg <<'EOF'
{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "rolegate",
          "version": "0.1.0",
        }
      },
      "columnKind": "unicodeCodePoints",
      "invocations": [
        {
          "executionSuccessful": true
        }
      ],
      "results": [
        {
          "ruleId": "unknown-permission",
          "ruleIndex": 14,
          "level": "error",
          "message": {
            "text": "unknown permission \"door.opne\"; did you mean \"door.open\"?"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "wrong.rg"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 23,
                  "endLine": 2,
                  "endColumn": 32
                }
              }
            }
          ],
          "relatedLocations": [],
          "partialFingerprints": {
            "primaryLocationLineHash": "16cbfcf5f768d450:1"
          },
          "fixes": [
            {
              "description": {
                "text": "uncertain: review it first"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "wrong.rg"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 2,
                        "startColumn": 23,
                        "endLine": 2,
                        "endColumn": 32
                      },
                      "insertedContent": {
                        "text": "door.open"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        },
        {
          "ruleId": "unknown-role",
          "ruleIndex": 15,
          "level": "error",
          "message": {
            "text": "unknown role \"portr\"; did you mean \"porter\"?"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "wrong.rg"
                },
                "region": {
                  "startLine": 5,
                  "startColumn": 8,
                  "endLine": 5,
                  "endColumn": 13
                }
              }
            }
          ],
          "relatedLocations": [],
          "partialFingerprints": {
            "primaryLocationLineHash": "e11b2b36f27785f1:1"
          },
          "fixes": [
            {
              "description": {
                "text": "uncertain: review it first"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "wrong.rg"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 5,
                        "startColumn": 8,
                        "endLine": 5,
                        "endColumn": 13
                      },
                      "insertedContent": {
                        "text": "porter"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    }
  ]
}
EOF
holds "a SARIF result has a location, be it of a file that is not there" test "$(rolegate check --format=sarif nowhere.rg |
    python3 -c 'import json, sys; print([r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for r in json.load(sys.stdin)["runs"][0]["results"]])')" = "['nowhere.rg']"
holds "a SARIF log lists every id" test "$(rolegate check --format=sarif ignore.rg | grep -c shortDescription)" = "$(rolegate help --ids | wc -l)"
says "--format of another kind" 2 rolegate check --format xml wrong.rg <<'EOF'
! rolegate check: unknown format 'xml'; use text, json, sarif, github, gitlab or junit
! Try 'rolegate check --help'.
EOF
says "a warning" 0 rolegate check warns.rg <<'EOF'
! warns.rg:4:6: warning: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! warns.rg:6:1: warning: missing reason for a user's exception; add because "..." [no-because]
!   allow door.open to user kim until 2040-01-01
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! 2 warnings
EOF
says "-Wno-ID" 0 rolegate check -Wno-unused-role warns.rg <<'EOF'
! warns.rg:6:1: warning: missing reason for a user's exception; add because "..." [no-because]
!   allow door.open to user kim until 2040-01-01
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! 1 warning
EOF
says "-Wno-all" 0 rolegate check -Wno-all warns.rg <<'EOF'
EOF
says "-Wno-all -W ID" 0 rolegate check -Wno-all -W unused-role warns.rg <<'EOF'
! warns.rg:4:6: warning: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! 1 warning
EOF
says "-Werror" 1 rolegate check -Werror warns.rg <<'EOF'
! warns.rg:4:6: error: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! warns.rg:6:1: error: missing reason for a user's exception; add because "..." [no-because]
!   allow door.open to user kim until 2040-01-01
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! 2 errors
EOF
says "-Werror=ID" 1 rolegate check -Wno-all -Werror=unused-role warns.rg <<'EOF'
! warns.rg:4:6: error: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! 1 error
EOF
says "an id that begins with no-" 0 rolegate check -Wno-no-because -Wno-unused-role warns.rg <<'EOF'
EOF
says "-W of no id" 2 rolegate check -Wunusd-role warns.rg <<'EOF'
! rolegate check: -W: unknown warning 'unusd-role'; did you mean 'unused-role'?
! Try 'rolegate check --help'.
EOF
says "-Wno- of no id" 2 rolegate check -Wno-unusd-role warns.rg <<'EOF'
! rolegate check: -W: unknown warning 'unusd-role'; did you mean 'unused-role'?
! Try 'rolegate check --help'.
EOF
says "-W of an error" 2 rolegate check -Wno-syntax warns.rg <<'EOF'
! rolegate check: -W: 'syntax' is an error, which cannot be turned off
! Try 'rolegate check --help'.
EOF
says "-I" 0 rolegate check -I lib usesinclude.rg <<'EOF'
EOF
says "include <NAME> that is nowhere" 1 rolegate check usesinclude.rg <<'EOF'
! usesinclude.rg:2:9: error: cannot read "<common>": no common.rg on the include path; add its folder with -I [cannot-read]
!   include <common>
!           ^~~~~~~~
! 1 error
EOF
says "--resolve" 1 rolegate check --resolve resolve.rg <<'EOF'
! resolve.rg:4:18: warning: this machine has no group "no-such-group-here" [unknown-account]
!   assign porter to group no-such-group-here, group root
!                    ^~~~~~~~~~~~~~~~~~~~~~~~
! resolve.rg:5:19: error: this machine has no user "no-such-user-here" [unknown-account-in-deny]
!   deny door.open to user no-such-user-here until 2040-01-01 because "X-1"
!                     ^~~~~~~~~~~~~~~~~~~~~~
! 1 error, 1 warning
EOF
says "without --resolve" 0 rolegate check resolve.rg <<'EOF'
EOF
standard_input() { "$rolegate" check - <ignore.rg; }
says "standard input" 0 standard_input <<'EOF'
EOF
says "a file that is not there" 2 rolegate check nowhere.rg <<'EOF'
! rolegate: error: cannot read "nowhere.rg": No such file or directory [cannot-read]
! 1 error
EOF
says "a folder" 2 rolegate check . <<'EOF'
! rolegate: error: cannot read ".": it is a directory [cannot-read]
! 1 error
EOF
says "an empty file" 1 rolegate check /dev/null <<'EOF'
! /dev/null:1:1: error: this policy is empty: it has no service and no statement about anybody [no-services]
!   
!   ^
! note: use --allow-empty if that is intended
! 1 error
EOF
says "an empty file that is meant" 0 rolegate check --allow-empty /dev/null <<'EOF'
! /dev/null:1:1: warning: this policy lists no service: everybody is denied everything [no-services]
!   
!   ^
! 1 warning
EOF
says "a file of zeros without end" 2 rolegate check /dev/zero <<'EOF'
! rolegate: error: cannot read "/dev/zero": it is larger than a policy may be (1 GiB a file, 4 GiB in all) [too-large]
! 1 error
EOF
says "an empty name" 2 rolegate check '' <<'EOF'
! rolegate: error: cannot read "": No such file or directory [cannot-read]
! 1 error
EOF
# A large policy is read while it is scanned, in whatever way it comes.
{ cat desk.rg && yes '# a line of a large policy' | head -n 50000; } >large.rg
says "a large policy" 0 rolegate check large.rg <<'EOF'
EOF
holds "on standard input it is read to its end" test "$( (rolegate check - && wc -c) <large.rg)" = 0
{ echo 'no policy' && cat large.rg; } >behind.rg
holds "and from where standard input is" eval '(read -r _ && rolegate check -) <behind.rg'
# Of a large file what is shown is read again; through a pipe it is there. Both say the same.
same_reports() {
    local file=$1 option status
    for option in --format=text --format=json -Wno-all; do
        rolegate check "$option" "$file" >file.out 2>&1
        status=$?
        rolegate check "$option" - < <(cat "$file") >pipe.out 2>&1
        [ $? = "$status" ] && [ -s pipe.out ] && sed "s/$file/<stdin>/g" file.out | cmp -s - pipe.out || return 1
    done
}
yes '# a line of a large policy, with characters of several bytes: ä€🔑' | head -n 20000 >several.rg
long=$(printf '%0200000d' 0 | tr 0 ' ')
{
    cat several.rg && printf 'allow p0 to user \xf0\x9f\x94\x91, user Ü %s user\n' "$long"
    printf 'permission p0 "ä€🔑" permission p0\n\tallow\tp1 to user "\\q", user u because "\\q\\x00" until 2020-01-01 until 2031-01-01\r\n\r\nrole'
} >wrong_large.rg
holds "errors in a large policy" same_reports wrong_large.rg
{ cat large.rg && printf '# before \xff behind\nallow x' && cat large.rg; } >no_text.rg
holds "a large file that is no text" same_reports no_text.rg
{ printf '# \xff' && printf '%0700d' 0 | tr 0 '\200' && echo ' more'; } >continued.rg
says "a byte that is no text, and many behind it" 1 rolegate check continued.rg <<'EOF'
! continued.rg:1:3: error: not UTF-8; a policy is UTF-8 text [bad-bytes]
!   # ?...
!     ^
! 1 error
EOF
{ cat large.rg && printf 'permission nul\0l' && cat large.rg; } >nul.rg
holds "a NUL byte in a large file" same_reports nul.rg
{
    cat large.rg && printf '\npermission q\n%sallow q to user kim\nservice s requires q\n' "$long"
    printf 'test "wrong" { given user kim may not s given user eve may s }\n%s' "$long$long$long$long$long$long"
} >failing_large.rg
holds "failing tests in a large policy" same_reports failing_large.rg
{ printf 'permission r, Q, q\n' && yes 'allow r to user kim, user Kim until 2020-01-01' | head -n 30000; } >warned.rg
holds "warnings, of which not all are shown" same_reports warned.rg
# --expiring: what is in force and ends soon.
days() { date -u -d "$1 days" +%Y-%m-%dT%H:%M:%SZ; }
two=$(days +2) three=$(days +3)
cat >ends.rg <<END
permission p.a, p.b
service s requires p.a or p.b
role r { allow p.a }
assign r to group x until $three because "SHIFT"
allow p.* except p.b to (user kim, user lea) until $two because "T-1"
allow p.b to user tom until $(days +60) because "T-2"
allow p.b to user ann starting $(days +1) until $three because "not in force yet"
test "covered" { given user zoe may not s }
END
says "what ends within two weeks, first what ends first" 1 rolegate check ends.rg --expiring 14d <<EOF
$two  allow p.* except p.b to user kim, user lea (ends.rg:5): T-1
$three  assign r to group x (ends.rg:4): SHIFT
EOF
says "weeks and hours" 1 rolegate check ends.rg --expiring 50h <<EOF
$two  allow p.* except p.b to user kim, user lea (ends.rg:5): T-1
EOF
says "nothing ends" 0 rolegate check ends.rg --expiring 30m </dev/null
says "beside diagnostics for a program" 1 rolegate check ends.rg --expiring 50h --format json <<EOF
$(rolegate check ends.rg --format json)
! $two  allow p.* except p.b to user kim, user lea (ends.rg:5): T-1
EOF
for word in 0d 1y d 14 14dd -1d 1.5h 3661d 99999999999999999999d ''; do
    says "no duration: $word" 2 rolegate check ends.rg --expiring "$word" <<EOF
! rolegate check: --expiring: '$word' is not a number of minutes, hours, days or weeks, such as 30m, 8h, 14d or 2w, at most 3660d
! Try 'rolegate check --help'.
EOF
done

# ---- certificates ----

claimed() {
    cat >claimed.rg <<'POLICY'
unlisted deny
permission door.open
service door requires door.open "The door"
role porter { allow door.open }
assign porter to group porters
deny door.open to group guests
never group guests may door
POLICY
}
claimed
says "a certificate" 0 rolegate check -Wno-all --certificate claimed.json claimed.rg <<'EOF'
EOF
says "what stands in a certificate" 0 tail -n +3 claimed.json <<'EOF'
"claims":[
{"place":{"file":"claimed.rg","line":7},"claim":"never","subject":{"group":"guests"},"service":"door","verdict":"holds","proofs":[{"cases":[{"never":"not denied","subjects":[{"group":"guests"}],"permissions":["door.open"],"because":[{"kind":"deny","rule":{"file":"claimed.rg","line":6}}]}]}]}
]}
EOF
says "a certificate that cannot be written" 2 rolegate check -Wno-all --certificate nowhere/c.json claimed.rg <<'EOF'
! rolegate: cannot create nowhere/c.json: No such file or directory
EOF
says "a certificate of a policy with errors" 1 rolegate check --certificate none.json warns.rg -Werror -Wno-no-because <<'EOF'
! warns.rg:4:6: error: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! 1 error
! rolegate: there is no certificate of a policy with errors: none.json was not written
EOF
says "a certificate over the policy" 2 rolegate check -Wno-all --certificate claimed.rg claimed.rg <<'EOF'
! rolegate: cannot write claimed.rg: the policy itself is there
EOF
says "a certificate on standard output" 2 rolegate check --certificate - claimed.rg <<'EOF'
! rolegate check: --certificate needs a file of its own
! Try 'rolegate check --help'.
EOF
says "several policies, the worst status" 1 rolegate check warns.rg wrong.rg <<'EOF'
! warns.rg:4:6: warning: nobody is assigned "guard", and no role extends it [unused-role]
!   role guard { allow door.open }
!        ^~~~~
! warns.rg:6:1: warning: missing reason for a user's exception; add because "..." [no-because]
!   allow door.open to user kim until 2040-01-01
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
! 2 warnings
! wrong.rg:2:23: error: unknown permission "door.opne" [unknown-permission]
!   service door requires door.opne
!                         ^~~~~~~~~
!   did you mean "door.open"?
! wrong.rg:5:8: error: unknown role "portr" [unknown-role]
!   assign portr to user kim
!          ^~~~~
!   did you mean "porter"?
! 2 errors
! 2 can be fixed with --fix --unsafe
EOF
says "--format github" 1 rolegate check --format github wrong.rg <<'EOF'
::error file=wrong.rg,line=2,col=23,endColumn=32,title=unknown-permission::unknown permission "door.opne"; did you mean "door.open"?
::error file=wrong.rg,line=5,col=8,endColumn=13,title=unknown-role::unknown role "portr"; did you mean "porter"?
EOF
says "--format gitlab" 1 rolegate check --format gitlab wrong.rg <<'EOF'
[
  {
    "description": "unknown permission \"door.opne\"; did you mean \"door.open\"?",
    "check_name": "unknown-permission",
    "fingerprint": "wrong.rg:unknown-permission:16cbfcf5f768d450:1",
    "severity": "critical",
    "location": {
      "path": "wrong.rg",
      "lines": {
        "begin": 2,
        "end": 2
      }
    }
  },
  {
    "description": "unknown role \"portr\"; did you mean \"porter\"?",
    "check_name": "unknown-role",
    "fingerprint": "wrong.rg:unknown-role:e11b2b36f27785f1:1",
    "severity": "critical",
    "location": {
      "path": "wrong.rg",
      "lines": {
        "begin": 5,
        "end": 5
      }
    }
  }
]
EOF
says "--format junit" 1 rolegate check --format junit wrong.rg warns.rg <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="wrong.rg" tests="2" failures="2" errors="0">
    <testcase classname="wrong.rg" name="unknown-permission, line 2" file="wrong.rg" line="2" time="0">
      <failure type="error" message="unknown permission &quot;door.opne&quot;">unknown permission &quot;door.opne&quot;</failure>
    </testcase>
    <testcase classname="wrong.rg" name="unknown-role, line 5" file="wrong.rg" line="5" time="0">
      <failure type="error" message="unknown role &quot;portr&quot;">unknown role &quot;portr&quot;</failure>
    </testcase>
  </testsuite>
  <testsuite name="warns.rg" tests="2" failures="2" errors="0">
    <testcase classname="warns.rg" name="unused-role, line 4" file="warns.rg" line="4" time="0">
      <failure type="warning" message="nobody is assigned &quot;guard&quot;, and no role extends it">nobody is assigned &quot;guard&quot;, and no role extends it</failure>
    </testcase>
    <testcase classname="warns.rg" name="no-because, line 6" file="warns.rg" line="6" time="0">
      <failure type="warning" message="missing reason for a user's exception; add because &quot;...&quot;">missing reason for a user's exception; add because &quot;...&quot;</failure>
    </testcase>
  </testsuite>
</testsuites>
EOF
rolegate check --format json warns.rg >known.json
sed -i '1i# a line more' warns.rg
says "--baseline: what is known is not reported" 0 rolegate check -Werror --baseline known.json warns.rg <<'EOF'
EOF
echo 'allow door.open to user lea' >>warns.rg
says "--baseline: what is new is, as -Werror wants it" 1 rolegate check -Werror --baseline known.json warns.rg <<'EOF'
! warns.rg:12:1: error: missing reason for a user's exception; add because "..." [no-because]
!   allow door.open to user lea
!   ^~~~~~~~~~~~~~~~~~~~~~~~~~~
! 1 error
EOF
says "--baseline: one that is missing" 2 rolegate check --baseline nowhere.json warns.rg <<'EOF'
! rolegate: nowhere.json: the baseline cannot be read: unable to open nowhere.json: No such file or directory
EOF
echo '{"diagnostics": [{"id": "no-because"}]}' >broken.json
says "--baseline: one that is broken" 2 rolegate check --baseline broken.json warns.rg <<'EOF'
! rolegate: broken.json: not a baseline; write one with check --format json
EOF
says "--baseline with --fix" 2 rolegate check --fix --baseline known.json warns.rg <<'EOF'
! rolegate check: --fix is for one policy, and knows no baseline
! Try 'rolegate check --help'.
EOF

# replay: many questions.
rolegate compile desk.rg -o desk.rgt
rolegate compile ignore.rg -o ignore.rgt
sed 's/^deny refunds.issue.*//; s/^allow billing.view.*//' desk.rg | sed '/^test "exceptions"/,$d' >looser.rg
rolegate compile looser.rg -o looser.rgt 2>/dev/null
cat >questions <<'EOF'
{"user":"kim","groups":["agents"],"service":"inbox"}
{"user":"kim","groups":[4000],"unknown_groups":null,"service":"inbox","at":null,"from":null,"tty":null,"host":null}
{"user":"kim","service":"inbox"}
{"user":"kim","unknown_groups":["agents"],"service":"inbox"}
{"user":"eve","groups":["auditors"],"service":"reports","at":"2026-01-05T10:00:00+05:30"}
{"user":"eve","groups":["auditors"],"service":"reports","at":"2026-01-05"}
{"user":"eve","groups":["auditors"],"service":"reports","at":1767589200}
{"user":"maria","service":"billing-tool"}
{"user":"maria","service":"billing-tool","at":"2027-01-01"}
{"user":"kim","groups":["agents"],"service":"vault","from":"10.1.1.1","tty":"pts/1","host":"x"}
{"user":"kim","groups":["agents"],"service":"vault","from":"local"}
{"user":"kim","groups":["agents"],"service":"vault","from":"somewhere"}
{"user":"kim","service":"nothing"}
{"user":"bob","groups":["clerks"],"service":"refund"}
EOF
says "answers, in order" 0 rolegate replay questions --table desk.rgt <<'EOF'
{"line":1,"verdict":"allow","reason":"granted"}
{"line":2,"verdict":"allow","reason":"granted"}
{"line":3,"verdict":"deny","reason":"not-granted","missing":["inbox.read"]}
{"line":4,"verdict":"deny","reason":"undetermined","missing":["inbox.read"]}
{"line":5,"verdict":"allow","reason":"granted"}
{"line":6,"verdict":"deny","reason":"not-now","timing":"outside-window","next":"2026-01-05T09:00:00+05:30","next_zone":"Asia/Kolkata"}
{"line":7,"verdict":"allow","reason":"granted"}
{"line":8,"verdict":"allow","reason":"granted"}
{"line":9,"verdict":"deny","reason":"not-now","timing":"expired","missing":["billing.view"]}
{"line":10,"verdict":"allow","reason":"granted"}
{"line":11,"verdict":"deny","reason":"not-here"}
{"line":12,"verdict":"deny","reason":"undetermined"}
{"line":13,"verdict":"deny","reason":"unlisted"}
{"line":14,"verdict":"deny","reason":"denied","missing":["refunds.issue"]}
EOF
piped() { "$rolegate" replay - --table desk.rgt <questions | tail -n 2; }
says "standard input" 0 piped <<'EOF'
{"line":13,"verdict":"deny","reason":"unlisted"}
{"line":14,"verdict":"deny","reason":"denied","missing":["refunds.issue"]}
EOF
says "--against: what would change" 1 rolegate replay questions --table desk.rgt --against looser.rgt <<'EOF'
{"line":8,"user":"maria","service":"billing-tool","verdict":"allow","reason":"granted","against":{"verdict":"deny","reason":"not-granted","missing":["billing.view"]}}
{"line":14,"user":"bob","service":"refund","verdict":"deny","reason":"denied","missing":["refunds.issue"],"against":{"verdict":"allow","reason":"granted"}}
! rolegate: with looser.rgt, 2 of 14 decisions would have differed: 1 allowed that were not, 1 not allowed that were
EOF
says "--against a policy: as against its table" 1 rolegate replay questions --table desk.rgt --against looser.rg <<'EOF'
{"line":8,"user":"maria","service":"billing-tool","verdict":"allow","reason":"granted","against":{"verdict":"deny","reason":"not-granted","missing":["billing.view"]}}
{"line":14,"user":"bob","service":"refund","verdict":"deny","reason":"denied","missing":["refunds.issue"],"against":{"verdict":"allow","reason":"granted"}}
! rolegate: with looser.rg, 2 of 14 decisions would have differed: 1 allowed that were not, 1 not allowed that were
EOF
echo 'permission' >broken.rg
says "--against a policy with errors" 2 rolegate replay questions --table desk.rgt --against broken.rg <<'EOF'
! broken.rg:2:1: error: unexpected the end of the file, expected a name [syntax]
!   
!   ^
! 1 error
EOF
says "--against the same" 0 rolegate replay questions --table desk.rgt --against desk.rgt <<'EOF'
! rolegate: with desk.rgt, 0 of 14 decisions would have differed
EOF
cat >unlisted-questions <<'EOF'
{"user":"kim","groups":["porters"],"service":"pantry"}
{"user":"kim","groups":["porters"],"service":"pantry","from":"192.0.2.1","tty":"none"}
{"user":"kim","service":"cellar"}
EOF
says "services that are not listed, and decided" 0 rolegate replay unlisted-questions --policy others.rg <<'EOF'
{"line":1,"verdict":"allow","reason":"granted"}
{"line":2,"verdict":"deny","reason":"not-here"}
{"line":3,"verdict":"deny","reason":"not-granted","missing":["other.use"]}
EOF
says "--policy" 0 rolegate replay questions --policy ignore.rg <<'EOF'
{"line":1,"verdict":"unlisted","reason":"unlisted"}
{"line":2,"verdict":"unlisted","reason":"unlisted"}
{"line":3,"verdict":"unlisted","reason":"unlisted"}
{"line":4,"verdict":"unlisted","reason":"unlisted"}
{"line":5,"verdict":"unlisted","reason":"unlisted"}
{"line":6,"verdict":"unlisted","reason":"unlisted"}
{"line":7,"verdict":"unlisted","reason":"unlisted"}
{"line":8,"verdict":"unlisted","reason":"unlisted"}
{"line":9,"verdict":"unlisted","reason":"unlisted"}
{"line":10,"verdict":"unlisted","reason":"unlisted"}
{"line":11,"verdict":"unlisted","reason":"unlisted"}
{"line":12,"verdict":"unlisted","reason":"unlisted"}
{"line":13,"verdict":"unlisted","reason":"unlisted"}
{"line":14,"verdict":"unlisted","reason":"unlisted"}
EOF
cat >bad <<'EOF'
{"user":"kim","groups":["agents"],"service":"inbox"}
{"user":"kim"
{"user":"kim"}
{"service":"inbox"}

{"user":"kim","service":"inbox","grops":[]}
{"user":"kim","service":"inbox","user":"root"}
{"user":"kim","service":"inbox","groups":"agents"}
{"user":"kim","service":"inbox","groups":[""]}
{"user":"kim","service":"inbox","groups":[-1]}
{"user":"kim","service":"inbox","groups":[4294967295]}
{"user":"kim","service":"inbox","groups":[1.5]}
{"user":7,"service":"inbox"}
{"user":"","service":"inbox"}
{"user":"k\u0000im","service":"inbox"}
{"user":"k\nim","service":"inbox"}
{"user":"kim","service":"inbox","at":"soon"}
{"user":"kim","service":"inbox","at":1.5}
["kim","inbox"]
kim inbox
EOF
printf '{"user":"kim\xff","service":"inbox"}\n' >>bad
printf '{"user":"kim","service":"inbox"}\0\n' >>bad
printf '{"user":"kim","service":"inbox"}' >>bad
says "bad lines are answered as such, and the rest as ever" 2 rolegate replay bad --table desk.rgt <<'EOF'
{"line":1,"verdict":"allow","reason":"granted"}
{"line":2,"error":"invalid JSON: '}' expected near end of file (column 13)"}
{"line":3,"error":"\"service\" is missing"}
{"line":4,"error":"\"user\" is missing"}
{"line":6,"error":"unknown field \"grops\"; did you mean \"groups\"?"}
{"line":7,"error":"invalid JSON: duplicate object key near '\"user\"' (column 38)"}
{"line":8,"error":"\"groups\" is not a list of names and gids"}
{"line":9,"error":"\"groups\" is not a list of names and gids"}
{"line":10,"error":"\"groups\" is not a list of names and gids"}
{"line":11,"error":"\"groups\" is not a list of names and gids"}
{"line":12,"error":"\"groups\" is not a list of names and gids"}
{"line":13,"error":"\"user\" is not a string"}
{"line":14,"error":"the user's name is empty"}
{"line":15,"error":"invalid JSON: \\u0000 is not allowed without JSON_ALLOW_NUL near '\"k\\u0000im\"' (column 19)"}
{"line":16,"error":"the user's name holds a control character"}
{"line":17,"error":"the time 'soon' is neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)"}
{"line":18,"error":"\"at\" is not a time"}
{"line":21,"error":"invalid JSON: unable to decode byte 0xff near '\"kim' (column 12)"}
{"line":22,"error":"invalid JSON: end of file expected near end of file (column 33)"}
{"line":23,"verdict":"deny","reason":"not-granted","missing":["inbox.read"]}
! rolegate: 3 lines are not a question: skipped
EOF
long_line() { { head -c 3000000 /dev/zero | tr '\0' x; echo; echo '{"user":"kim","service":"inbox"}'; } | "$rolegate" replay - --table desk.rgt; }
says "a line of 3 MB" 2 long_line <<'EOF'
{"line":1,"error":"this line is longer than 1 MiB"}
{"line":2,"verdict":"deny","reason":"not-granted","missing":["inbox.read"]}
EOF
no_end() { head -c 1048577 /dev/zero | "$rolegate" replay - --table desk.rgt; }
says "a line without an end" 2 no_end <<'EOF'
{"line":1,"error":"this line is longer than 1 MiB"}
! rolegate: nothing was replayed
EOF
deep() { { head -c 500000 /dev/zero | tr '\0' '['; } | sed 's/^/{"user":/' | "$rolegate" replay - --table desk.rgt; }
says "JSON without an end" 2 deep <<'EOF'
{"line":1,"error":"invalid JSON: maximum parsing depth reached near '[' (column 2056)"}
! rolegate: nothing was replayed
EOF
cat >log <<'EOF'
Jan  5 10:00:00 host sshd[1]: pam_rolegate(sshd:account): rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="root" service="inbox" at=2026-01-05T04:30:00Z from="10.1.1.1" tty="ssh" host="host" missing="inbox.read"
rolegate v=1 verdict=allow result=success reason=granted user="root" service="in\x62ox" at=2026-01-05T04:30:00Z host="a\"b\\c" rule="de sk.rg":12 because="a b"
rolegate v=1 shadow=deny against=allow reason=granted user="root" service="inbox" at=2026-01-05T04:30:00Z host="h"
rolegate v=1 debug=table path="/x" statements=3
rolegate v=1 verdict=deny result=perm_denied reason=no-account service="inbox" at=2026-01-05T04:30:00Z host="h"
rolegate v=1 verdict=deny result=perm_denied reason=x user="root" service="inbox" at=2026-01-05T04:30:00Z host="h" cut=1
rolegate v=1 verdict=deny user="root
rolegate v=1 verdict=deny user="no-such-user-here" service="inbox" at=2026-01-05T04:30:00Z host="h"
rolegate v=2 verdict=deny user="root" service="inbox" at=2026-01-05T04:30:00Z host="h"
EOF
says "lines of the module's log" 2 rolegate replay log --table desk.rgt <<'EOF'
{"line":1,"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"deny"}
{"line":2,"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"allow"}
{"line":5,"error":"this log line has no user"}
{"line":6,"error":"this log line is truncated"}
{"line":7,"error":"malformed log line"}
{"line":8,"error":"no such user"}
! rolegate: 1 of the log's decisions are of accounts that no longer exist
! rolegate: 1 line holds what the PAM module writes, in a place or a form in which it does not write it: not understood, and not replayed
EOF
cat >log <<'EOF'
2026-01-05T10:00:00.123456+05:30 host sshd[1]: pam_rolegate(sshd:account): rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="root" service="inbox" at=2026-01-05T04:30:00Z from="10.1.1.1" tty="ssh" host="host" missing="inbox.read"
pam_rolegate(sshd:account): rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="root" service="inbox" at=2026-01-05T04:30:00Z host="host"
Jan  5 10:00:00 host sshd[1]: Invalid user rolegate v=1 verdict=x from 127.0.0.1 port 37298
Jan  5 10:00:00 host sudo:      kim : TTY=pts/0 ; USER=root ; COMMAND=/bin/echo pam_rolegate(sudo:account): rolegate v=1 verdict=allow user="root" service="inbox" at=2026-01-05T04:30:00Z host="h"
Jan  5 10:00:00 host sshd[1]: pam_rolegate(sshd:account): something: rolegate v=1 verdict=allow user="root" service="inbox" at=2026-01-05T04:30:00Z host="h"
Jan  5 10:00:00 host sshd[1]: pam_rolegate(sshd:account): rolegate v=1 verdict=deny user="no-such-user-here" service="inbox" at=2026-01-05T04:30:00Z host="h"
EOF
says "what strangers and others write into the log is no answer" 0 rolegate replay log --table desk.rgt <<'EOF'
{"line":1,"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"deny"}
{"line":2,"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"deny"}
{"line":6,"error":"no such user"}
! rolegate: 1 of the log's decisions are of accounts that no longer exist
! rolegate: 2 lines are not a question: skipped
! rolegate: 1 line holds what the PAM module writes, in a place or a form in which it does not write it: not understood, and not replayed
EOF
identity_of() { od -An -tx8 -j20 -N8 "$1" | tr -d ' '; }
# Every form that a log gives a line of the module, with another program's line of the same form beside each.
said='rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="root" service="inbox" at=2026-01-05T04:30:00Z host="h" table='$(identity_of desk.rgt)' groups=""'
line="pam_rolegate(sshd:account): $said"
forms() {
    local message=$1
    cat <<END
<86>1 2026-01-05T04:30:00.123456+00:00 h sshd 123 - - $message
<86>1 2026-01-05T04:30:00Z h sshd 123 ID47 [origin ip="10.0.0.1"][x a="\\"] \\] b" c="d"] $message
<86>1 - - sshd - - - $(printf '\xef\xbb\xbf')$message
<86>Jan  5 04:30:00 h sshd[123]: $message
Jan  5 04:30:00 h sshd[123]: [authpriv.info] $message
Jan  5 04:30:00 h sshd[123]: message repeated 3 times: [ $message]
<86>1 2026-01-05T04:30:00Z h sshd 123 - - message repeated 2 times: [ $message]
Jan  5 04:30:00 h sshd[123]: [authpriv.notice] message repeated 2 times: [ $message]
2026-01-05T04:30:00.123456789Z stdout F <86>1 2026-01-05T04:30:00Z h sshd 123 - - $message
2026-01-05T04:30:00.123456789+01:00 stderr F Jan  5 04:30:00 h sshd[123]: $message
2026-01-05T04:30:00.123456789Z stdout F $message
Mon 2026-01-05 04:30:00 UTC h sshd[123]: $message
[    4.123456] h sshd[123]: $message
$message
END
}
deny='"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"deny"'
forms "$line" >log
says "each form of a log's line is read" 0 rolegate replay log --table desk.rgt <<EOF
$(for i in 1 2 3 4 5; do echo "{\"line\":$i,$deny}"; done)
{"line":6,$deny,"repeated":3}
{"line":7,$deny,"repeated":2}
{"line":8,$deny,"repeated":2}
$(for i in 9 10 11 12 13 14; do echo "{\"line\":$i,$deny}"; done)
EOF
forms 'Accepted publickey for kim from 10.0.0.1 port 22 ssh2' >log
says "a log without a line of the module is no answer, in any form" 2 rolegate replay log --table desk.rgt <<'EOF'
! rolegate: 14 lines are not a question: skipped
! rolegate: nothing was replayed
EOF
says "nor with --against" 2 rolegate replay log --table desk.rgt --against looser.rgt <<'EOF'
! rolegate: 14 lines are not a question: skipped
! rolegate: nothing was replayed
! rolegate: with looser.rgt, 0 of 0 decisions would have differed
EOF
forms "kim wrote: $line" >log
says "nor is a line that only quotes it" 2 rolegate replay log --table desk.rgt <<'EOF'
! rolegate: 14 lines hold what the PAM module writes, in a place or a form in which it does not write it: not understood, and not replayed
! rolegate: nothing was replayed
EOF
cat >log <<EOF
$line
<86>1 2026-01-05T04:30:00Z h sshd $line
<86>1 2026-01-05T04:30:00Z h sshd 123 - [x a="b $line
Jan  5 04:30:00 h sshd[123]: message repeated 0 times: [ $line]
Jan  5 04:30:00 h sshd[123]: message repeated 2 times: [ $line
2026-01-05T04:30:00Z stdout P $line
pam_rolegate(sshd:account): rolegate v=2 verdict=deny
EOF
says "a form that is not known is counted" 0 rolegate replay log --table desk.rgt <<EOF
{"line":1,$deny}
! rolegate: 6 lines hold what the PAM module writes, in a place or a form in which it does not write it: not understood, and not replayed
EOF
# The journal's entries: what it says of the sender itself counts, what the sender says does not.
entry() { python3 -c 'import json, sys; print(json.dumps({"__CURSOR": "x", "MESSAGE": sys.argv[1], **json.loads(sys.argv[2])}))' "$@"; }
{
    entry "$line" '{"_UID":"0","_COMM":"sshd","_EXE":"/usr/sbin/sshd","SYSLOG_IDENTIFIER":"sshd"}'
    entry "$line" '{"_UID":"1000","_COMM":"su","_EXE":"/bin/su"}'
    entry "$line" '{"_UID":"1000","_COMM":"logger","_EXE":"/usr/bin/logger","SYSLOG_IDENTIFIER":"sshd"}'
    entry "$line" '{"_UID":"1000","_COMM":"sshd","_EXE":"/home/kim/sshd"}'
    entry "$line" '{"_UID":"1000","UID":"0","EXE":"/bin/su"}'
    entry "$line" '{"_UID":["1000","0"],"_EXE":["/home/kim/x","/bin/su"]}'
    entry "$line" '{"_TRANSPORT":"syslog"}'
    entry "Accepted publickey for kim" '{"_UID":"0"}'
    entry "kim says: $line" '{"_UID":"0"}'
    echo '{"__CURSOR":"x","_UID":"0"}'
    echo '{"__CURSOR":"x","_UID":"0","MESSAGE":null}'
    python3 -c 'import json, sys; print(json.dumps({"MESSAGE": list(sys.argv[1].encode()), "_UID": "0"}))' "$line"
} >journal
says "the journal's entries, as JSON" 0 rolegate replay journal --table desk.rgt <<EOF
{"line":1,$deny}
{"line":2,$deny}
{"line":7,$deny}
{"line":12,$deny}
! rolegate: 2 lines are not a question: skipped
! rolegate: 2 lines hold what the PAM module writes, in a place or a form in which it does not write it: not understood, and not replayed
! rolegate: 4 lines were not sent by a PAM module, as the journal knows (_UID, _EXE): not replayed
EOF
sed -n '3,6p' journal >strangers
says "strangers alone are no answer" 2 rolegate replay strangers --table desk.rgt --against looser.rgt <<'EOF'
! rolegate: 4 lines were not sent by a PAM module, as the journal knows (_UID, _EXE): not replayed
! rolegate: nothing was replayed
! rolegate: with looser.rgt, 0 of 0 decisions would have differed
EOF

# Lines that list the groups: nobody of this machine is asked.
identity=$(identity_of desk.rgt)
cat >log <<EOF
rolegate v=1 verdict=allow result=success reason=granted user="no-such-user-here" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups="agents"
rolegate v=1 verdict=allow result=success reason=granted user="no-such-user-here" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups="4000"
rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="root" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups=""
rolegate v=1 verdict=deny result=perm_denied reason=undetermined user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups="" unknown="agents"
rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups="a\x2cgents,\x22,x y,4294967294,agents\x20"
rolegate v=1 verdict=deny result=perm_denied reason=not-granted user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups="agents" groups_cut=3
rolegate v=1 verdict=allow result=success reason=breakglass user="root" service="inbox" at=2026-01-05T04:30:00Z host="h" table=$identity groups="" unknown="agents"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups="agents,"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups=",agents"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups="4294967295"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups="99999999999999999999"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups="a\x00b"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups="agents\x2"
rolegate v=1 verdict=deny user="kim" service="inbox" at=2026-01-05T04:30:00Z host="h" groups="agents" unknown="a
EOF
says "lines of the log that list the groups" 2 rolegate replay log --table desk.rgt <<'EOF'
{"line":1,"verdict":"allow","reason":"granted","logged":"allow"}
{"line":2,"verdict":"allow","reason":"granted","logged":"allow"}
{"line":3,"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"deny"}
{"line":4,"verdict":"deny","reason":"undetermined","missing":["inbox.read"],"logged":"deny"}
{"line":5,"verdict":"deny","reason":"not-granted","missing":["inbox.read"],"logged":"deny"}
{"line":6,"error":"this log line omits groups"}
{"line":7,"verdict":"deny","reason":"undetermined","missing":["inbox.read"],"logged":"allow"}
{"line":8,"error":"malformed log line"}
{"line":9,"error":"malformed log line"}
{"line":10,"error":"malformed log line"}
{"line":11,"error":"malformed log line"}
{"line":12,"error":"malformed log line"}
{"line":13,"error":"malformed log line"}
{"line":14,"error":"malformed log line"}
! rolegate: 1 of the log's decisions cannot be replayed: their lines omit groups
EOF
# What root did by breaking the glass is no verdict of the table, so it has not changed since.
{ head -n 5 log; sed -n 7p log; } >listed
echo 'deny inbox.read to group newcomers because "T-9"' | cat desk.rg - >newer.rg
rolegate compile newer.rg -o newer.rgt 2>/dev/null
says "--against a table that names another group" 0 rolegate replay listed --table desk.rgt --against newer.rgt <<'EOF'
! rolegate: 1 group that only newer.rgt names: the log does not say who is in it, nobody is taken to be
! rolegate: with newer.rgt, 0 of 6 decisions would have differed
EOF
says "a log of another table" 0 rolegate replay listed --table newer.rgt --against desk.rgt <<'EOF'
! rolegate: 6 of the log's decisions are of another table than newer.rgt: a group that such a line does not list counts as one that the account was not in
! rolegate: with desk.rgt, 0 of 6 decisions would have differed
EOF
# Off the roster of the table that wrote the line, what it does not list is unknown to another one too.
cat >open.rg <<'EOF'
permission p
service s requires p
allow p to everyone
deny p to group out because "T-1"
EOF
echo 'roster group crew' | cat open.rg - >crew.rg
rolegate compile open.rg -o open.rgt 2>/dev/null
rolegate compile crew.rg -o crew.rgt 2>/dev/null
identity=$(identity_of crew.rgt)
cat >log <<EOF
rolegate v=1 verdict=deny result=perm_denied reason=undetermined user="kim" service="s" at=2026-01-05T04:30:00Z host="h" table=$identity groups="" roster=no
rolegate v=1 verdict=allow result=success reason=granted user="kim" service="s" at=2026-01-05T04:30:00Z host="h" table=$identity groups="crew"
EOF
says "off the roster" 0 rolegate replay log --table crew.rgt <<'EOF'
{"line":1,"verdict":"deny","reason":"undetermined","missing":["p"],"logged":"deny"}
{"line":2,"verdict":"allow","reason":"granted","logged":"allow"}
EOF
says "off the roster of another table" 0 rolegate replay log --table crew.rgt --against open.rgt <<'EOF'
! rolegate: with open.rgt, 0 of 2 decisions would have differed
EOF
head -n 1 questions >one
says "--why" 0 rolegate replay --why --table desk.rgt one <<'EOF'
{"line":1,"verdict":"allow","reason":"granted","statements":[{"kind":"allow","file":"desk.rg","line":17,"because":"","subject":"","role":"agent"},{"kind":"assign","file":"desk.rg","line":23,"because":"","subject":"agents","role":"agent"},{"kind":"service","file":"desk.rg","line":8,"because":"","subject":"","role":""}]}
EOF
says "an empty file: no answer" 2 rolegate replay /dev/null --table desk.rgt <<'EOF'
! rolegate: nothing was replayed
EOF
says "a file that is not there" 2 rolegate replay nowhere --table desk.rgt <<'EOF'
! rolegate: nowhere: No such file or directory
EOF
says "a folder" 2 rolegate replay . --table desk.rgt <<'EOF'
! rolegate: .: Is a directory
EOF
says "no table" 2 rolegate replay questions --table nowhere.rgt <<'EOF'
! rolegate: nowhere.rgt: no table at that path
EOF
says "no second table" 2 rolegate replay questions --table desk.rgt --against nowhere.rgt <<'EOF'
! rolegate: nowhere.rgt: no table at that path
EOF
full() { "$rolegate" replay questions --table desk.rgt >/dev/full; }
says "a full standard output" 2 full <<'EOF'
! rolegate: standard output: could not be written
EOF
coprocess() {
    coproc "$rolegate" replay - --table desk.rgt
    head -n 1 questions >&"${COPROC[1]}"
    read -r line <&"${COPROC[0]}" && echo "$line"
    exec {COPROC[1]}>&-
    wait
}
says "each answer leaves before the next question is waited for" 0 coprocess <<'EOF'
{"line":1,"verdict":"allow","reason":"granted"}
EOF

# A name that the policy does not know may share a bucket and a tag of the index with one that it knows.
strangers() {
    local i
    for i in {1..3000}; do
        echo "{\"user\":\"u$i\",\"groups\":[\"g$i\",$i],\"service\":\"s$i\"}"
    done | "$rolegate" replay - --table desk.rgt | sed 's/"line":[0-9]*,//' | sort -u | wc -l
}
says "names that nobody knows are denied like all others" 0 strangers <<'EOF'
1
EOF

#!/usr/bin/env bash
# Requests: who may ask, what is shown, who approves or denies, four eyes, what lies in the spool that is none, and hooks.
# With the real sudo and people of their own, in a mount namespace.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
. ../exceptions/people.sh
own_machine "requests" --mount

spool=/var/spool/rolegate
notes=/var/lib/rolegate/requests

people kim sam lea olga adam eve hooker ben <<'GROUPS'
root:x:0:
desk:x:4100:olga,olga2,adam,lea
agents:x:4101:kim,sam
leavers:x:4102:eve
movers:x:4103:ben
GROUPS
desk_machine requests

cat >$policy <<'POLICY'
policy "desk"
zone "Asia/Kolkata"
contact "Ask the desk: ext. 300"
permission broadcast.send, broadcast.prepare, automation.run, billing.view, vault.open, shell.use, hr.read
role agent { allow broadcast.prepare }
assign agent to group agents
service broadcast-job requires broadcast.send and automation.run
service billing requires billing.view
service vault requires vault.open
service hr requires hr.read
service editor requires broadcast.prepare
service office requires broadcast.prepare when from 192.0.2.0/24
service su requires shell.use
allow shell.use to user root because "root"
allow vault.open, hr.read to group leavers
deny vault.open to group leavers because "Offboarding"
deny automation.run to group movers because "Another desk"
never role agent may permission billing.*
include "desk.d/*.rg" only by group desk {
    allow broadcast.send, automation.run, billing.view to users for 14 days
}
include "vault.rg" only by 2 of group desk { allow vault.open to users for 4 hours }
POLICY
mkdir -m 755 /etc/rolegate/desk.d && : >/etc/rolegate/vault.rg
holds "the policy installs" "$rolegate" install $policy -Wno-all

ask() { as "$1" "$rolegate" request "${@:2}"; }
ends() { # NAME STATUS COMMAND…
    local name=$1 status=$2 got
    shift 2
    "$@" >"$folder/said" 2>&1
    got=$?
    same "$name" "$status" "$got"
}
waiting() { "$rolegate" requests --json | python3 -c 'import json, sys
print(" ".join(r["id"] for r in json.load(sys.stdin) if len(sys.argv) < 2 or r["user"] == sys.argv[1]))' "$@"; }

# ---- asking ----
says "without the folder nobody can ask, and how it is made is said" 2 "mkdir -m 1733 $spool" \
    ask kim broadcast-job --for 8h --because "spring campaign"
mkdir -m 755 $spool
says "a folder of another mode is none" 2 "has to be root's, with mode 1733" ask kim broadcast-job --for 8h --because x
chmod 1733 $spool
says "who is denied asks" 0 "asked for automation.run, broadcast.send, for broadcast-job, for 8h: spring campaign" \
    ask kim broadcast-job --for 8h --because "spring campaign"
id=$(waiting kim)
same "the file is the asker's alone" "kim:600" "$(stat -c %U:%a $spool/4001.1)"
says "asking grants nothing" 1 "deny" "$rolegate" can kim broadcast-job
says "twice for the same" 1 "you have asked for it already" ask kim automation.run broadcast.send --for 1h --because x
says "the asker sees what became of it" 0 "waits since" as kim "$rolegate" requests
says "and not what others ask" 0 "nothing waits" as sam "$rolegate" requests
ends "nor the folder" 2 as kim ls $spool
says "what he may already is none" 1 "you may use editor already" ask kim editor --for 1h --because x
says "what is no matter of permissions is none" 1 "an exception would not open office: not from this origin" \
    ask kim office --for 1h --because x
says "what a deny takes is none" 1 'a rule denies it (main.rg:16) because "Offboarding"' ask eve vault --for 1h --because x
says "nor what a deny would take again" 1 "an exception would be of no use: a deny of the policy stands against it" \
    ask ben broadcast-job --for 1h --because x
says "by its name either" 1 "a deny of the policy stands against it" ask ben automation.run --for 1h --because x
says "what no bound gives is none" 1 "nobody can grant hr.read as an exception: the policy must be changed; Ask the desk" \
    ask kim hr --for 1h --because x
says "nor for longer than the bound" 1 "vault.open can be granted for 4h at most" ask kim vault --for 5h --because x
says "what is not declared is none" 1 "declares no such permission" ask kim nonesuch --for 1h --because x
says "a reason that hides" 2 "does not show as it is" ask kim billing --for 1h --because $'x\e[2J'
says "no reason" 2 "its reason is empty" ask kim billing --for 1h --because "  "
says "no time" 2 "missing option: --for DURATION" ask kim billing --because x
says "root asks as somebody" 2 "ask as yourself" "$rolegate" request vault --for 1h --because x
says "nor through sudo" 1 "password is required" as olga sudo -n "$rolegate" request vault --for 1h --because x

# ---- seeing ----
says "the desk sees what waits" 0 "$id  kim asks for automation.run, broadcast.send, for broadcast-job, for 8h: spring campaign" \
    desk requests
same "as JSON as well" "kim 28800 pending automation.run,broadcast.send" "$(desk requests --json | python3 -c 'import json, sys
r = json.load(sys.stdin)[0]
print(r["user"], r["seconds"], r["state"], ",".join(r["permissions"]))')"

# ---- approving ----
says "who may not through sudo" 1 "password is required" as kim sudo -n "$rolegate" requests approve "$id" --yes
echo "%agents ALL=(root) NOPASSWD: $rolegate requests *" >>"$folder/sudoers"
says "nobody approves his own" 1 "refused" as kim sudo -n "$rolegate" requests approve "$id" --yes
says "nor who may grant nothing" 1 "sam may write no exceptions" as sam sudo -n "$rolegate" requests approve "$id" --yes
says "nor who is not root" 2 "needs root's rights" as olga "$rolegate" requests approve "$id" --yes
says "no other ID" 2 "no request" desk requests approve "${id%?}0" --yes
says "without a terminal it has to be said" 1 "There is no terminal to ask on" desk requests approve "$id"
holds "nothing has come of that" fails may kim broadcast-job
says "a longer time than the bound" 1 "the bound is for 14 days" desk requests approve "$id" --for 15d --yes
says "who may approves, with a ticket" 0 "granted: it ends by itself at" desk requests approve "$id" --because "HELP-4711" --yes
holds "then it opens" may kim broadcast-job
says "why, says the ticket" 0 "HELP-4711" "$rolegate" can kim broadcast-job --why
holds "the file says who" grep -qE 'because "HELP-4711 .by olga." +# olga' /etc/rolegate/desk.d/granted.rg
says "the asker sees it" 0 "granted by olga at" as kim "$rolegate" requests
same "his answer is his alone" "kim:400" "$(stat -c %U:%a "$notes/$id")"
says "nobody else reads it" 1 "Permission denied" as sam cat "$notes/$id"
says "it is answered once" 1 "it was granted by olga already" desk requests approve "$id" --yes
same "and waits no longer" "" "$(waiting)"
says "all are listed where that is asked for" 0 "granted by olga" desk requests --all
holds "the journal has it" grep -q '"what":"grant","by":"olga","because":"HELP-4711","user":"kim"' /var/lib/rolegate/journal

# ---- denying ----
holds "one more" ask sam billing --for 1h --because "a look"
id=$(waiting sam)
says "a denial has a word" 2 "why, for whoever asks" desk requests deny "$id"
says "one that shows" 2 "shows as it is" desk requests deny "$id" $'x\e[2J'
says "who may grant nothing denies nothing" 1 "no bounded include of the policy names sam" \
    as sam sudo -n "$rolegate" requests deny "$id" no
says "what a claim forbids is refused" 1 "never role agent may permission billing.*" desk requests approve "$id" --yes
says "a denial" 0 "denied: sam is told so" desk requests deny "$id" not before "the audit"
says "is told" 0 "denied by olga at" as sam "$rolegate" requests
says "with the word" 0 "not before the audit" as sam "$rolegate" requests
holds "and makes room for another" ask sam billing --for 1h --because "a second look"
id=$(waiting sam)
says "which is withdrawn" 0 "withdrawn" as sam "$rolegate" requests withdraw "$id"
says "by its owner alone" 2 "you have no request" as kim "$rolegate" requests withdraw "$id"
same "and is gone" "" "$(waiting)"

# ---- another text is another request ----
holds "a request" ask sam broadcast.send --for 1h --because "harmless"
id=$(waiting sam)
as sam sh -c "sed -i 's/harmless/other/' $spool/4002.1" 2>/dev/null || as sam sh -c "printf '%s' '{\"version\":1,\"service\":\"\",\"permissions\":[\"broadcast.send\"],\"seconds\":3600,\"because\":\"other\"}' >$spool/4002.1"
says "is not approved with another text" 2 "no request $id: it was withdrawn, changed" desk requests approve "$id" --yes
again=$(waiting sam)
holds "it has another ID" test "$again" != "$id" -a -n "$again"
as sam cp $spool/4002.1 $spool/4002.7
same "and the same bytes in another file have one more" 2 "$(waiting sam | wc -w)"
rm $spool/4002.*

# ---- four eyes ----
holds "what two must agree to" ask sam vault --for 2h --because "key audit"
id=$(waiting sam)
says "one is not enough" 0 "noted: 1 of 2 people agree" desk requests approve "$id" --yes
holds "so it is shut" fails may sam vault
says "it is said who has" 0 "agreed: olga" desk requests
says "the same one twice is one" 1 "you have agreed to it already" desk requests approve "$id" --yes
says "nor under another name" 1 "already" setpriv --reuid 4004 --regid 4004 --init-groups \
    env SUDO_USER=olga2 sudo -n "$rolegate" requests approve "$id" --yes
holds "so it is still shut" fails may sam vault
says "on other terms it is another agreement" 0 "noted: 1 of 2" as adam sudo -n "$rolegate" requests approve "$id" --for 1h --yes
holds "which is not enough either" fails may sam vault
says "the second one on the same terms" 0 "granted" as lea sudo -n "$rolegate" requests approve "$id" --yes
holds "opens it" may sam vault
holds "both are named" grep -qE '# lea and olga' /etc/rolegate/vault.rg
holds "in the journal too" grep -q '"approved":"olga"' /var/lib/rolegate/journal
same "their notes are gone" "" "$(find "$notes" -name "*.agreed")"
holds "one who may grant asks" ask lea vault --for 1h --because "mine"
id=$(waiting lea)
says "and does not agree to it" 1 "nobody" as lea sudo -n "$rolegate" requests approve "$id" --yes
as lea "$rolegate" requests withdraw "$id" >/dev/null

# ---- what lies there that is none ----
as eve mkfifo $spool/4006.1
as eve ln -s /etc/shadow $spool/4006.2
as eve mkdir $spool/4006.3
as eve sh -c "head -c 100000 /dev/zero >$spool/4006.4; echo '{' >$spool/4006.5; printf 'x\\0y' >$spool/4006.6; : >$spool/4006.8"
good='{"version":1,"service":"","permissions":["broadcast.send"],"seconds":3600,"because":"b"}'
bad() { as eve sh -c 'printf %s "$1" >"$2"' - "$2" "$spool/4006.$1"; }
bad 9 "${good/1,/2,}"
bad 10 "${good/b\"\}/b\",\"more\":1\}}"
bad 11 "${good/3600/\"3600\"}"
bad 12 "${good/3600/-1}"
bad 13 "${good/3600/99999999999999999999}"
bad 14 "${good/broadcast.send/broadcast.*}"
bad 15 "${good/broadcast.send/\\u0000}"
bad 16 "${good/\"b\"/\"\\u001b[2J\"}"
bad 17 "${good/\"b\"/\"$(head -c 2000 /dev/zero | tr '\0' x)\"}"
bad 18 "${good/[\"broadcast.send\"]/[]}"
bad 19 "${good/\"version\":1,/\"version\":1,\"version\":1,}"
bad 20 "$(printf '[%.0s' $(seq 4000))"
rm -f $spool/4001.*
as eve sh -c "printf %s '$good' >$spool/4001.1; printf %s '$good' >$spool/note; printf %s '$good' >$spool/4006.65"
as eve ln $spool/4006.5 $spool/4006.21
if command -v mknod >/dev/null; then mknod $spool/4006.22 c 1 5 2>/dev/null && chown eve $spool/4006.22; fi
same "none of it is anybody's request" "" "$(waiting)"
says "and that is said" 0 "are nobody's request, and were passed over" "$rolegate" requests
says "the list is not held up by a pipe" 0 "nothing waits" timeout 60 "$rolegate" requests
holds "whoever finds his first name taken takes the next" ask kim billing --for 1h --because "x"
same "which is his" kim "$(stat -c %U $spool/4001.2)"
as kim sh -c "rm -f $spool/4001.2"
for i in $(seq 30 45); do bad "$i" "${good/\"b\"/\"number $i\"}"; done
same "of more than ten only ten are seen" 10 "$(waiting eve | wc -w)"
rm -rf $spool/4006.*
for i in $(seq 1 10); do bad "$i" "${good/broadcast.send/p.n$i}"; done
says "and the eleventh is not taken" 1 "10 requests of yours wait already" ask eve automation.run --for 1h --because x
says "what nobody declares is not granted" 1 "refused" desk requests approve "$(waiting eve | cut -d' ' -f1)" --yes
find $spool -mindepth 1 -delete
python3 - $spool <<'END'
import os, sys
for i in range(30000):
    open(f"{sys.argv[1]}/junk{i}", "w").close()
END
ends "a folder that is filled up is looked at as far as there is a bound" 0 timeout 120 "$rolegate" requests
find $spool -type f -delete
# A file that changes all the time is either text or the other, whole.
as sam sh -c "printf %s '$good' >$spool/4002.1"
cat >"$folder/flip" <<END
while :; do printf %s '$good' >$spool/4002.1; printf %s '${good/\"b\"/\"another reason\"}' >$spool/4002.1; done
END
setpriv --reuid 4002 --regid 4002 --init-groups sh "$folder/flip" &
flip=$!
torn=0
for _ in $(seq 40); do
    "$rolegate" requests --json 2>/dev/null | python3 -c 'import json, sys
sys.exit(any(r["because"] not in ("b", "another reason") for r in json.load(sys.stdin)))' || torn=$((torn + 1))
done
kill $flip
wait $flip 2>/dev/null
same "a request that changes while it is read is one or the other" 0 "$torn"
rm -f $spool/*

# ---- hooks ----
mkdir -m 755 /etc/rolegate/hooks
mkdir -m 777 "$folder/told"
hook() { # NAME SCRIPT
    printf '#!/bin/sh\n%s\n' "$2" >"/etc/rolegate/hooks/$1" && chmod 755 "/etc/rolegate/hooks/$1"
}
hook request "{ id -u; id -G; pwd; env | sort; cat; } >$folder/told/request"
holds "somebody asks" ask kim billing --for 1h --because "for the hook"
id=$(waiting kim)
holds "the hook is told" "$rolegate" notify requests
same "as nobody, in no other group, at the root, with a fixed environment" "65534 65534 / HOME=/ LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin PWD=/ " \
    "$(head -n -1 "$folder/told/request" | grep -v '^\(_\|OLDPWD\|SHLVL\)=' | tr '\n' ' ')"
same "what was asked for" "request $id kim billing billing.view 1h for the hook" "$(tail -n 1 "$folder/told/request" | python3 -c 'import json, sys
r = json.load(sys.stdin)
print(r["event"], r["request"], r["user"], r["service"], ",".join(r["permissions"]), r["for"], r["because"])')"
rm "$folder/told/request"
holds "it is told once" "$rolegate" notify requests
holds "and not again" test ! -e "$folder/told/request"
chown hooker /etc/rolegate/hooks/request
as kim "$rolegate" requests withdraw "$id" >/dev/null
holds "another request" ask kim billing --for 2h --because "for the owner"
holds "is told" "$rolegate" notify requests
same "by the hook's owner" 4007 "$(head -n 1 "$folder/told/request" 2>/dev/null)"
as kim "$rolegate" requests withdraw "$(waiting kim)" >/dev/null
fresh() { as kim "$rolegate" requests withdraw "$(waiting kim)" >/dev/null 2>&1; ask kim billing --for 3h --because "$1" >/dev/null; }
hook request "exit 3" && fresh one
ends "a hook that fails is told" 1 "$rolegate" notify requests
hook request "sleep 100 & sleep 100" && fresh two
began=$SECONDS
ends "one that does not end is ended" 1 "$rolegate" notify requests
holds "after its ten seconds" test $((SECONDS - began)) -ge 9
hook request "setsid sh -c 'setsid sleep 7654 & sleep 7654' >/dev/null 2>&1 &
exit 0" && fresh left
holds "one that leaves something behind" "$rolegate" notify requests
same "leaves nothing, in whatever session it is" "" "$(grep -lzx 7654 /proc/[0-9]*/cmdline 2>/dev/null)"
hook request 'bomb() { while :; do { setsid sleep 7655 & } 2>/dev/null; done; }; bomb' && fresh bomb
ends "one that makes ever more processes is ended" 1 "$rolegate" notify requests
same "with all of them" "" "$(grep -lzx 7655 /proc/[0-9]*/cmdline 2>/dev/null)"
chmod 775 /etc/rolegate/hooks/request && fresh three
ends "one that others may write is not run" 1 "$rolegate" notify requests
rm /etc/rolegate/hooks/request && ln -s /bin/true /etc/rolegate/hooks/request && fresh four
ends "nor a link" 1 "$rolegate" notify requests
rm /etc/rolegate/hooks/request && fresh five
holds "where there is none, that is fine" "$rolegate" notify requests
hook granted "cat >$folder/told/granted"
holds "somebody grants" desk requests approve "$(ask eve automation.run --for 1h --because "told" >/dev/null; waiting eve)" --yes
same "the hook is told what" "granted eve olga told" "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
print(r["event"], r["user"], r["by"], r["because"])' "$folder/told/granted")"
rm "$folder/told/granted"
holds "grant tells it as well" desk grant sam automation.run --for 2h --because "by hand" --yes
same "of what" "sam by hand" "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
print(r["user"], r["because"])' "$folder/told/granted")"
hook expiring "cat >$folder/told/expiring"
holds "what ends soon" "$rolegate" notify expiring
same "is told" "expiring user kim,user sam,user eve" "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
seen = []
for e in r["ending"]:
    if e["to"] not in seen: seen.append(e["to"])
print(r["event"], ",".join(sorted(seen, key=["user kim", "user sam", "user eve"].index)))' "$folder/told/expiring")"
rm "$folder/told/expiring"
holds "within a time that is said" "$rolegate" notify expiring --within 1m
holds "and nothing is no news" test ! -e "$folder/told/expiring"
says "hooks are root's to run" 2 "needs root's rights" as olga "$rolegate" notify requests

# ---- the examples that are shipped: a chat or a ticket system, and a mail ----
if command -v curl >/dev/null 2>&1; then
    python3 ./listen.py "$folder/told" &
    listener=$!
    waits ended_or $listener test -e "$folder/told/ports"
    read -r web mail <"$folder/told/ports"
    example() { # HOOK EXAMPLE
        sed "s|^url=.*|url=http://127.0.0.1:$web/hook|; s|smtp://localhost|smtp://127.0.0.1:$mail|" \
            "../../policies/examples/hooks/$2.sh" >"/etc/rolegate/hooks/$1"
        chown hooker "/etc/rolegate/hooks/$1" && chmod 500 "/etc/rolegate/hooks/$1"
    }
    told_text() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["text"])' "$folder/told/post"; }
    for name in request granted expiring; do example $name webhook; done
    rm -f $spool/*
    ask kim billing --for 1h --because 'for "the" chat $(id)' >/dev/null
    id=$(waiting kim)
    holds "a request goes to the chat" "$rolegate" notify requests
    same "which reads who asks for what, and how to approve it" \
        "kim asks for billing.view, for 1h: for \"the\" chat \$(id) - sudo rolegate requests approve $id" "$(told_text)"
    desk grant sam automation.run --for 3h --because "HELP-7" --yes >/dev/null
    same "a grant as well" "olga granted sam: HELP-7" "$(told_text | sed 's/, until [^ ]*: /: /')"
    holds "and what ends soon" "$rolegate" notify expiring
    holds "with whom it concerns" grep -q '^user sam loses automation.run at 20.* (HELP-7' <(told_text)
    as kim "$rolegate" requests withdraw "$id" >/dev/null
    for name in request granted expiring; do example $name mail; done
    ask kim billing --for 1h --because "for the mail" >/dev/null
    holds "a request goes by mail" "$rolegate" notify requests
    holds "to the address" grep -q '^To: support@acme.example' "$folder/told/mail"
    holds "with its subject" grep -q '^Subject: rolegate: request' "$folder/told/mail"
    holds "and says what is asked for" grep -q '"because": "for the mail"' "$folder/told/mail"
    kill $listener
    wait $listener 2>/dev/null
    example request mail
    fresh "nobody listens"
    ends "where nobody listens, that is told" 1 "$rolegate" notify requests
else
    skip "requests: the examples of hooks need curl"
fi

# ---- what is old goes ----
rm -f $spool/* && rm -r /etc/rolegate/hooks
holds "a request" ask kim billing --for 1h --because "old"
as eve mkfifo $spool/4006.1
touch -d '-30 days' "$notes"/* 2>/dev/null
holds "a sweep" "$rolegate" notify requests
same "leaves what waits, and takes what is none" "4001.1" "$(ls $spool)"
same "and old answers" "" "$(find "$notes" -type f -mtime +20)"

finish

#!/usr/bin/env bash
# Exceptions: who may grant them, what is refused and with which words, what is written, and that neither a kill nor a
# full disk nor two at once leave anything between. With the real sudo and people of their own, in a mount namespace.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
. ./people.sh
own_machine "exceptions" --mount

file=/etc/rolegate/desk.d/granted.rg
table=/etc/security/rolegate.rgt
state=/var/lib/rolegate

people kim sam lea olga adam eve <<'GROUPS'
root:x:0:
desk:x:4100:olga,adam
agents:x:4101:kim,sam,lea
leavers:x:4102:lea
GROUPS
desk_machine exceptions

if command -v visudo >/dev/null; then
    holds "the sudoers file that is shipped is well formed" visudo -c -f ../../policies/examples/support-team.sudoers
else
    skip "the sudoers file that is shipped: there is no visudo"
fi

write_policy() {
    cat >$policy <<'POLICY'
policy "desk"
zone "Asia/Kolkata"
permission broadcast.send, broadcast.prepare, automation.run, billing.view, vault.open, shell.use
role agent { allow broadcast.prepare }
role lead { allow automation.run }
assign agent to group agents
service broadcast requires broadcast.send
service billing requires billing.view
service vault requires vault.open
service automation requires automation.run
service editor requires broadcast.prepare
service su requires shell.use
allow shell.use to user root because "root"
deny broadcast.send, vault.open to group leavers because "Offboarding"
never role agent may permission billing.*
include "desk.d/*.rg" only by group desk {
    allow broadcast.send, automation.run, billing.view to users for 14 days
    deny broadcast.send to users for 7 days
    assign lead to users for 8 hours
}
include "vault.rg" only by 2 of group desk { allow vault.open to users for 4 hours }
POLICY
}
write_policy
mkdir -m 755 /etc/rolegate/desk.d && : >/etc/rolegate/vault.rg
holds "the policy installs" "$rolegate" install $policy -Wno-all

# ---- granting ----
holds "kim may not" fails may kim broadcast
says "who may grants" 0 "granted: it ends by itself at" desk grant kim broadcast.send --for 8h --because "SUP-7: spring" --yes
holds "kim may now" may kim broadcast
holds "nobody else may" fails may sam broadcast
says "the file says who, and why" 0 'because "SUP-7: spring (by olga)"' cat $file
holds "in a comment behind it" grep -qE 'because "SUP-7: spring .by olga." +# olga, [0-9-]+ [0-9:]+$' $file
same "the file is root's, and readable" "0:644" "$(stat -c %u:%a $file)"
same "the journal is root's alone" "0:600" "$(stat -c %u:%a $state/journal)"
holds "and has a line for it" grep -q '"what":"grant","by":"olga","because":"SUP-7: spring","user":"kim"' $state/journal
holds "the table in place is of the files" "$rolegate" verify $table --sources /etc/rolegate

# ---- once more ----
start=$(grep -o 'starting [^ ]*' $file)
says "its end moves" 0 "granted" desk grant kim broadcast.send --for 2d --because "SUP-8" --yes
same "its start stays" "$start" "$(grep -o 'starting [^ ]*' $file)"
same "and it is one statement" 1 "$(grep -c '^allow' $file)"
says "not further than the bound" 1 "the bound is for 14 days" desk grant kim broadcast.send --for 15d --because "SUP-8" --yes
says "and the longest is said" 1 "instead: the longest is until" desk grant kim broadcast.send --for 15d --because "SUP-8" --yes
says "an earlier end is no grant" 1 "has it until" desk grant kim broadcast.send --for 1h --because "SUP-8" --yes

# ---- roles ----
says "a role" 0 "assign lead to user kim" desk grant kim role lead --for 2h --because "SUP-9" --yes
holds "gives what it gives" may kim automation
says "no longer than its bound" 1 "the bound is for 8 hours" desk grant sam role lead --for 9h --because x --yes
says "no other role" 1 'no bound allows agent to be assigned' desk grant sam role agent --for 1h --because x --yes

# ---- what is refused, and with which words ----
refused() { # NAME TEXT WORDS…: exit status 1, and nothing has changed
    local name=$1 text=$2 before after
    shift 2
    before=$(sha256sum /etc/rolegate/desk.d/* /etc/rolegate/vault.rg $table)
    says "$name" 1 "$text" "$@"
    after=$(sha256sum /etc/rolegate/desk.d/* /etc/rolegate/vault.rg $table)
    same "$name: nothing has changed" "$before" "$after"
}
refused "a deny stands against it" "the deny of main.rg:14 (Offboarding) stands against it" \
    desk grant lea broadcast.send --for 1h --because x --yes
refused "and what else may be is said" "instead: what else may be: main.rg:19: assign lead to users for 8 hours" \
    desk grant lea broadcast.send --for 1h --because x --yes
refused "no bound covers it" "no bound allows broadcast.prepare to be granted" \
    desk grant sam broadcast.prepare --for 1h --because x --yes
refused "and what may be is said" "what may be: main.rg:17: allow broadcast.send, automation.run" \
    desk grant sam broadcast.prepare --for 1h --because x --yes
refused "a claim stands against it" "never role agent may permission billing.*" \
    desk grant sam billing.view --for 1h --because x --yes
refused "what else may be is said there as well" "instead: what else may be: main.rg:21: allow vault.open" \
    desk grant sam billing.view --for 1h --because x --yes
refused "an end far away is counted in days" "this is for more than 73" \
    desk grant sam broadcast.send --until "$(date -u -d '735 days' +%Y-%m-%d)" --because x --yes
refused "nobody grants himself" "nobody grants himself anything" desk grant olga broadcast.send --for 1h --because x --yes
refused "under no other name" "nobody grants himself anything" desk grant olga2 broadcast.send --for 1h --because x --yes
refused "nothing to root" "no exception is for root" desk grant root broadcast.send --for 1h --because x --yes
refused "nobody who is not there" "no user nobody-here" desk grant nobody-here broadcast.send --for 1h --because x --yes
refused "patterns" "broadcast.* is a pattern" desk grant sam 'broadcast.*' --for 1h --because x --yes
refused "services" "broadcast requires broadcast.send" desk grant sam broadcast --for 1h --because x --yes
refused "slips" "did you mean broadcast.send?" desk grant sam broadcast.sned --for 1h --because x --yes
refused "no reason" "an exception has a reason" desk grant sam broadcast.send --for 1h --because "  " --yes
refused "a reason that hides" "invisible characters" desk grant sam broadcast.send --for 1h --because $'x\e[2J' --yes
refused "a reason of two lines" "invisible characters" desk grant sam broadcast.send --for 1h --because $'x\ny' --yes
refused "a reason that goes the other way" "invisible characters" \
    desk grant sam broadcast.send --for 1h --because $'x\xe2\x80\xaey' --yes
refused "an end that has passed" "has passed" desk grant sam broadcast.send --until 2020-01-01 --because x --yes
for words in "--until soon" "--until 2026-02-30" "--until 2030-01-01T00:00" "--for soon" "--for 0h" "--for 1h --until 2030-01-01"; do
    # shellcheck disable=SC2086 # words
    says "no time: $words" 2 "" desk grant sam broadcast.send $words --because x --yes
done
refused "two must agree" "2 people have to agree to it, and 1 does" desk grant sam vault.open --for 1h --because x --yes
refused "without a terminal and --yes" "There is no terminal to ask on" desk grant sam broadcast.send --for 1h --because x
holds "a reason that looks like the language is a reason" \
    desk grant sam broadcast.send --for 1h --because '" to everyone # \' --yes
holds "and quotes are escaped" grep -qF 'because "\" to everyone # \\ (by olga)"' $file

# ---- who ----
says "another group may not through sudo" 1 "password is required" as kim sudo -n "$rolegate" grant sam broadcast.send --for 1h --because x --yes
echo "%agents ALL=(root) NOPASSWD: $rolegate grant *" >>"$folder/sudoers"
refused "nor by the command, where sudo lets it" "kim may write no exceptions" \
    as kim sudo -n "$rolegate" grant sam automation.run --for 1h --because x --yes
says "who is not root at all" 2 "sudo rolegate grant" as olga "$rolegate" grant sam broadcast.send --for 1h --because x --yes
says "an environment that names another" 2 "sudo rolegate grant" \
    as kim env SUDO_UID="$(id -u olga)" "$rolegate" grant sam automation.run --for 1h --because x --yes
refused "sudo's own word counts" "kim may write no exceptions" \
    as kim env SUDO_UID="$(id -u olga)" SUDO_USER=olga sudo -n "$rolegate" grant sam automation.run --for 1h --because x --yes
says "a word that is no uid" 2 "cannot be determined" env SUDO_UID=olga "$rolegate" grant sam automation.run --for 1h --because x --yes
says "another door" 2 "cannot be determined" env PKEXEC_UID=4001 "$rolegate" grant sam automation.run --for 1h --because x --yes
says "root may" 0 "granted" "$rolegate" grant sam automation.run --for 1h --because "by hand" --yes

# The uid of the login, which the kernel keeps: both people must be allowed to, and neither is whom it is for.
logged_in() { # LOGIN USER COMMAND…: as USER through sudo, who logged in as LOGIN
    (printf %s "$(id -u "$1")" >/proc/self/loginuid && as "$2" sudo -n "${@:3}")
}
if (printf %s "$(id -u adam)" >/proc/self/loginuid && [ "$(</proc/self/loginuid)" = "$(id -u adam)" ]) 2>/dev/null; then
    says "somebody who logged in as another who may" 0 "granted" \
        logged_in adam olga "$rolegate" grant eve automation.run --for 1h --because "two names" --yes
    holds "both are written down" grep -q '# adam as olga, ' $file
    holds "in the journal as well" grep -q '"by":"olga","login":"adam"' $state/journal
    refused "somebody who logged in as one who may not" "kim) may write no exceptions" \
        logged_in kim olga "$rolegate" grant eve automation.run --for 2h --because x --yes
    refused "nor for himself" "nobody grants himself anything" \
        logged_in adam olga "$rolegate" grant adam automation.run --for 2h --because x --yes
    refused "who became root stays who he is" "nobody grants himself anything" \
        bash -c 'echo "$1" >/proc/self/loginuid; shift; "$@"' - "$(id -u kim)" \
        "$rolegate" grant kim automation.run --for 9h --because x --yes
else
    skip "logins: the kernel keeps no login uid here"
fi

# ---- words that whoever is not root may not give ----
cp $policy "$folder/evil.rg" && sed -i 's/for 14 days/for 300 days/' "$folder/evil.rg"
for words in "--policy $folder/evil.rg" "--print" "--print --policy $folder/evil.rg" "--root $folder" "-I $folder" "--force" \
    "--table $folder/x" "--pol $folder/evil.rg" "--include-anywhere" "--hook /bin/sh" "--confirm 600"; do
    # shellcheck disable=SC2086
    says "no word such as $words" 2 "rolegate" desk grant sam broadcast.send --for 1h --because x --yes $words
done
for name in ../main.rg /etc/passwd .hidden.rg x.txt 'a b.rg' $'a\nb.rg' ''; do
    refused "no file called '$name'" "" desk grant sam automation.run --for 2h --because x --yes --file "$name"
done
says "a file of the include" 0 "granted" desk grant eve automation.run --for 2h --because x --yes --file other.rg
ln -s /etc/passwd /etc/rolegate/desk.d/link.rg
refused "a link in the folder" "the policy does not compile" desk grant sam automation.run --for 3h --because x --yes --file link.rg
rm /etc/rolegate/desk.d/link.rg
chmod 777 /etc/rolegate/desk.d
says "a folder that is not root's alone" 2 "others may write to /etc/rolegate/desk.d (mode 0777)" \
    desk grant sam automation.run --for 3h --because x --yes
chmod 755 /etc/rolegate/desk.d
chmod 666 $file
says "a file that anybody may write" 2 "others may write to $file (mode 0666)" \
    desk grant sam automation.run --for 3h --because x --yes
says "install says the same" 1 "others may write to $file (mode 0666)" "$rolegate" install $policy -Wno-all
chmod 644 $file && chown eve $file
says "one that belongs to whom root lets write it" 0 "granted" desk grant sam automation.run --for 150m --because x --yes
same "stays his" eve "$(stat -c %U $file)"
says "and is installed" 0 "installed" "$rolegate" install $policy -Wno-all
chown root $file && chown olga /etc/rolegate/desk.d
says "a folder that is its caller's" 2 "/etc/rolegate/desk.d belongs to olga" \
    desk grant sam automation.run --for 3h --because x --yes
chown root /etc/rolegate/desk.d

# ---- only what is installed ----
echo '# a draft' >>$policy
refused "root's draft is never installed by an agent" "main.rg is not what the table in place was made from" \
    desk grant sam automation.run --for 3h --because x --yes
sed -i '$d' $policy
echo '# a draft' >>/etc/rolegate/vault.rg
refused "nor another file's" "vault.rg is not what the table in place was made from" \
    desk grant sam automation.run --for 3h --because x --yes
: >/etc/rolegate/vault.rg
: >/etc/rolegate/desk.d/new.rg
refused "nor a new file" "desk.d/new.rg is not among what the table in place was made from" \
    desk grant sam automation.run --for 3h --because x --yes
rm /etc/rolegate/desk.d/new.rg
says "as it was, it goes" 0 "granted" desk grant sam automation.run --for 3h --because x --yes
holds "a table that waits" "$rolegate" install $policy -Wno-all
sed 's/"desk"/"desk two"/' -i $policy && "$rolegate" install $policy -Wno-all --confirm 600 >/dev/null 2>&1
refused "is not changed" "is not confirmed yet" desk grant sam automation.run --for 4h --because x --yes
"$rolegate" revert >/dev/null 2>&1
refused "nor is root's revert undone" "main.rg is not what the table in place was made from" \
    desk grant sam automation.run --for 4h --because x --yes
write_policy
"$rolegate" install $policy -Wno-all >/dev/null 2>&1
cp $table "$folder/kept.rgt" && "$rolegate" compile "$folder/evil.rg" -o "$folder/evil.rgt" -Wno-all 2>/dev/null
sed '/^include/,$d' $policy >"$folder/other.rg" && "$rolegate" compile "$folder/other.rg" -o $table -Wno-all
refused "a table that was put there by hand" "was not put there by" desk grant sam automation.run --for 4h --because x --yes
cp "$folder/kept.rgt" $table

"$rolegate" compile $policy -o "$folder/policy.rgt" -Wno-all && "$rolegate" install "$folder/policy.rgt" >/dev/null 2>&1
refused "a table has no files" "is a table: exceptions are written into a policy's files" \
    desk grant sam automation.run --for 4h --because x --yes
"$rolegate" install $policy -Wno-all >/dev/null 2>&1

"$rolegate" install $policy -Wno-all --strip-reasons >/dev/null 2>&1
says "a table without reasons stays one" 0 "granted" desk grant sam automation.run --for 4h --because "secret" --yes
holds "no reason is in it" fails grep -q secret $table
says "once more" 0 "granted" desk grant sam automation.run --for 5h --because "secret" --yes
holds "nor later" fails grep -qE 'secret|Offboarding' $table
"$rolegate" install $policy -Wno-all >/dev/null 2>&1

# ---- revert counts installs, not grants ----
write_policy
sed -i 's/"desk"/"desk three"/' $policy && "$rolegate" install $policy -Wno-all >/dev/null 2>&1
desk grant sam automation.run --for 5h --because x --yes >/dev/null 2>&1
desk grant sam automation.run --for 6h --because x --yes >/dev/null 2>&1
says "revert goes past what was granted" 0 "restored the table" "$rolegate" revert
same "to the policy before" "desk" "$("$rolegate" verify $table | sed -n 's/^policy  *//p')"
write_policy && "$rolegate" install $policy -Wno-all >/dev/null 2>&1

# ---- taking back ----
rm -f /etc/rolegate/desk.d/*.rg
fresh() { # the policy without exceptions, but for what stands in the file (standard input)
    write_policy
    rm -f /etc/rolegate/desk.d/*.rg
    : >/etc/rolegate/vault.rg
    cat >$file
    "$rolegate" install $policy -Wno-all >"$folder/said" 2>&1 || cat "$folder/said"
}
fresh </dev/null
desk grant kim broadcast.send automation.run --for 8h --because "SUP-1" --yes >/dev/null
desk grant eve role lead --for 8h --because "SUP-2" --yes >/dev/null
sed -i "s/starting [^ ]*/starting 2026-01-01/; s/until [^ ]*/until 2026-01-14/" $file
sed 's/for 14 days/for 3660 days/; s/for 8 hours/for 3660 days/' -i $policy
sed -i "s/until 2026-01-14/until 2035-12-31/" $file
"$rolegate" install $policy -Wno-all >/dev/null 2>&1
holds "kim may" may kim broadcast
says "who may not grant may not revoke" 1 "eve may write no exceptions" \
    env SUDO_UID="$(id -u eve)" "$rolegate" revoke kim --yes
says "one of two permissions" 0 "revoked" desk revoke kim broadcast.send --yes --because "done"
holds "kim may it no more" fails may kim broadcast
holds "the other one stays" may kim automation
holds "it is said who ended it" grep -qE '# olga, .*; ended by olga, ' $file
says "all that is left" 0 "revoked" desk revoke kim automation.run --yes
says "the role" 0 "revoked" desk revoke eve role lead --yes
holds "nothing is left" fails may kim automation
holds "of the role either" fails may eve automation
says "once more there is nothing" 1 "has no exception like that" desk revoke kim --yes
holds "the journal has it" grep -q '"what":"revoke","by":"olga","because":"done","user":"kim"' $state/journal
holds "the table is of the files" "$rolegate" verify $table --sources /etc/rolegate

# What was taken back and is granted again is one stretch.
fresh <<'RULES'
allow automation.run to user sam starting 2026-01-01 until 2026-01-14 because "long ago"
RULES
yesterday=$(date -u -d '10 days ago' +%Y-%m-%dT%H:%M:00Z)
fresh <<RULES
allow automation.run to user sam starting $yesterday until $(date -u -d '2 days' +%Y-%m-%dT%H:%M:00Z) because "SUP-3"
RULES
desk revoke sam --yes >/dev/null
says "what is granted again within a day is one stretch" 1 "with what sam has had since" \
    desk grant sam automation.run --for 10d --because "SUP-4" --yes
says "as long as the bound" 0 "granted" desk grant sam automation.run --for 3d --because "SUP-4" --yes
says "what has not begun goes as if it had never been" 0 "revoked" desk revoke sam --yes

# Denies.
fresh <<'RULES'
deny broadcast.send to user kim starting 2030-01-01 until 2030-01-07 because "HR-1"
deny broadcast.send to user olga starting 2030-01-01 until 2030-01-07 because "HR-2"
allow automation.run to user kim starting 2030-01-01 until 2030-01-07 when time mon-fri because "SUP-5"
# two people
allow automation.run to (user sam, user eve) starting 2030-01-01 until 2030-01-07 because "SUP-6"
RULES
says "revoke leaves denies alone" 0 "- allow automation.run to user kim" desk revoke kim --yes
same "both stay" 2 "$(grep -c ^deny $file)"
says "a deny is taken back by name" 0 "- deny broadcast.send to user kim" desk revoke kim deny broadcast.send --yes
says "not one's own" 1 "nobody may revoke a deny of himself" desk revoke olga deny broadcast.send --yes
says "another's hand may" 0 "revoked" as adam sudo -n "$rolegate" revoke olga deny broadcast.send --yes
says "what is about others as well is changed by hand" 1 "has to be changed by hand" desk revoke sam --yes
holds "with its comment it stays" grep -q '^# two people' $file

# ---- listing ----
fresh <<'RULES'
allow broadcast.send to user sam starting 2030-03-01 until 2030-03-07 because "SUP-11: later"  # eve, by hand
allow automation.run to user kim starting 2020-01-01 until 2020-01-07 because "SUP-12: over"
deny broadcast.send to user kim starting 2030-03-01 until 2030-03-07 because "HR-3"
RULES
desk grant kim automation.run --for 8h --because 'SUP-13: now' --yes >/dev/null
holds "what is over for long went with the next grant" fails grep -q SUP-12 $file
says "everybody may list" 0 "kim" as kim "$rolegate" exceptions
cp "$folder/said" "$folder/listed"
holds "with its end, its ticket, and who granted it" \
    grep -qE '^kim +automation.run +until [0-9-]+ [0-9:]+ +SUP-13: now +by olga, ' "$folder/listed"
holds "what comes" grep -qE '^sam +broadcast.send +from 2030-03-01 until 2030-03-07 +SUP-11: later +by eve, by hand$' "$folder/listed"
holds "and denies" grep -qE '^kim +not broadcast.send +from 2030-03-01 until 2030-03-07 +HR-3$' "$folder/listed"
same "sorted by user" "kim kim sam" "$(cut -d' ' -f1 "$folder/listed" | tr '\n' ' ' | sed 's/ $//')"
says "of one user" 0 "SUP-11" as kim "$rolegate" exceptions sam
says "of one who has none" 0 "no exceptions" as kim "$rolegate" exceptions eve
says "what ends soon" 1 "SUP-13" as kim "$rolegate" exceptions --expiring 1d
says "not so soon" 0 "no exception ends" as kim "$rolegate" exceptions --expiring 1h
says "as JSON" 0 '"user":"kim","names":"automation.run"' as kim "$rolegate" exceptions kim --json
says "the past is root's to see" 2 "try \`sudo rolegate exceptions --at" as kim "$rolegate" exceptions --at 2026-01-01

# ---- the past ----
rm -f $state/journal
fresh </dev/null
shift_journal() { # what was written until now was so many days ago
    python3 -c 'import datetime, json, sys
path, days = sys.argv[1], int(sys.argv[2])
lines = [json.loads(line) for line in open(path)]
for line in lines:
    at = datetime.datetime.strptime(line["at"], "%Y-%m-%dT%H:%M:%SZ") - datetime.timedelta(days=days)
    line["at"] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
open(path, "w").write("".join(json.dumps(line) + "\n" for line in lines))' $state/journal "$1"
}
day() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
sed 's/for 14 days/for 100 days/' -i $policy && "$rolegate" install $policy -Wno-all >/dev/null 2>&1
printf 'allow broadcast.send to user kim starting %s until %s because "SUP-20"\n' "$(day '30 days ago')" "$(day '10 days')" >$file
desk grant kim broadcast.send --for 20d --because "SUP-20" --yes >/dev/null
shift_journal 10
desk revoke kim --yes --because "not needed" >/dev/null
shift_journal 10
desk grant sam automation.run --for 1h --because "SUP-21" --yes >/dev/null
says "who had it on a day of the past" 0 "SUP-20" desk exceptions --at "$(day '15 days ago')"
says "and who granted it" 0 "by olga, 20" desk exceptions --at "$(day '15 days ago')"
says "until when it was meant to be then" 0 "until $(date -u -d '20 days 330 minutes' +%Y-%m-%d)" \
    desk exceptions --at "$(day '15 days ago')"
says "what is now" 0 "SUP-21" desk exceptions --at "$(day now)"
says "before the journal" 2 "the journal begins at" desk exceptions --at "$(day '30 days ago')"
# A journal that has grown is put aside, and read all the same; what is kept of it is bounded.
grow_journal() { yes '{"padding": "a line that makes no sense is passed over"}' | head -n 80000 >>$state/journal; }
mkdir "$folder/journal" && cp -p $state/journal "$folder/journal/"
grow_journal
holds "a change where the journal has grown" desk grant sam automation.run --for 2h --because "SUP-24" --yes
same "it has a file of its own then" 1 "$(wc -l <$state/journal)"
same "and the one before is root's alone as well" "0:600" "$(stat -c %u:%a $state/journal.000001)"
says "the past is read across the files" 0 "SUP-20" desk exceptions --at "$(day '15 days ago')"
says "with who granted it" 0 "by olga, 20" desk exceptions --at "$(day '15 days ago')"
says "who could then as well" 0 "user kim" "$rolegate" who broadcast --at "$(day '15 days ago')"
mv $state/journal.000001 "$folder/away.1"
says "without the first one nothing is told of its time" 2 "the journal begins at" desk exceptions --at "$(day '15 days ago')"
mv "$folder/away.1" $state/journal.000001
for number in $(seq 2 20); do : >"$(printf '%s/journal.%06d' $state "$number")"; done
touch -d '401 days ago' $state/journal.000007
grow_journal
holds "a change where there are many" desk grant sam automation.run --for 3h --because "SUP-25" --yes
same "only so many are kept, the newest" "16 journal.000021" \
    "$(find $state -name 'journal.*' | wc -l) $(find $state -name 'journal.*' -printf '%f\n' | sort | tail -n 1)"
says "and what is before them is not told" 2 "the journal begins at" desk exceptions --at "$(day '15 days ago')"
rm $state/journal*
cp -p "$folder/journal/journal" $state/ && "$rolegate" install $policy -Wno-all >/dev/null 2>&1
desk revoke sam automation.run --yes --because "done" >/dev/null
mkdir "$folder/away" && mv $state/history/* "$folder/away/"
says "a table that is kept no more" 2 "no table at that path" desk exceptions --at "$(day '15 days ago')"
mv "$folder"/away/* $state/history/
printf '{"at": "broken' >>$state/journal
says "half of a line is passed over" 0 "SUP-20" desk exceptions --at "$(day '15 days ago')"
says "and ended before the next" 0 "granted" desk grant sam automation.run --for 2h --because "SUP-22" --yes
same "each line by itself" 1 "$(grep -c '^{"at": "broken$' $state/journal)"
"$rolegate" compile "$folder/other.rg" -o $table -Wno-all && sleep 1
"$rolegate" install $policy -Wno-all >/dev/null 2>&1
says "a table that came by other means is unknown" 2 "put in place by other means" desk exceptions --at "$(day '1 second ago')"
touch -d '401 days ago' $state/history/*.rgt
desk grant sam automation.run --for 3h --because "SUP-23" --yes >/dev/null
same "tables of more than 400 days ago are gone but for those just in place" 2 "$(find $state/history -name '*.rgt' | wc -l)"

# ---- pruning ----
fresh <<RULES
# a remark
allow broadcast.send to user kim starting 2020-01-01 until 2020-01-07 because "over"
allow broadcast.send to user eve starting $(day '3 days ago') until $(day '2 hours ago') because "over today"
allow broadcast.send to user sam starting $(day '13 days ago') until $(day '3 days ago') because "over, and goes on"
allow broadcast.send to user sam starting $(day '70 hours ago') until $(day '20 hours') because "with this"
RULES
says "who may not write takes nothing out" 1 "may write no exceptions" env SUDO_UID="$(id -u eve)" "$rolegate" exceptions --prune
says "what has been over for a day goes" 0 "took out 1 exception" desk exceptions --prune
same "what ended today stays, and what goes on" "over today over, and goes on with this" \
    "$(sed -n 's/.*because "\(.*\)".*/\1/p' $file | tr '\n' ' ' | sed 's/ $//')"
says "then there is nothing" 0 "took out 0 exceptions" desk exceptions --prune

# ---- a policy with files from elsewhere ----
fresh </dev/null
cp $policy "$folder/main.rg"
mkdir -m 755 "$folder/site d" && echo 'permission site.use' >"$folder/site d/site.rg"
{ echo 'include <site>' && cat "$folder/main.rg"; } >$policy
holds "it is installed with -I, from another folder" bash -c "cd '$folder' && '$rolegate' install $policy -Wno-all -I 'site d'"
says "who grants need not say where they are" 0 "granted" desk grant kim broadcast.send --for 1h --because "SUP-30" --yes
says "nor who takes back" 0 "revoked" desk revoke kim --yes --because "done"
holds "status finds them" fails grep -q "it is gone" <("$rolegate" status)
echo '# more' >>"$folder/site d/site.rg"
says "one that has changed is refused, and what root has to say" 1 \
    "root has to say \`rolegate install $policy -I '$folder/site d'' first" desk grant kim broadcast.send --for 1h --because "SUP-31" --yes
says "status says the same" 1 "rolegate install $policy -I '$folder/site d'" "$rolegate" status
says "he may not say where himself" 2 "" desk grant kim broadcast.send -I /tmp --for 1h --because "SUP-31" --yes
cp "$folder/main.rg" $policy && "$rolegate" install $policy -Wno-all >/dev/null 2>&1

# ---- two at once ----
fresh </dev/null
jobs=0
for name in kim sam eve; do
    for permission in broadcast.send automation.run; do
        desk grant $name $permission --for 1h --because "at once" --yes >/dev/null 2>&1 &
        jobs=$((jobs + 1))
    done
done
wait
same "of $jobs at once none is lost" "$jobs" "$(grep -c '^allow' $file)"
holds "and the table has them" "$rolegate" verify $table --sources /etc/rolegate
same "each has its line in the journal" "$jobs" "$(tail -n $jobs $state/journal | grep -c '"what":"grant"')"

# An install that has compiled the policy before somebody else's exception was written, and has the lock behind him.
fresh </dev/null
hold $state/lock
"$rolegate" install $policy -Wno-all >"$folder/installed" 2>&1 &
job=$!
waits ended_or $job blocked $job
echo "allow automation.run to user kim starting $(day now) until $(day '1 day') because \"meanwhile\"" >$file
let_go
wait $job
holds "an install that waited takes what was written meanwhile" "$rolegate" verify $table --sources /etc/rolegate
holds "so that it counts" may kim automation

# ---- a full disk ----
fresh </dev/null
full() { # FOLDER: for one grant, there is no room in it
    local at=$1
    mkdir -p "$folder/full"
    cp -a "$at/." "$folder/full/"
    mount -t tmpfs -o "size=$(($(du -sk "$at" | cut -f1) + 16))k,mode=755" none "$at" && cp -a "$folder/full/." "$at/"
    head -c 1000000 /dev/zero >"$at/.fill" 2>/dev/null
    desk grant kim broadcast.send --for 1h --because "full" --yes >"$folder/said" 2>&1
    ended=$? full=$(cat "$folder/said")
    umount "$at"
    rm -rf "$folder/full"
}
before=$(sha256sum $file $table)
for at in $state /etc/rolegate/desk.d /etc/security; do
    full $at
    same "no room in $at: it is not done" 2 "$ended"
    holds "and said" grep -q "No space left" <<<"$full"
    same "no room in $at: all is as it was" "$before" "$(sha256sum $file $table)"
done
says "then it goes" 0 "granted" desk grant kim broadcast.send --for 1h --because "room" --yes

# ---- killed at every system call ----
if command -v strace >/dev/null 2>&1 && strace -o /dev/null true 2>/dev/null; then
    fresh </dev/null
    holds "the old one" "$rolegate" grant kim broadcast.send --for 1h --because "old" --yes
    cp $file "$folder/old.rg" && cp $table "$folder/old.rgt" && cp $state/state.json "$folder/old.json"
    killed=0 bad=
    for call in openat write fsync rename link close fchmod flock unlink utimensat; do
        for n in $(seq 1 400); do
            cp "$folder/old.rg" $file && cp "$folder/old.rgt" $table && cp "$folder/old.json" $state/state.json
            (strace -o /dev/null -e trace="$call" -e inject="$call":signal=KILL:when="$n" \
                "$rolegate" grant sam broadcast.send --for 1h --because "new" --yes; exit) >/dev/null 2>&1
            ended=$?
            killed=$((killed + 1))
            "$rolegate" verify $table >/dev/null 2>&1 || bad+="$call $n: no table; "
            "$rolegate" check -Wno-all $policy >/dev/null 2>&1 || bad+="$call $n: the files are broken; "
            "$rolegate" can kim broadcast >/dev/null 2>&1 || bad+="$call $n: the old one is lost; "
            # Another file of another include, so that what was left behind has to be known for what it is.
            "$rolegate" grant eve vault.open --for 1h --because "after" --yes >"$folder/said" 2>&1 ||
                bad+="$call $n: what it left is in the way: $(cat "$folder/said"); "
            "$rolegate" verify $table --sources /etc/rolegate >/dev/null 2>&1 || bad+="$call $n: table and files differ; "
            "$rolegate" revoke eve --yes >/dev/null 2>&1
            : >/etc/rolegate/vault.rg
            [ "$ended" -eq 0 ] && break
        done
    done
    holds "killed $killed times: the old or the new${bad:+: $bad}" test -z "$bad"
else
    skip "kills at every system call: there is no strace"
fi

finish

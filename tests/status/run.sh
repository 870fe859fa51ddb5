#!/usr/bin/env bash
# status, and what stack and install say of the same facts: on a machine of their own (a mount namespace with private
# /etc/security, /var/lib, /etc/ssh, PAM configuration and accounts), with libpam, pam-auth-update and sshd themselves.
# Whatever is not as it was meant is said with what fixes it, and that is tried.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "status" --mount --pid --fork --kill-child --mount-proc

own_command || exit 2
table=/etc/security/rolegate.rgt
state=/var/lib/rolegate
file() { cat >"/etc/pam.d/$1"; }
# A policy: NAME "SERVICE, …" USER….
policy() {
    local name=$1 services=$2 user
    shift 2
    printf 'policy "%s"\npermission shell.use\nservice %s requires shell.use\n' "$name" "$services"
    for user in "$@"; do printf 'allow shell.use to user %s because "test"\n' "$user"; done
}
status_json() { "$rolegate" status --json; }
# The kinds of what is found, with what it is about, of a list of the JSON (attention, unknown, notices), sorted.
found() {
    status_json | python3 -c 'import json, sys
print(" ".join(sorted(one["kind"] + ":" + one["about"] for one in json.load(sys.stdin)[sys.argv[1]])))' "$1"
}
# attention NAME WANTED: what must be said, and by the exit status.
attention() {
    local status
    same "$1" "$2" "$(found attention)"
    "$rolegate" status >/dev/null 2>&1
    status=$?
    same "$1: the exit status" "$([ -n "$2" ] && echo 1 || echo 0)" $status
}
# Runs the command that is named first, which the text has in `…'.
fix() {
    local command
    command=$(status_json | python3 -c 'import json, re, sys
for one in json.load(sys.stdin)["attention"]:
    for command in re.findall("`(.*?)'\''(?=$|[ ,;])", one.get("fix", "")):
        print(command)
        sys.exit()')
    echo "to fix it: $command"
    PATH=$(dirname "$rolegate"):$PATH eval "$command"
}
# fixed NAME: the command that is named fixes the one thing that is found.
fixed() {
    holds "$1: the command that is named" fix
    attention "$1: fixed" ""
}

# ---- a machine ----
for path in /etc/security /var/lib /etc/pam.d /var/log; do mount -t tmpfs none "$path" || exit 2; done
days=$(($(date +%s) / 86400))
for user in root:0 kim:1001 bob:1002 ann:1003 sshd:120; do
    echo "${user%:*}:x:${user#*:}:${user#*:}::/:/bin/sh" >>"$folder/passwd"
    echo "${user%:*}:x:${user#*:}:" >>"$folder/group"
    echo "${user%:*}:*:$days:0:99999:7:::" >>"$folder/shadow"
done
chmod 600 "$folder/shadow"
printf 'passwd: files\ngroup: files\nshadow: files\n' >"$folder/nsswitch.conf"
for name in passwd group shadow nsswitch.conf; do mount --bind "$folder/$name" /etc/$name || exit 2; done
modules=$(dirname "$(find -L /lib/*/security /lib/security /lib64/security -name pam_permit.so 2>/dev/null | head -n 1)")
cp -a "$modules" "$folder/modules" && mount -t tmpfs none "$modules" && cp -a "$folder/modules/." "$modules"
cp "$BUILD/pam_rolegate.so" "$modules"
own_folders /usr/lib/pam.d
mkdir "$folder/policies" && cd "$folder/policies" || exit 2
cat >/etc/pam.d/common-account <<'END'
account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
account requisite pam_deny.so
account required pam_permit.so
END
for name in auth password session session-noninteractive; do echo "${name%%-*} required pam_permit.so" | file common-$name; done
for service in sudo tool other; do echo '@include common-account' | file $service; done
cp -a /etc/pam.d "$folder/pam.d"
as_before() {
    rm -rf /etc/pam.d/* $state/enabled.json && cp -a "$folder/pam.d/." /etc/pam.d
    cp "$BUILD/pam_rolegate.so" "$modules"
    "$rolegate" install "$folder/policies/main.rg" --force >/dev/null 2>&1
}
policy main sudo root kim >main.rg
if [ -e /usr/sbin/sshd ]; then
    mkdir -p /run/sshd "$folder/ssh" && cp -a /etc/ssh/. "$folder/ssh" && mount --bind "$folder/ssh" /etc/ssh
    [ -e /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
    printf 'UsePAM yes\n' >/etc/ssh/sshd_config && rm -rf /etc/ssh/sshd_config.d
fi

# ---- what is installed ----
says "status without a table" 2 "no table at that path" "$rolegate" status
says "says all the same who asks" 2 "services   none" "$rolegate" status
says "for a machine too" 2 '"problem":"no table at that path"' "$rolegate" status --json
same "and what is to be done" "no-table:$table" "$(found attention)"
holds "a policy" "$rolegate" install main.rg --because "SUP-7"
holds "a service" "$rolegate" enable sudo
attention "all is as it was meant" ""
says "what, since when, why" 0 "from $folder/policies/main.rg: SUP-7" "$rolegate" status
says "the sources" 0 "sources    1, unchanged" "$rolegate" status
says "who asks it" 0 "services   sudo: guarded" "$rolegate" status

# ---- guards that were switched on and are gone ----
cp "$folder/pam.d/sudo" /etc/pam.d/sudo
attention "a file that was written anew" "guard-gone:sudo"
says "stack says it too" 1 "it was enabled but is no longer guarded: /etc/pam.d/sudo was overwritten" "$rolegate" stack sudo
says "and finds it by itself" 1 "it was enabled but is no longer guarded" "$rolegate" stack
fixed "a file that was written anew"
"$rolegate" enable sudo 'quiet' >/dev/null && cp "$folder/pam.d/sudo" /etc/pam.d/sudo
fixed "a line with an option"
holds "the option is there again" grep -q 'pam_rolegate.so quiet' /etc/pam.d/sudo
sed -i 's/pam_rolegate.so.*/pam_rolegate.so permissive/' /etc/pam.d/sudo
attention "a line that only logs now" "guard-weaker:sudo"
fixed "a line that only logs now"
holds "meant to only log" "$rolegate" enable sudo permissive
attention "meant to only log" ""
"$rolegate" compile -Wno-all main.rg -o /etc/security/other.rgt 2>/dev/null
sed -i 's/pam_rolegate.so.*/pam_rolegate.so table=\/etc\/security\/other.rgt/' /etc/pam.d/sudo
attention "a line that was to log, and asks another table" "guard-changed:sudo listed-not-asked:sudo"
holds "meant to ask" "$rolegate" enable sudo
attention "meant to ask" ""
sed -i 's/pam_rolegate.so.*/pam_rolegate.so table=\/etc\/security\/other.rgt/' /etc/pam.d/sudo
attention "a line that asks another table now" "guard-changed:sudo listed-not-asked:sudo"
says "which is named" 1 "the policy lists it, and /etc/security/other.rgt is asked in its place" "$rolegate" status
fixed "a line that asks another table now"
sed -i 's/pam_rolegate.so.*/pam_rolegate.so breakglass=sudo/' /etc/pam.d/sudo
attention "a line that opens where it should not" "guard-changed:sudo"
fixed "a line that opens where it should not"
holds "another table, as it is meant" "$rolegate" enable sudo table=/etc/security/other.rgt
attention "is not what the policy is for" "listed-not-asked:sudo"
holds "meant to ask" "$rolegate" enable sudo
rm /etc/pam.d/sudo
attention "a file that is gone" "guard-gone:sudo"
fixed "a file that is gone"
as_before
if command -v pam-auth-update >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    cp -a /var/cache/debconf "$folder/debconf" && mount --bind "$folder/debconf" /var/cache/debconf && mkdir -p /var/lib/pam
    rm -f /etc/pam.d/common-*
    holds "Debian's own files" pam-auth-update --package --force --enable unix
    holds "the policy" "$rolegate" install main.rg
    holds "a line in common-account, behind the mark" sed -i '/the "Primary" block/a account required pam_rolegate.so' /etc/pam.d/common-account
    python3 -c 'import json
json.dump({"format": 1, "services": [{"service": "common-account", "options": []}]}, open("/var/lib/rolegate/enabled.json", "w"))'
    holds "pam-auth-update --force takes it away" pam-auth-update --package --force
    same "which is seen" "guard-gone:common-account listed-not-asked:sudo" "$(found attention)"
    umount /var/cache/debconf
fi
as_before
echo '{' >$state/enabled.json
says "a record that makes no sense" 2 "enabled.json is invalid; move it aside" "$rolegate" status
as_before

# ---- what the policy lists ----
attention "a listed service that does not ask" "listed-not-asked:sudo"
says "stack says it too" 1 "the policy lists it, but its stack does not call pam_rolegate.so" "$rolegate" stack sudo
fixed "a listed service that does not ask"
printf 'account required pam_rolegate.so service=sudo\n@include common-account\n' | file tool
cp "$folder/pam.d/sudo" /etc/pam.d/sudo && rm $state/enabled.json
attention "asked for by another name" ""
as_before
policy main "sudo, portal" root kim >more.rg
holds "a service of a program that has no PAM file" "$rolegate" install more.rg
holds "enable" "$rolegate" enable sudo
attention "is no fault" ""
same "and told" "listed-without-stack:portal" "$(found notices)"
as_before
holds "enable" "$rolegate" enable sudo
echo '@include common-account' | file sudo-i
attention "a sibling that comes later" "sibling-open:sudo-i"
says "stack says it too" 1 "it is a sibling of sudo and is not guarded" "$rolegate" stack sudo-i
fixed "a sibling that comes later"
as_before

# ---- services that ask and are not listed ----
for unlisted in deny ignore; do
    { echo "unlisted $unlisted" && cat main.rg; } >unlisted.rg
    holds "unlisted $unlisted" "$rolegate" install unlisted.rg
    holds "enable" "$rolegate" enable sudo
    printf 'account required pam_rolegate.so\n@include common-account\n' | file tool
    attention "a service that asks and is not listed, unlisted $unlisted" "unlisted-$([ $unlisted = deny ] && echo shut || echo open):tool"
    says "stack says it too, unlisted $unlisted" 1 "the policy does not list it" "$rolegate" stack tool
    says "install says it, and goes on: it was so before" 0 "warning: tool: it is guarded, and" "$rolegate" install unlisted.rg
    cp "$folder/pam.d/tool" /etc/pam.d/tool
    policy main "sudo, tool" root kim | cat <(echo "unlisted $unlisted") - >both.rg
    holds "a policy with both" "$rolegate" install both.rg
    holds "which tool asks" "$rolegate" enable tool
    attention "both" ""
    says "install refuses a table that does not decide tool any more, unlisted $unlisted" 1 "tool: with the new table, it is guarded, and" \
        "$rolegate" install unlisted.rg
    says "and changes nothing" 0 "services   sudo: guarded" "$rolegate" status
    says "--force does it, and says so" 0 "forced: undecided-service" "$rolegate" install unlisted.rg --force
    says "revert to one that decides less is asked about as well" 1 "--force" bash -c "'$rolegate' install both.rg >/dev/null && '$rolegate' revert"
    as_before
done
{ echo 'unlisted requires shell.use' && cat main.rg; } >others.rg
holds "unlisted requires" "$rolegate" install others.rg
holds "enable" "$rolegate" enable sudo
printf 'account required pam_rolegate.so\n@include common-account\n' | file tool
attention "a service that asks and is not listed, unlisted requires" ""
same "is told" "unlisted-requires:tool" "$(found notices)"
as_before
holds "enable" "$rolegate" enable sudo
sed 's/^allow .*//' main.rg >nobody.rg
says "install refuses a listed service that shuts everybody out" 1 "sudo: with the new table, it is guarded, and nobody gets in" \
    "$rolegate" install nobody.rg
holds "forced" "$rolegate" install nobody.rg --force
attention "a listed service that shuts everybody out" "nobody-gets-in:sudo"
says "its state has a word" 1 'services   sudo: closed' "$rolegate" status
says "stack has the same" 1 '"state":"closed"' "$rolegate" stack sudo --json
as_before

# ---- the program does not ask PAM ----
if [ -e /usr/sbin/sshd ]; then
    policy main sshd root kim >ssh.rg
    echo '@include common-account' | file sshd
    holds "a policy for sshd" "$rolegate" install ssh.rg
    holds "enable" "$rolegate" enable sshd
    attention "sshd asks" ""
    printf 'UsePAM no\n' >/etc/ssh/sshd_config
    attention "UsePAM no" "pam-off:sshd"
    says "stack says it too" 1 "sshd does not use PAM (UsePAM no)" "$rolegate" stack sshd
    chmod 0 /etc/ssh/ssh_host_* && printf 'HostKey /nowhere\nUsePAM no\n' >/etc/ssh/sshd_config
    attention "where sshd -T does not run, its file is read" "pam-off:sshd"
    mkdir /etc/ssh/more && printf 'Include more/*.conf\nHostKey /nowhere\nUsePAM no\n' >/etc/ssh/sshd_config
    printf 'UsePAM yes\n' >/etc/ssh/more/a.conf
    attention "with what it includes: the first word counts" ""
    rm /etc/ssh/sshd_config
    same "nor that: it cannot be told" "pam-untold:sshd" "$(found unknown)"
    says "and the exit status says so" 2 "cannot determine whether sshd uses PAM" "$rolegate" status
    printf 'UsePAM yes\n' >/etc/ssh/sshd_config
else
    skip "sshd is not there"
fi
as_before

# ---- stacks ----
printf '@include common-account\naccount required pam_rolegate.so\n' | file sudo
attention "a way around" "way-around:sudo"
fixed "a way around"
rm "$modules/pam_rolegate.so"
attention "the module is gone" "stack-broken:sudo"
cp "$BUILD/pam_rolegate.so" "$modules"
# Other bytes under its name: another program's, another build's, what is left of a file, and none.
id=$(cut -d'"' -f2 "$BUILD/policy-compiler/machine/pam/module_build_id.inc")
another_build() {
    python3 -c 'import sys
module, id = open(sys.argv[1], "rb").read(), bytes.fromhex(sys.argv[2])
assert module.count(id) == 1
sys.stdout.buffer.write(module.replace(id, bytes(20)))' "$BUILD/pam_rolegate.so" "$id"
}
put_module() { cat >"$folder/other.so" && cp "$folder/other.so" "$modules/pam_rolegate.so"; }
put_module <"$modules/pam_permit.so"
attention "another program's module under its name" "module-other:sudo"
says "which is said" 1 "pam_rolegate.so, which is not the module that was built with this command" "$rolegate" status
says "stack says it too" 1 "is not the module that was built with this command" "$rolegate" stack sudo
says "enable does not put a line there that asks it" 1 "is not the module that was built with this command" "$rolegate" enable tool
another_build | put_module
attention "another build's" "module-other:sudo"
for length in 5 64 700 5000; do
    head -c $length "$BUILD/pam_rolegate.so" | put_module
    attention "$length bytes of it" "module-other:sudo"
done
cp "$BUILD/pam_rolegate.so" "$modules" && strip "$modules/pam_rolegate.so"
attention "one that a package has stripped is the same" ""
cp "$BUILD/pam_rolegate.so" "$modules"
attention "itself" ""
sed -i 's/pam_rolegate.so/& bogus/' /etc/pam.d/sudo
attention "an option that it does not know" "stack-broken:sudo"
as_before
holds "enable" "$rolegate" enable sudo
as_user() { setpriv --reuid 65534 --regid 65534 --clear-groups "$rolegate" "$@"; }
says "everybody may look" 2 "services   sudo: guarded" as_user status
same "but at the log" "the log: who was denied cannot be read: neither in the journal nor in /var/log" \
    "$(as_user status | sed -n 's/^unknown    //p')"
same "and what is not as it was meant" "" "$(as_user status | grep '^attention')"
chmod 600 /etc/pam.d/tool
says "what the caller may not read is not known" 2 "tool: cannot read /etc/pam.d/tool: Permission denied" as_user status
as_before
holds "enable" "$rolegate" enable sudo

# ---- sources and tables ----
echo '# more' >>main.rg
attention "a source that has changed" "source-changed:main.rg"
fixed "a source that has changed"
cp main.rg "$folder/main.rg" && rm main.rg
attention "a source that is gone" "source-gone:main.rg"
cp "$folder/main.rg" main.rg
mkdir conf.d && { cat main.rg && echo 'include "conf.d/*.rg"'; } >parts.rg
holds "a pattern that matches nothing yet" "$rolegate" install parts.rg
attention "a pattern that matches nothing yet" ""
echo '# one more' >conf.d/a.rg
attention "a file that is new under a pattern" "source-new:conf.d/a.rg"
fixed "a file that is new under a pattern"
touch conf.d/.hidden.rg conf.d/a.rg.bak 'conf.d/b[1].txt'
attention "what the pattern does not match is none" ""
echo '# and more' >conf.d/b.rg && rm conf.d/a.rg
attention "one that is new, and one that is gone" "source-gone:conf.d/a.rg source-new:conf.d/b.rg"
rm -r conf.d
attention "the folder is gone" "source-gone:conf.d/a.rg"
holds "the policy" "$rolegate" install main.rg
"$rolegate" compile -Wno-all unlisted.rg -o $table 2>/dev/null
attention "a table that is put there by hand" "by-hand:$table"
holds "the policy" "$rolegate" install main.rg
policy main sudo root kim bob >wider.rg
cp $table "$folder/before.rgt"
holds "a wider one" "$rolegate" install wider.rg
holds "and back" "$rolegate" revert
attention "the one before, by revert" ""
holds "the wider one again" "$rolegate" install wider.rg
cp "$folder/before.rgt" $table
attention "the one before, by hand" "by-hand:$table"
fixed "the one before, by hand"
holds "the policy" "$rolegate" install main.rg

# ---- what others may change ----
writable() { # NAME PATH
    chmod go+w "$2"
    attention "$1 that others may write to" "others-may-write:$2"
    fixed "$1 that others may write to"
}
mkdir open.d && { cat main.rg && echo 'include "open.d/*.rg"'; } >open.rg && : >open.d/a.rg
holds "a policy of several files" "$rolegate" install open.rg
writable "a source" "$PWD/open.rg"
writable "an included source" "$PWD/open.d/a.rg"
writable "a folder of sources" "$PWD/open.d"
chmod 1777 open.d
attention "a folder out of which a pattern takes what others put there" "others-may-write:$PWD/open.d"
chmod 755 open.d
writable "a service's file" /etc/pam.d/sudo
writable "the module" "$(realpath "$modules")/pam_rolegate.so"
chown 1001 open.rg
attention "whose it is was looked at when it was installed" ""
# A command that is named can be pasted, wherever the files lie.
odd="$PWD/it's \$odd; (a) \"folder\"" && mkdir "$odd" && cp main.rg "$odd/main.rg" && mkdir "$odd/d" && : >"$odd/d/a.rg"
echo 'include "d/*.rg"' >>"$odd/main.rg"
holds "a folder whose name a shell takes for more" "$rolegate" install "$odd/main.rg"
echo '# more' >>"$odd/main.rg"
attention "its source has changed" "source-changed:main.rg"
fixed "its source has changed"
echo '# one more' >"$odd/d/b.rg"
attention "one is new there" "source-new:d/b.rg"
fixed "one is new there"
writable "a source there" "$odd/main.rg"
writable "a folder there" "$odd/d"
"$rolegate" compile -Wno-all main.rg -o $table 2>/dev/null
attention "a table by hand" "by-hand:$table"
fixed "a table by hand"
holds "the policy" "$rolegate" install main.rg
{ cat main.rg && echo '# of two minds'; } >second.rg
holds "a table that waits" "$rolegate" install second.rg --confirm 600
attention "a table that waits" "not-confirmed:$table"
holds "confirmed" "$rolegate" confirm --here
attention "confirmed" ""
as_before
holds "enable" "$rolegate" enable sudo

# ---- names ----
policy main sudo root kim nobody-here >names.rg
holds "a name that nobody has" "$rolegate" install names.rg
attention "a name that nobody has" "name:names.rg:6"
says "is said" 1 'this machine has no user "nobody-here" [unknown-account]' "$rolegate" status
holds "and can be left out" "$rolegate" status -Wno-unknown-account
printf 'passwd: files\ngroup: sss files\nshadow: files\n' >/etc/nsswitch.conf
{ cat main.rg && echo 'deny shell.use to group sshd because "test"'; } >group.rg
holds "sources of groups" "$rolegate" install group.rg --force
says "an order of sources in which one that is down is passed over is said" 1 "[nss-order]" "$rolegate" status
says "with the line that fixes it" 1 "to fix it: write: group: files sss" "$rolegate" status
printf 'passwd: files\ngroup: files\nshadow: files\n' >/etc/nsswitch.conf
as_before
holds "enable" "$rolegate" enable sudo

# ---- what was decided, and what ends ----
stamp() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
line() {
    echo "Nov 24 10:00:00 h sudo[1]: pam_rolegate(sudo:account): rolegate v=1 verdict=$3 result=perm_denied reason=not-granted user=\"$1\" service=\"sudo\" at=$2 host=\"h\""
}
{ for user in kim kim lee; do line $user "$(stamp now)" deny; done; } >/var/log/auth.log.1
{ line kim 2099-01-01T00:00:00Z deny; line kim 2020-01-01T00:00:00Z allow; } >/var/log/auth.log
says "what was decided" 0 "last day   0 allowed, 3 denied, 0 other (/var/log/auth.log)" "$rolegate" status
says "who was denied most often" 0 "kim at sudo: 2 denied" "$rolegate" status
attention "as usual" ""
{
    for _ in {1..12}; do line kim "$(stamp '-1 hour')" deny; line bob "$(stamp '-1 hour')" deny; done
    for day in 2 3 4 5; do for _ in {1..12}; do line bob "$(stamp "-$day days")" deny; done; done
} >/var/log/auth.log
attention "who is denied more often than on other days" "denied-often:kim"
says "with what says why" 1 "rolegate can kim sudo --why" "$rolegate" status
# The journal knows who sent a line; the file that the same lines stand in does not.
journal_says() { # _UID _EXE
    printf '{"MESSAGE":"pam_rolegate(sudo:account): rolegate v=1 verdict=deny result=perm_denied reason=not-granted user=\\"%s\\" service=\\"sudo\\" at=%s host=\\"h\\"","_UID":"%s","_EXE":"%s"}\n' \
        "$3" "$(stamp now)" "$1" "$2"
}
{
    echo '#!/bin/sh'
    echo 'cat <<END'
    journal_says 0 /usr/bin/sudo lee
    journal_says 1001 /usr/bin/logger kim
    journal_says 1001 /usr/bin/logger kim
    echo END
} >"$folder/journalctl"
chmod +x "$folder/journalctl"
journalctl=$(command -v journalctl)
if [ -n "$journalctl" ] && mount --bind "$folder/journalctl" "$(realpath "$journalctl")"; then
    says "what strangers sent to the journal does not count" 0 "last day   0 allowed, 1 denied, 0 other (the journal)" \
        "$rolegate" status
    says "nor is anybody denied by it" 0 "lee at sudo: 1 denied" "$rolegate" status
    grep -v lee "$folder/journalctl" >"$folder/strangers" && cat "$folder/strangers" >"$folder/journalctl"
    says "nor does the file count, where there is a journal" 0 "last day   0 allowed, 0 denied, 0 other (the journal)" \
        "$rolegate" status
    umount "$(realpath "$journalctl")"
else
    skip "journalctl is not here"
fi
rm /var/log/auth.log*
last=$(date -u -d '+3 days' +%Y-%m-%d)
{
    sed "s/^allow shell.use to user kim/& until $last/" main.rg
    echo "allow shell.use to (user ann, group bob) until $(date -u -d '+4 days' +%Y-%m-%d) because \"SUP-8\""
    echo "role desk { allow shell.use }"
    echo "assign desk to gid 1002 until $(date -u -d '+2 days' +%Y-%m-%d)"
    echo "allow shell.use to user root until $(date -u -d '+2 years' +%Y-%m-%d)"
} >ending.rg
number=$(grep -n '^assign' ending.rg | cut -d: -f1)
holds "what ends" "$rolegate" install ending.rg
says "what ends soon, and whom it concerns" 1 "allow shell.use to user ann, group bob (ending.rg:$((number - 2))): SUP-8" "$rolegate" status
says "first what ends first" 1 "\"ending\":[{\"until\":\"${last}T00:00:00Z\",\"kind\":\"assign\",\"what\":\"desk\",\"to\":\"gid 1002\",\"file\":\"ending.rg\",\"line\":$number," \
    "$rolegate" status --json
attention "what ends soon is not passed over" \
    "ends-soon:ending.rg:$((number - 4)) ends-soon:ending.rg:$((number - 2)) ends-soon:ending.rg:$number"
says "once on the page" 1 "to fix it: move their" "$rolegate" status
same "and with its own words alone" 3 "$("$rolegate" status | grep -c "ending.rg:")"

# ---- for node_exporter ----
metric() { "$rolegate" status --format prometheus | sed -n "s/^rolegate_$1 //p"; }
same "metrics: what ends" "1 1 3 3" "$(metric status) $(metric table_usable) $(metric attention_count) $(metric ending_within_week)"
holds "nothing ends" "$rolegate" install main.rg
same "metrics: all is well" "0 1 0 0" "$(metric status) $(metric table_usable) $(metric attention_count) $(metric ending_within_week)"
cp "$folder/pam.d/sudo" /etc/pam.d/sudo
same "metrics: something is not" "1 1" "$(metric status) $(metric attention_count)"
holds "which, by name" bash -c "'$rolegate' status --format prometheus | grep -qxF 'rolegate_attention{kind=\"guard-gone\",about=\"sudo\"} 1'"
rm $table
same "metrics: no table" "2 0" "$(metric status) $(metric table_usable)"
check_metrics() {
    "$rolegate" status --format prometheus | python3 -c 'import re, sys
typed = set()
for line in sys.stdin:
    if line.startswith("# TYPE "):
        name, kind = line.split()[2:]
        assert name not in typed and kind == "gauge", line
        typed.add(name)
    elif not line.startswith("# HELP "):
        found = re.fullmatch(r"([a-z_]+)(\{[a-z]+=\"(?:[^\"\\\n]|\\.)*\"(?:,[a-z]+=\"(?:[^\"\\\n]|\\.)*\")*\})? -?[0-9]+\n", line)
        assert found and found[1] in typed, line'
}
holds "every metric has its type, and is in the form" check_metrics
says "another format" 2 "unknown format 'xml'; use text, json or prometheus" "$rolegate" status --format xml

finish

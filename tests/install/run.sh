#!/usr/bin/env bash
# install, confirm, revert, status: on a machine of their own (a mount namespace with private
# /etc/security, /var/lib, PAM configuration and accounts), with real PAM stacks, a timer, restarts, kills and a full disk.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "install and its kin" --mount --pid --fork --kill-child --mount-proc

own_command || exit 2
table=/etc/security/rolegate.rgt
state=/var/lib/rolegate

# The policy's name in the table in place, or "none".
in_place() {
    [ -e "$table" ] || { echo none; return; }
    "$rolegate" verify "$table" 2>/dev/null | sed -n 's/^policy  *//p'
}
is_in_place() {
    local now
    now=$(in_place)
    echo "in place: $now, wanted: $1"
    [ "$now" = "$1" ]
}
# A policy that lets root and kim in.
policy() {
    cat <<END
policy "$1"
permission shell.use
service su, sudo, cron, login, sshd requires shell.use
allow shell.use to user root because "root"
allow shell.use to user kim because "kim"
END
}

# ---- a machine ----
for path in /etc/security /var/lib /etc/pam.d; do
    mkdir -p "$folder/layer$path" "$folder/work$path"
    mount -t tmpfs none "$path" || exit 2
done
cat >"$folder/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
kim:x:1001:1001::/:/bin/sh
END
mount --bind "$folder/passwd" /etc/passwd
for service in su sudo cron other; do
    printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' \
        >/etc/pam.d/$service
done
mkdir "$folder/policies" && cd "$folder/policies" || exit 2
for name in one two three four five; do policy "$name" >$name.rg; done
policy bare | sed '/user root/d' >rootless.rg
policy broken | sed 's/^allow/alow/' >broken.rg

# ---- install ----
says "a policy with errors is not installed" 1 "error:" "$rolegate" install broken.rg
holds "and nothing is there" is_in_place none
says "a policy that is not there" 2 "cannot read" "$rolegate" install absent.rg
says "install says what it did" 0 "installed $folder/policies/one.rg as $table" "$rolegate" install one.rg
holds "the table is there" is_in_place one
holds "it is readable by all and writable by root" test "$(stat -c %a:%u $table)" = 644:0
says "--dry-run says that it would" 0 "can be installed; nothing was changed" "$rolegate" install --dry-run two.rg
holds "and changes nothing" is_in_place one
holds "a table installs like a policy" "$rolegate" compile two.rg -o two.rgt
holds "a table installs" "$rolegate" install two.rgt --because "SUP-9"
holds "it is in place" is_in_place two
holds "who and why are written down" grep -q '"because": "SUP-9"' $state/state.json
head -c 100 two.rgt >cut.rgt
says "a table that is cut is refused" 2 "the table is truncated" "$rolegate" install cut.rgt
cp two.rgt newer.rgt && printf '\xff\x7f' | dd of=newer.rgt bs=1 seek=8 conv=notrunc status=none
says "a table of a newer version is refused, and it is said" 2 "format is unknown to this version" \
    "$rolegate" install newer.rgt
holds "and the old one stays" is_in_place two
says "what may not be" 2 "--confirm: '5' is not a number of seconds" "$rolegate" install one.rg --confirm 5

# ---- without a bounded file ----
mkdir desk.d
{
    policy desk
    echo 'include "desk.d/*.rg" only by group desk { allow shell.use to users for 31 days deny shell.use to users for 31 days }'
} >desk.rg
april='starting 2090-04-01 until 2090-04-30 because'
echo "allow shell.use to user lou $april \"T-1\"" >desk.d/allow.rg
echo "deny shell.use to user kim $april \"T-2\"" >desk.d/deny.rg
cat >>"$folder/passwd" <<'END'
lou:x:1002:1002::/:/bin/sh
END
holds "a policy with exceptions installs" "$rolegate" install desk.rg
holds "it is in place" is_in_place desk
echo 'alow' >>desk.d/allow.rg
says "an error in a bounded file is one of the policy" 1 "desk.d/allow.rg:2:1: error" "$rolegate" install desk.rg
says "the file can be left out, and who loses is shown" 0 "loses: user lou, on cron, login, sshd, su and 1 more" \
    "$rolegate" install desk.rg --without desk.d/allow.rg
says "and it has gone" 1 "" "$rolegate" can lou su --no-groups --at 2090-04-15
says "the other one has not" 1 "T-2" "$rolegate" can kim su --no-groups --at 2090-04-15
rm desk.d/allow.rg && ln -s /etc/shadow desk.d/allow.rg
says "a link is left out unread" 0 "without desk.d/allow.rg" "$rolegate" install desk.rg --without "$PWD/desk.d/allow.rg"
rm desk.d/allow.rg
echo 'deny' >>desk.d/deny.rg
says "a deny does not go unasked" 1 "without desk.d/deny.rg somebody may gain" \
    "$rolegate" install desk.rg --without desk.d/deny.rg
says "it holds on" 1 "T-2" "$rolegate" can kim su --no-groups --at 2090-04-15
says "--dry-run shows it" 0 "gains: user kim, on cron" "$rolegate" install desk.rg --without desk.d/deny.rg --dry-run
says "--yes answers beforehand" 0 "without desk.d/deny.rg" "$rolegate" install desk.rg --without desk.d/deny.rg --yes
says "then it has gone" 0 "" "$rolegate" can kim su --no-groups --at 2090-04-15
sed -i '/^deny$/d' desk.d/deny.rg
says "a file that is no bounded one" 2 "no bounded include of desk.rg matches the file desk.rg" \
    "$rolegate" install desk.rg --without desk.rg
says "a table has no files" 2 "requires a policy, not a table" "$rolegate" install two.rgt --without desk.d/deny.rg
if command -v setpriv >/dev/null; then
    says "root alone may" 2 "root only" setpriv --reuid 1001 --clear-groups "$rolegate" install desk.rg --without desk.d/deny.rg
fi
rm -r desk.d desk.rg
holds "two is in place again" "$rolegate" install two.rgt --because "SUP-9"

# ---- who gains, who loses ----
sed 's/user kim/user lou/' two.rg >other.rg
{ cat two.rg; echo 'allow shell.use to user lou until 2090-01-01 because "lou"'; } >wide.rg
sed '/user kim/d' two.rg >narrow.rg
says "who gains is shown" 0 "gains: user lou, on cron, login, sshd, su and 1 more" "$rolegate" install --dry-run wide.rg
says "that nobody loses, too" 0 "loses: nobody" "$rolegate" install --dry-run wide.rg
says "who loses is shown" 0 "loses: user kim, on cron" "$rolegate" install --dry-run narrow.rg
says "where all of it is to be seen" 0 "in full: rolegate diff $table wide.rg" "$rolegate" install --dry-run wide.rg
says "that there is no difference" 0 "nobody gains or loses anything" "$rolegate" install --dry-run one.rg
says "--fail-on widen refuses what widens" 1 "--fail-on refuses this" "$rolegate" install wide.rg --fail-on widen
says "--fail-on narrow what narrows" 1 "--fail-on refuses this" "$rolegate" install narrow.rg --fail-on narrow
says "--fail-on any both" 1 "--fail-on refuses this" "$rolegate" install narrow.rg --fail-on any
says "as --dry-run does" 1 "--fail-on refuses this" "$rolegate" install narrow.rg --fail-on any --dry-run
says "and no other word" 2 "use widen, narrow or any" "$rolegate" install narrow.rg --fail-on all
holds "nothing was changed" is_in_place two
# What is typed, and "in full:" with the table before.
typed() {
    # shellcheck disable=SC2016
    printf '%s\n' "$1" | script -qec "$2" /dev/null
}
says "on a terminal a widening is asked for" 0 "Somebody may gain by it. Continue? [y/N]" \
    typed y "$rolegate install wide.rg --because asked"
holds "yes is yes" grep -q '"because": "asked"' $state/state.json
says "and then it is in place" 0 "gains: nobody" "$rolegate" install --dry-run two.rg
says "it goes back, and who loses is shown" 0 "loses: user lou" "$rolegate" revert
says "no is no" 1 "nothing was changed; --yes skips the question" typed n "$rolegate install wide.rg"
says "so is nothing" 1 "nothing was changed" typed '' "$rolegate install wide.rg"
says "a narrowing is not asked for" 0 "installed" typed n "$rolegate install narrow.rg"
says "the table before is what it is compared with" 0 "in full: rolegate diff $state/" "$rolegate" install two.rg
says "--yes answers beforehand" 0 "installed" typed n "$rolegate install wide.rg --yes"
says "a table that cannot be used is said" 0 "cannot be determined" sh -c \
    "head -c 300 two.rgt >$table; $rolegate install two.rg"
holds "it is not passed over where something may be in the way" cp two.rgt $table
says "nor where it is to be known" 2 "whether --fail-on allows this cannot be determined" sh -c \
    "head -c 300 two.rgt >$table; $rolegate install two.rg --fail-on widen"
holds "two is in place again" "$rolegate" install two.rgt --because "SUP-9"

# ---- revert ----
holds "three" "$rolegate" install three.rg
holds "four" "$rolegate" install four.rg
holds "five" "$rolegate" install five.rg
says "revert goes back" 0 "restored the table from $folder/policies/four.rg" "$rolegate" revert
holds "to the one before" is_in_place four
holds "further" "$rolegate" revert
holds "further back" is_in_place three
holds "and further" "$rolegate" revert
holds "to the third one before" is_in_place two
says "and no further than three" 1 "no previous table" "$rolegate" revert
same "three tables were kept, and what is not needed is gone but for a copy of the one in place" "$(sha256sum <$table | cut -d' ' -f1)" \
    "$(find $state/tables -name '*.rgt' -printf '%f\n' | cut -d. -f1)"

# ---- locked out ----
sed -i '1i account required pam_rolegate.so' /etc/pam.d/su
says "root is not shut out of a service that breaks the glass" 1 "would lock root out of su" \
    "$rolegate" install rootless.rg
holds "nothing was changed" is_in_place two
holds "--force does it all the same" "$rolegate" install rootless.rg --force
holds "it is in place now" is_in_place bare
sed -i 's/pam_rolegate.so/pam_rolegate.so permissive/' /etc/pam.d/su
holds "where the module only logs, nobody is shut out" "$rolegate" install rootless.rg
sed -i '1d' /etc/pam.d/su
holds "where the module is not asked, nobody is shut out" "$rolegate" install --dry-run rootless.rg
holds "on with it" "$rolegate" install one.rg

# ---- confirm ----
none_waits() { ! pgrep -x rolegate-back; }
says "confirm without need" 0 "nothing to confirm" "$rolegate" confirm
holds "install --confirm" "$rolegate" install two.rg --confirm 600
holds "it is in place at once" is_in_place two
holds "the way back is written down" test -e $state/unconfirmed
says "a second table must be confirmed too" 2 "not confirmed yet" "$rolegate" install three.rg
says "this is no new login" 1 "this session is older than the table" "$rolegate" confirm
says "before its time nothing goes back" 0 "seconds left" "$rolegate" revert --unconfirmed
holds "it is still there" is_in_place two
says "confirm --here" 0 "confirmed: the table stays" "$rolegate" confirm --here
holds "the way back is gone" test ! -e $state/unconfirmed
waits none_waits
holds "and so is what would have gone it" none_waits
holds "revert --unconfirmed has nothing to do" "$rolegate" revert --unconfirmed
holds "it stays" is_in_place two
holds "once more" "$rolegate" install three.rg --confirm 600
holds "it is in place while it waits" is_in_place three
holds "another on top of it, which goes back to the confirmed one" "$rolegate" install four.rg --confirm 10
waits prints two in_place
holds "it goes back by itself, to the confirmed one" is_in_place two
holds "and nothing is left to do" test ! -e $state/unconfirmed
holds "a new one" "$rolegate" install five.rg --confirm 600
sed -i 's/"boot": "[^"]*"/"boot": "another"/' $state/unconfirmed
says "confirm after a restart" 1 "the time to confirm is over" "$rolegate" confirm --here
holds "which is too late: it has gone back" is_in_place two
holds "a new one" "$rolegate" install five.rg --confirm 600
sed -i 's/"boot": "[^"]*"/"boot": "another"/' $state/unconfirmed
says "after a restart it goes back at once" 0 "restored the table from" "$rolegate" revert --unconfirmed
holds "to the one before" is_in_place two
holds "a table that waits" "$rolegate" install three.rg --confirm 600
for name in four five one four five; do
    holds "another on top of it: $name" "$rolegate" install $name.rg --confirm 600
done
holds "the one before them all" "$rolegate" revert
holds "comes back, however many waited" is_in_place two
holds "and nothing waits any more" test ! -e $state/unconfirmed
if command -v strace >/dev/null 2>&1 && strace -o /dev/null true 2>/dev/null; then
    holds "one that waits" "$rolegate" install three.rg --confirm 600
    lost=
    for n in $(seq 1 12); do
        (strace -o /dev/null -e trace=rename -e inject=rename:signal=KILL:when="$n" \
            "$rolegate" install four.rg --confirm 600; exit) >/dev/null 2>&1
        "$rolegate" confirm >/dev/null 2>&1
        [ -e $state/unconfirmed ] || lost+="$n "
    done
    holds "killed while a second one is put on top: the way back is there${lost:+, not after rename $lost}" test -z "$lost"
    holds "and leads back" "$rolegate" revert
    holds "to the one before them all" is_in_place two
fi
for _ in 1 2 3 4; do
    holds "the same table once more" "$rolegate" install two.rg
done
holds "costs no table before it: revert" "$rolegate" revert
holds "goes back to another one" fails is_in_place two
holds "two again" "$rolegate" install two.rg
says "the same table with --confirm" 0 "already installed" "$rolegate" install two.rg --confirm 600
holds "has nothing to go back from" test ! -e $state/unconfirmed
holds "a reason that is no UTF-8" "$rolegate" install five.rg --because "$(printf 'caf\351')"
holds "two again after it" "$rolegate" install two.rg
rm $table
holds "the first table of all" "$rolegate" install one.rg --confirm 600
holds "and revert" "$rolegate" revert
holds "leaves none, as before" is_in_place none

# ---- another machine's files ----
mkdir image
holds "install --root" "$rolegate" install one.rg --root "$folder/policies/image"
holds "and another" "$rolegate" install two.rg --root "$folder/policies/image"
holds "below that folder" "$rolegate" verify image$table
says "revert --root" 0 "restored the table from $folder/policies/one.rg" "$rolegate" revert --root "$folder/policies/image"
says "--confirm is for this machine" 2 "cannot be used together" "$rolegate" install one.rg --root image --confirm 60
holds "this one's is as it was" is_in_place none

# Links in an image are the image's: nothing of this machine is reached by them, whoever changes them meanwhile.
mkdir -p linked/etc linked/var/lib linked/srv/security "$folder/outside" && ln -s /srv/security linked/etc/security
holds "an absolute link in an image" "$rolegate" install one.rg --root linked
holds "is followed within it" "$rolegate" verify linked/srv/security/rolegate.rgt
mkdir -p escaping/etc escaping/var/lib && ln -s "../../../../../../../../../..$folder/outside" escaping/etc/security
says "one that climbs out of it" 2 "" "$rolegate" install one.rg --root escaping
same "leads nowhere" "" "$(ls -A "$folder/outside")"
mkdir -p state/etc/security state/var/lib && ln -s "$folder/outside" state/var/lib/rolegate
says "a link in the place of the state" 2 "" "$rolegate" install one.rg --root state
same "leads nowhere either" "" "$(ls -A "$folder/outside")"
mkdir -p swapped/etc/security swapped/var/lib && ln -s "$folder/outside" swapped/etc/link
# Who owns the image exchanges the folder for a link, over and over.
python3 -c 'import ctypes, sys, time
libc = ctypes.CDLL(None)
folder = sys.argv[1].encode()
while True:
    libc.renameat2(-100, folder + b"/security", -100, folder + b"/link", 2)' "$PWD/swapped/etc" & swapping=$!
for _ in $(seq 60); do "$rolegate" install one.rg --root swapped >/dev/null 2>&1; done
kill $swapping
same "a folder that becomes a link at any time leads nowhere" "" "$(ls -A "$folder/outside")"
holds "this one's is as it was" is_in_place none

# ---- who else could change what is installed ----
mkdir -p trust/conf.d && cp one.rg trust/main.rg && compile_here() { "$rolegate" compile -Wno-all "$1" -o "$2"; }
refused() { # NAME TEXT COMMAND…: not installed, and why; then it is with --force
    local name=$1 text=$2
    shift 2
    says "$name" 1 "$text" "$@"
    holds "$name: nothing was changed" is_in_place none
    says "$name: --force" 0 "forced: untrusted-source" "$@" --force
    rm -f $table $state/state.json
}
holds "nobody else may write to it" "$rolegate" install trust/main.rg && rm -f $table $state/state.json
chmod g+w trust/main.rg
refused "a source that a group may write to" "others may write to $PWD/trust/main.rg (mode 0664)" "$rolegate" install trust/main.rg
chmod 644 trust/main.rg && chown 1001 trust/main.rg
refused "one of somebody's own" "$PWD/trust/main.rg belongs to kim" "$rolegate" install trust/main.rg
chown 0 trust/main.rg && chmod 777 trust
refused "the folder that it is in" "others may write to $PWD/trust (mode 0777)" "$rolegate" install trust/main.rg
chmod 755 trust && chown 1001 trust
refused "the folder's owner" "$PWD/trust belongs to kim" "$rolegate" install trust/main.rg
chown 0 trust
printf 'include "conf.d/*.rg"\n' >>trust/main.rg && echo '# more' >trust/conf.d/a.rg
holds "a pattern" "$rolegate" install trust/main.rg && rm -f $table $state/state.json
chmod 666 trust/conf.d/a.rg
refused "a file that is included" "others may write to $PWD/trust/conf.d/a.rg" "$rolegate" install trust/main.rg
rm trust/conf.d/a.rg && chmod 1777 trust/conf.d
refused "a folder into which others may put one that a pattern takes" "others may put a file into $PWD/trust/conf.d" "$rolegate" install trust/main.rg
chmod 755 trust/conf.d
compile_here one.rg trust/one.rgt && chmod 666 trust/one.rgt
refused "a table" "others may write to $PWD/trust/one.rgt" "$rolegate" install trust/one.rgt
mkdir theirs && ln -s ../trust/main.rg theirs/main.rg && chown 1001 theirs
refused "a link that somebody else can turn" "$PWD/theirs belongs to kim" "$rolegate" install theirs/main.rg
mkdir -m 1777 shared && cp one.rg shared/main.rg
holds "in a folder as /tmp, a file of root's stays what it is" "$rolegate" install shared/main.rg && rm -f $table $state/state.json
holds "whoever came in may own it, who runs this" setpriv --reuid 0 "$rolegate" install --dry-run trust/main.rg
rm -f $table $state/state.json

# ---- a policy that says nothing ----
: >empty.rg
echo '# nothing is left' >comment.rg
echo 'policy "named"' >named.rg
"$rolegate" compile -Wno-all comment.rg -o comment.rgt 2>/dev/null
echo 'unlisted ignore' >ignore.rg
printf 'permission view\nrole reader { allow view }\nroster user root\n' >roles.rg
mkdir empty.d && printf 'include "empty.rg"\ninclude "empty.d/*.rg"\n' >included.rg
"$rolegate" compile -Wno-all roles.rg -o roles.rgt 2>/dev/null
for empty in empty.rg comment.rg named.rg ignore.rg roles.rg included.rg comment.rgt roles.rgt; do
    says "$empty is not installed" 1 "policy is empty: it has no service and no statement about anybody" "$rolegate" install $empty
    holds "$empty: nothing was changed" is_in_place none
done
for empty in empty.rg comment.rg named.rg ignore.rg roles.rg included.rg; do
    for command in check "compile -o empty.rgt" test; do
        # shellcheck disable=SC2086
        says "$command says it of $empty" 1 "policy is empty: it has no service and no statement about anybody" "$rolegate" $command $empty
    done
    holds "there is no table of $empty" test ! -e empty.rgt
    says "it is meant: $empty" 0 "[no-services]" "$rolegate" check --allow-empty $empty
done
printf 'permission view\nunlisted requires view\n' >requires.rg
holds "services that are not listed are decided" "$rolegate" install --dry-run requires.rg
printf 'permission view\nallow view to user root because "test"\n' >unasked.rg
says "somebody is spoken of" 0 "[no-services]" "$rolegate" install --dry-run unasked.rg
says "--force" 0 "forced: empty-policy" "$rolegate" install comment.rg --force
rm -f $table $state/state.json
holds "--allow-empty" "$rolegate" install comment.rg --allow-empty
says "status does not say that all is well" 1 "the policy is empty" "$rolegate" status
holds "a table too" "$rolegate" install roles.rgt --allow-empty
says "status does not say that all is well with roles alone" 1 "the policy is empty" "$rolegate" status
rm -f $table $state/state.json

# ---- a full disk, a table changed by hand ----
holds "two again" "$rolegate" install two.rg
head -c $((64 * 1024 * 1024)) /dev/zero >/etc/security/full 2>/dev/null
mount -t tmpfs -o size=64k none $state && mkdir $state/tables && head -c 65536 /dev/zero >$state/full 2>/dev/null
says "a full disk: nothing changes" 2 "No space left" "$rolegate" install three.rg
holds "the old one stays on a full disk" is_in_place two
umount $state && rm /etc/security/full
"$rolegate" compile five.rg -o $table
holds "over a table that was put there by hand" "$rolegate" install three.rg
holds "revert" "$rolegate" revert
holds "which comes back" is_in_place five

# ---- a way back that cannot be gone at once ----
holds "one" "$rolegate" install one.rg
holds "two waits" "$rolegate" install two.rg --confirm 600
mount -t tmpfs -o size=4k,ro none $state/tables
says "what is kept cannot be read" 0 "seconds left" "$rolegate" revert --unconfirmed
umount $state/tables
# Where the machine is so slow that the way back comes first, it is done once more.
waits_unreadable() {
    "$rolegate" install three.rg --confirm 10 >/dev/null && mount -t tmpfs -o size=4k,ro none $state/tables
    is_in_place three || { umount $state/tables && false; }
}
holds "three waits for a short time, and what is kept cannot be read" waits waits_unreadable
sed -i 's/"deadline": [0-9]*/"deadline": 1/' $state/unconfirmed
says "going back fails" 2 "cannot read $state/tables" "$rolegate" revert --unconfirmed
says "status says it" 1 "not confirmed in time" "$rolegate" status
sleep 11
holds "it has not gone back" is_in_place three
umount $state/tables
waits prints one in_place
holds "it is tried again until it is done" is_in_place one

# ---- what somebody does by hand ----
holds "two waits" "$rolegate" install two.rg --confirm 600
"$rolegate" compile three.rg -o $table
says "a table that is put there by hand is not confirmed by chance" 0 "nothing to confirm" "$rolegate" confirm --here
holds "two waits" "$rolegate" install two.rg --confirm 600
"$rolegate" compile four.rg -o $table
holds "nor does it go back" "$rolegate" revert --unconfirmed
holds "it stays" is_in_place four
holds "two waits" "$rolegate" install two.rg --confirm 600
head -c 100 two.rgt >$table
says "one that cannot be used goes back" 0 "restored the table from" "$rolegate" revert
holds "to the last good one" is_in_place four
holds "one" "$rolegate" install one.rg
chmod 666 $table
says "a table that everybody may write to is no table" 2 "others may write to the table" "$rolegate" status
holds "it is put there anew" "$rolegate" install one.rg
holds "as it must be" test "$(stat -c %a $table)" = 644
same "and can be used" one "$(in_place)"
ln -sf "$folder/policies/two.rgt" $table
says "a link is no table either" 2 "installed  $table: " "$rolegate" status
holds "it is replaced" "$rolegate" install one.rg
holds "by a file" is_in_place one
holds "two" "$rolegate" install two.rg
head -c 100 two.rgt >$table
holds "over a damaged table" "$rolegate" install three.rg --confirm 600
holds "the way back" "$rolegate" revert
holds "leads to the last good one, kept as it was" is_in_place two
holds "two" "$rolegate" install two.rg
holds "three waits" "$rolegate" install three.rg --confirm 600
cp $state/state.json "$folder/state.json" && : >$state/state.json
says "a record that makes no sense: it goes back all the same" 0 "restored the table from" "$rolegate" revert
holds "to the one before" is_in_place two
says "but nothing is installed before it is looked at" 2 "move it aside" "$rolegate" install one.rg
holds "two stays" is_in_place two
cp "$folder/state.json" $state/state.json

# ---- a table that is gone or damaged comes back ----
holds "one" "$rolegate" install one.rg
rm $table
holds "revert, where somebody has removed it" "$rolegate" revert
holds "it is there again" is_in_place one

# ---- what an odd table left behind is fixed ----
holds "one" "$rolegate" install one.rg
holds "two waits" "$rolegate" install two.rg --confirm 600
rm $state/state.json
ln -sf "$folder/nowhere" $table
holds "revert, over a link" "$rolegate" revert
holds "to the last good one" is_in_place one
holds "its record can be read" "$rolegate" install three.rg
python3 -c 'import json
state = json.load(open("/var/lib/rolegate/state.json"))
state["tables"].insert(0, {"sha256": "unreadable", "at": 1, "by": "", "because": "", "source": ""})
json.dump(state, open("/var/lib/rolegate/state.json", "w"))'
says "a record without a digest is passed over" 0 "installed" "$rolegate" install two.rg
same "and gone" "" "$(grep unreadable $state/state.json)"
holds "revert" "$rolegate" revert
holds "as if it had not been" is_in_place three

mv $state/state.json "$folder/state.json" && ln -s /etc/shadow $state/state.json
says "a link in the place of the records is not read" 2 "cannot read $state/state.json" "$rolegate" install one.rg
rm $state/state.json && mv "$folder/state.json" $state/state.json

# ---- A, B that waits, and A again ----
holds "A" "$rolegate" install one.rg
holds "B waits" "$rolegate" install two.rg --confirm 600
says "A again waits for nothing" 0 "it was confirmed before, so no confirmation is needed" \
    "$rolegate" install one.rg --confirm 600
holds "A is in place" is_in_place one
holds "and nothing waits" test ! -e $state/unconfirmed
same "no table stands twice in the records" "" "$(grep sha256 $state/state.json | sort | uniq -d)"
holds "revert" "$rolegate" revert
holds "leads to the one before A" is_in_place three

# ---- an older table of the same policy ----
sed 's/^allow shell.use to user kim/# &/' one.rg >main.rg && compile_here main.rg old.rgt && touch -d '2 days ago' old.rgt
sed 's/^policy "one"/policy "one"/' one.rg >main.rg
holds "a newer one" "$rolegate" install main.rg
says "a table that was written before it" 0 "warning: old.rgt is older than the table in place, of the same policy: it was written at" \
    "$rolegate" install old.rgt
holds "the newer one again" "$rolegate" install main.rg
touch old.rgt
says "one that was in place before it" 0 "warning: old.rgt is older than the table in place, of the same policy: it was installed at" \
    "$rolegate" install old.rgt
"$rolegate" install main.rg >"$folder/said" 2>&1
same "another policy's is none" "" "$("$rolegate" install two.rgt 2>&1 | grep older)"

# ---- revert is asked about like install ----
holds "a table that shuts root out" "$rolegate" install rootless.rg
holds "over which there is another" "$rolegate" install one.rg
sed -i '1i account required pam_rolegate.so' /etc/pam.d/su
says "revert to it is refused" 1 "would lock root out of su" "$rolegate" revert
holds "and nothing was changed" is_in_place one
holds "--force" "$rolegate" revert --force
holds "does it" is_in_place bare
sed -i '1d' /etc/pam.d/su
holds "two" "$rolegate" install two.rg

# ---- masks, links, and other names of this machine's root ----
(umask 077 && "$rolegate" install one.rg --root "$(mkdir tight && echo tight)") >/dev/null 2>&1
holds "everybody may look, whatever the umask says" test "$(stat -c %a tight/etc/security tight/var/lib/rolegate | uniq)" = 755
mkdir -p image2/etc && ln -s /etc/security image2/etc/security
says "a link in an image that leads to itself there" 2 "" "$rolegate" install one.rg --root image2
holds "this machine's table is as it was" is_in_place two
for root in // /. /etc/..; do
    says "--root $root is this machine" 0 "installed $folder/policies/two.rg as $table" "$rolegate" install two.rg --root $root
done
says "a root that is not there" 2 "cannot look at nowhere" "$rolegate" install one.rg --root nowhere
ln -s one.rg link.rg
holds "a policy by a link" "$rolegate" install link.rg
ln -sf three.rg link.rg
says "status looks where the link leads now" 1 "link.rg is changed" "$rolegate" status
holds "two" "$rolegate" install two.rg

# ---- killed at every system call ----
if command -v strace >/dev/null 2>&1 && strace -o /dev/null true 2>/dev/null; then
    holds "the old one" "$rolegate" install one.rg
    killed=0 bad=
    for call in openat write fsync rename renameat close mkdir fchmod flock unlink; do
        for n in $(seq 1 400); do
            (strace -o /dev/null -e trace="$call" -e inject="$call":signal=KILL:when="$n" \
                "$rolegate" install two.rg --confirm 600; exit) >/dev/null 2>&1
            ended=$?
            now=$(in_place)
            killed=$((killed + 1))
            [ "$now" = one ] || [ "$now" = two ] || bad+="$call $n: $now; "
            [ "$now" = two ] && [ "$ended" -ne 0 ] && [ ! -e $state/unconfirmed ] && bad+="$call $n: no way back; "
            rm -f $state/unconfirmed
            "$rolegate" install one.rg >/dev/null 2>&1 || { bad+="$call $n: what it left is in the way; "; break 2; }
            [ "$ended" -eq 0 ] && break
        done
    done
    holds "killed $killed times: the old table or the new${bad:+: $bad}" test -z "$bad"
else
    skip "kills at every system call: there is no strace"
fi

finish

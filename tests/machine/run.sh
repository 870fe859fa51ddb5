#!/usr/bin/env bash
# What this machine's accounts make of a policy: check --resolve, and install of a policy and of its table, which must
# say the same. In a mount namespace with passwd, group and nsswitch.conf of its own, and a directory that is a file.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "names on this machine" --mount

own_command || exit 2
libraries=$BUILD/tests/machine
if [ ! -e "$libraries/libnss_rgdir.so.2" ]; then
    skip "libnss_rgdir.so.2 was not built"
    finish
fi
ids='unknown-account other-spelling shared-name nss-order nss-unread no-roster local-roster roster-without-root'
options=(-Wno-all)
for id in $ids; do options+=("-W$id"); done

# ---- a machine ----
for path in /etc/security /var/lib /etc/pam.d; do mount -t tmpfs none "$path" || exit 2; done
printf 'account required pam_permit.so\n' >/etc/pam.d/other
for file in passwd group nsswitch.conf; do
    : >"$folder/$file"
    mount --bind "$folder/$file" /etc/$file || exit 2
done
export RGDIR=$folder/directory LD_LIBRARY_PATH=$folder/lib
mkdir "$RGDIR" "$folder/lib" && cd "$folder" || exit 2
cp "$libraries/libnss_rgdir.so.2" "$BUILD"/libnss_rolegate.so.* lib || exit 2
machine() { # passwd and group lines of nsswitch.conf; the files as they are at first
    printf 'passwd: %s\ngroup: %s\n' "$1" "$2" >/etc/nsswitch.conf
    printf 'root:x:0:0::/root:/bin/sh\nkim:x:1001:1001::/:/bin/sh\nbackup:x:34:34::/:/bin/sh\n' >/etc/passwd
    printf 'root:x:0:\nkim:x:1001:\nstaff:x:50:kim\nbackup:x:34:\n' >/etc/group
    printf 'lou:x:7001:4001::/:/bin/sh\n' >"$RGDIR/passwd"
    printf 'contractors:x:20001:lou\nacme-all:x:20002:lou\n' >"$RGDIR/group"
    rm -f "$RGDIR/down" "$RGDIR/offline" "$RGDIR/asked" /etc/pam.d/login /etc/pam.d/sshd
}

# A policy around some lines (standard input).
policy() {
    cat - >lines
    {
        echo 'permission p'
        echo 'service gate requires p'
        cat lines
    } >policy.rg
}
# The ids of a run, each with its severity, sorted, and the exit status at last.
found() {
    "$@" >said 2>&1
    local status=$?
    sed -En 's/^.*(error|warning): .*\[([a-z-]+)\]$/\1 \2/p' said | sort | tr '\n' ' '
    echo "$status"
}
# NAME, what is found and the exit status; the policy's lines on standard input. The same for check, and for install of
# the policy and of its table. The table has no `never`: it is compiled without asking the machine.
finds() {
    policy
    "$rolegate" compile -Wno-all policy.rg -o policy.rgt 2>compiled || cat compiled
    same "$1: check" "$2" "$(found "$rolegate" check --resolve "${options[@]}" policy.rg)"
    cp said checked
    same "$1: install of the policy" "$2" "$(found "$rolegate" install --dry-run "${options[@]}" policy.rg)"
    same "$1: install of the table" "$2" "$(found "$rolegate" install --dry-run "${options[@]}" policy.rgt)"
}
# The last check said so.
said() { says "$1" 0 "$2" cat checked; }

# ---- names that are not there ----
machine files files
finds "what the machine knows" "0" <<'END'
allow p to user kim, group staff, gid 50
deny p to group backup
END
finds "an unknown name in an allow" "warning unknown-account warning unknown-account 0" <<'END'
allow p to user nobody-here, group none-here
END
said "says that it is not there" 'this machine has no user "nobody-here" [unknown-account]'
finds "an unknown name in a deny" "error unknown-account-in-deny 1" <<'END'
allow p to everyone
deny p to group none-here
END
finds "one that is assigned a role of an exclusive set" "error unknown-account-in-deny 1" <<'END'
role a { allow p } role b extends a { } role c { }
exclusive a, c
assign b to group none-here
END
finds "one that is assigned a role which holds a deny" "error unknown-account-in-deny 1" <<'END'
role a { allow p } role b extends a { } role c { }
deny p to role a
assign b to group none-here
END
finds "one that is assigned a role which takes nothing away" "warning unknown-account 0" <<'END'
role a { allow p } role b extends a { } role c { }
exclusive b, c
assign a to group none-here
END
finds "a user with more rules than stand in one place" "$(printf 'error unknown-account-in-deny %.0s' {1..12})1" <<END
$(for i in {1..12}; do echo "permission q$i deny q$i, p to user nobody-here"; done)
END
finds "a role's gid that a group has" "error group-taken 1" <<'END'
role desk gid 50 { allow p }
END
policy <<'END'
never group none-here may permission p
END
says "a claim about nobody" 1 '[unknown-account-in-deny]' "$rolegate" check --resolve "${options[@]}" policy.rg
machine files "files rgdir"
touch "$RGDIR/offline"
finds "a directory that is offline" "error unknown-account-in-deny 1" <<'END'
deny p to group contractors
END
said "may know it all the same" 'this machine has no group "contractors", or its source is offline'
rm "$RGDIR/offline" && touch "$RGDIR/down"
finds "one that is down" "error unknown-account-in-deny 1" <<'END'
deny p to group contractors
END
said "is what keeps it from being found out" 'it could not be determined whether this machine knows the group "contractors"'
machine files "rgdir files"
touch "$RGDIR/down"
finds "one that is down, where another one says no" "error unknown-account-in-deny warning nss-order 1" <<'END'
deny p to group contractors
END
said "is named" 'the group "contractors": the source "rgdir" does not answer'

# ---- names that are spelled otherwise ----
machine "files rgdir" "files rgdir"
# A group is found under any spelling that NSS takes, so a deny to it holds.
finds "another spelling in a deny" "error other-spelling-in-deny warning no-roster warning other-spelling 1" <<'END'
allow p to everyone
deny p to user LOU, group Contractors
END
said "says which it is" 'the user "LOU" is "lou" here [other-spelling-in-deny]'
said "and proposes it" 'did you mean "contractors"?'
finds "another spelling in an allow" "warning other-spelling warning other-spelling 0" <<'END'
allow p to user LOU, group Contractors
END
finds "the machine's own spelling" "0" <<'END'
allow p to user lou, group contractors
END

# ---- names that are shared ----
machine files files
echo 'staff:x:20050:' >>/etc/group
finds "a second line of a group in a deny" "error shared-name-in-deny 1" <<'END'
deny p to group staff
END
said "shows both" 'two groups share the name "staff": one has the gid 50, one 20050 in another line of /etc/group'
finds "a second line of a group in an allow" "warning shared-name 0" <<'END'
allow p to group staff
END
finds "a second line of a group that the policy does not name" "0" <<'END'
deny p to group backup, gid 50
END
machine files files
echo 'staff:x:50:root' >>/etc/group
finds "a second line with the same gid" "0" <<'END'
deny p to group staff
END
machine files files
echo 'crew:x:50:' >>/etc/group
finds "a gid with a second name, the first one denied" "warning shared-name warning shared-name 0" <<'END'
deny p to group staff, gid 50
END
said "shows both names" 'two groups share the gid 50, "staff" and "crew"'
finds "a gid with a second name, that one denied" "error shared-name-in-deny 1" <<'END'
deny p to group crew
END
said "shows where it leads" 'the gid 50 of the group "crew" leads to another group, "staff"'
machine "files rgdir" "files rgdir"
printf 'staff:x:20050:lou\n' >>"$RGDIR/group"
finds "a group of the directory with the name of a local one" "error shared-name-in-deny 1" <<'END'
deny p to group staff
END
said "names the source" '20050 in the source "rgdir"'
printf 'kim:x:7002:4001::/:/bin/sh\nbackup:x:34:34::/:/bin/sh\n' >>"$RGDIR/passwd"
finds "a user of the directory with the name of a local one" "warning shared-name 0" <<'END'
deny p to user kim, user backup
END
sed -i '/staff/d' "$RGDIR/group" && echo 'crew:x:50:' >>"$RGDIR/group"
finds "a gid that the directory gives to another group" "warning shared-name 0" <<'END'
deny p to group staff
END

# ---- nsswitch.conf ----
order() { # NAME, passwd sources, group sources, how many warnings; the proposed line
    machine "$2" "$3"
    rm -f "$RGDIR/group"
    policy <<<'allow p to user kim, group staff'
    same "$1" "$4" "$("$rolegate" check --resolve "${options[@]}" policy.rg 2>&1 | grep -c 'nss-order')"
    [ -z "${5:-}" ] || says "$1: the line" 0 "write: $5" "$rolegate" check --resolve "${options[@]}" policy.rg
}
order "a source of the network at the end" "files rgdir" "files systemd rgdir" 0
order "one that ends the search" "files rgdir" "files rgdir [UNAVAIL=return TRYAGAIN=return] systemd" 0
order "one that ends it by !" "files" "files rgdir [!SUCCESS=return] systemd" 0
order "one that ends half of it" "files" "files rgdir [UNAVAIL=return] systemd" 1
order "one that another follows" "files" "files rgdir systemd" 1 "group: files systemd rgdir"
order "one ahead of files" "files" "rgdir [NOTFOUND=return] files" 1 "group: files rgdir"
order "one ahead of roles" "files" "files rgdir rolegate" 1 "group: files rgdir [UNAVAIL=return TRYAGAIN=return] rolegate"
order "two of them" "files" "rgdir winbind files" 1 "group: files rgdir [UNAVAIL=return TRYAGAIN=return] winbind"
order "merged groups" "files" "rgdir files [SUCCESS=merge] systemd" 1 "group: files [SUCCESS=merge] systemd rgdir"
order "users" "files rgdir systemd" "files" 1 "passwd: files systemd rgdir"
machine files "files rgdir systemd"
policy <<<'allow p to group staff'
says "a line of it as JSON" 0 '"file": "/etc/nsswitch.conf"' "$rolegate" check --resolve "${options[@]}" --format json policy.rg
says "as SARIF" 0 '"uri": "file:///etc/nsswitch.conf"' "$rolegate" check --resolve "${options[@]}" --format sarif policy.rg
order "no source of the network" "files systemd" "files [SUCCESS=merge] systemd" 0
machine files "files rgdir"
echo 'initgroups: files rgdir systemd' >>/etc/nsswitch.conf
finds "lists of groups are short in any case" "0" <<<'allow p to group staff'
machine files "files rgdir"
echo 'initgroups: files rgdir rolegate' >>/etc/nsswitch.conf
finds "but roles go by them" "warning nss-order 0" <<<'allow p to group staff'
machine files "files rgdir systemd"
finds "a policy that names no group" "0" <<<'allow p to user kim'
machine "files rgdir systemd" files
finds "a policy that names no user" "0" <<<'allow p to group staff'
for broken in 'group files' "$(head -c 70000 /dev/zero | tr '\0' x)"; do
    machine files files
    printf '%s\n' "$broken" >>/etc/nsswitch.conf
    finds "a file that is not understood: ${broken:0:24}" "warning nss-unread 0" <<<'allow p to group staff'
    finds "a file that is not understood, and nobody is named: ${broken:0:24}" "0" <<<'allow p to everyone'
done
machine files files
echo 'hosts: files [NOTFOUND=perhaps]' >>/etc/nsswitch.conf
finds "a line by which the C library knows nobody" "warning nss-unread warning unknown-account 0" <<<'allow p to user kim'
said "is the reason" 'whether this machine knows the user "kim": /etc/nsswitch.conf is not understood'
umount /etc/nsswitch.conf
mount --bind /dev/null /etc/nsswitch.conf
finds "a file that is none" "warning nss-unread 0" <<<'allow p to group staff'
umount /etc/nsswitch.conf && mount --bind "$folder/nsswitch.conf" /etc/nsswitch.conf

# ---- rosters ----
machine "files rgdir" "files rgdir"
finds "a deny to a group of the network" "warning no-roster 0" <<'END'
deny p to group contractors, gid 20002
END
said "says which and how many" 'group "contractors" is of a source of the network'
said "and how many" 'this may not hold, nor 1 more'
finds "an exclusive set over one" "warning no-roster 0" <<'END'
role a { allow p } role b { }
exclusive a, b
assign a to group contractors
END
finds "a deny to a local group" "0" <<'END'
deny p to group staff, gid 50, user lou
END
echo 'contractors:x:20001:kim' >>/etc/group
finds "a deny to a group that the network fills up" "warning no-roster 0" <<'END'
deny p to group contractors
END
machine files "files rolegate rgdir"
policy <<'END'
role desk gid 64001 { allow p }
END
"$rolegate" install -Wno-all policy.rg >said 2>&1
same "a role's group is there" "desk:x:64001:" "$(getent group desk)"
finds "a deny to a group that only another source of this machine knows" "0" <<'END'
deny p to group desk, gid 64001
END
rm /etc/security/rolegate.rgt
machine files "files rgdir"
finds "an allow to a group of the network" "0" <<'END'
allow p to group contractors
END
machine files files
cat "$RGDIR/group" >>/etc/group
finds "no source of the network" "0" <<'END'
deny p to group contractors
END

machine "files rgdir" "files rgdir"
finds "a roster of the network" "0" <<'END'
deny p to group contractors
roster group acme-all, user root
END
finds "a local group on it" "warning local-roster 0" <<'END'
deny p to group contractors
roster group acme-all, group staff, user root
END
said "says which, and for what" 'group "staff" is in /etc/group: that somebody is in it does not say'
finds "a local gid on it" "warning local-roster 0" <<'END'
deny p to group contractors
roster gid 20002, gid 50, user root
END
finds "a local group on it, and local ones denied" "0" <<'END'
deny p to group backup
roster group staff, user root
END
finds "root is not on the roster" "warning roster-without-root 0" <<'END'
deny p to group contractors
roster group acme-all
END
said "says so" '"root" is not on this roster'
finds "nothing is denied by a group" "0" <<'END'
deny p to user kim
allow p to group contractors
roster group acme-all
END
finds "root is on one of two" "warning roster-without-root 0" <<'END'
deny p to group contractors
roster group acme-all, user root
roster gid 20002
END
said "says on which he is not" 'roster gid 20002'
finds "root is there by his gid's group" "0" <<'END'
deny p to group backup
roster group root
END
echo 'ops:x:60:root,backup' >>/etc/group
finds "root is there as a member" "0" <<'END'
deny p to group staff
roster group ops
END
finds "the account of a service" "warning roster-without-root 0" <<'END'
permission b service backup requires b
deny p to group staff
roster user root
END
said "is named" '"backup" is not on this roster'
finds "is on it" "0" <<'END'
permission b service backup requires b
deny p to group staff
roster group ops
END
finds "an unknown name on it" "warning unknown-account 0" <<'END'
deny p to group staff
roster group none-here, user root
END

# ---- what is looked up ----
machine "files rgdir" "files rgdir"
: >"$RGDIR/asked"
policy <<'END'
allow p to group contractors because "1"
deny p to group contractors, user lou because "2"
allow p to user lou, gid 20002 because "3"
END
"$rolegate" check --resolve "${options[@]}" policy.rg >/dev/null 2>&1
same "no name that the policy does not name" "group 20001 group 20002 group contractors user lou" \
    "$(sort -u "$RGDIR/asked" | xargs)"
same "each by NSS, by its source, and a gid once more" "2" "$(grep -c 'group contractors' "$RGDIR/asked")"
: >"$RGDIR/asked" && touch "$RGDIR/down"
policy <<<"allow p to $(printf 'group g%d, ' {1..50}) group z"
"$rolegate" check --resolve "${options[@]}" policy.rg >/dev/null 2>&1
same "a source that does not answer is asked for each name by NSS alone" "52" "$(wc -l <"$RGDIR/asked")"

# ---- records of any size ----
machine files files
python3 -c "print('big:x:60000:' + ','.join('user%08d' % i for i in range(100000)))" >>/etc/group
finds "a record of a megabyte" "0" <<<'deny p to group big'
python3 -c "print('huge:x:60001:' + 'm,' * (33 << 20))" >>/etc/group
finds "a record of 66 MiB" "error unknown-account-in-deny 1" <<<'deny p to group huge, group staff'
said "says why" 'the group "huge": its record is larger than 64 MiB'

# ---- root, and whoever installs, while the directory is down ----
# NAME, exit status, text, the arguments of the module's line, a policy's lines on standard input; at the service login.
foresees() {
    policy
    sed -i 's/^service gate/service login/' policy.rg
    printf 'account required pam_rolegate.so %s\naccount required pam_permit.so\n' "$4" >/etc/pam.d/login
    says "$1" "$2" "$3" "$rolegate" install --dry-run -Wno-all policy.rg
    rm /etc/pam.d/login
}
machine files "files rgdir"
foresees "a deny in doubt breaks the glass" 0 \
    'warning: while the directory is down, the new table allows root at login only by break-glass' "" <<'END'
allow p to user root
deny p to group contractors
END
foresees "without break-glass it shuts root out" 1 \
    'while the directory is down, the new table would lock root out of login' "breakglass=none" <<'END'
allow p to user root
deny p to group contractors
END
foresees "a local group is there without the directory" 0 "can be installed" "" <<'END'
allow p to user root
deny p to group staff
END
same "and nothing is said" 0 "$(grep -c "is down" said)"
foresees "as is one that root is in" 0 "can be installed" "" <<'END'
allow p to group root
END
same "and nothing is said" 0 "$(grep -c "is down" said)"
printf 'acme-admins:x:20003:root\n' >>"$RGDIR/group"
foresees "a grant in doubt lets nobody in" 1 'while the directory is down, the new table would lock root out of login' "" <<'END'
allow p to group acme-admins
END
foresees "nor does one beside a deny in doubt" 1 'would lock root out of login' "" <<'END'
allow p to group acme-admins
deny p to group contractors
END
touch "$RGDIR/down"
foresees "a directory that is down now" 1 '[unknown-account-in-deny]' "" <<'END'
allow p to user root
deny p to group contractors
END
policy <<'END'
allow p to user root
deny p to group contractors
END
sed -i 's/^service gate/service login/' policy.rg
printf 'account required pam_rolegate.so\naccount required pam_permit.so\n' >/etc/pam.d/login
says "is forced, and root warned" 0 'warning: at present, the new table allows root at login only by break-glass' \
    "$rolegate" install --dry-run --force -Wno-all policy.rg
machine files files
cat "$RGDIR/group" >>/etc/group
printf 'account required pam_rolegate.so breakglass=none\naccount required pam_permit.so\n' >/etc/pam.d/login
says "where all groups are local, no directory can be down" 0 "can be installed" "$rolegate" install --dry-run -Wno-all policy.rg
same "and nothing is said" 0 "$(grep -c "is down" said)"
machine files "files rgdir"
printf 'account required pam_rolegate.so breakglass=none\naccount required pam_permit.so\n' >/etc/pam.d/login
says "a lock-out is forced" 0 "forced: lock-out" "$rolegate" install --force -Wno-all policy.rg
rm /etc/security/rolegate.rgt
# Whoever came by a process that is called login, whose child is his: uid, then what to run.
cp "$(command -v bash)" login
logged_in() { ./login -c 'setpriv --reuid="$0" --clear-groups "$@"; exit $?' "$@"; }
printf 'account required pam_rolegate.so\naccount required pam_permit.so\n' >/etc/pam.d/login
policy <<'END'
allow p to everyone
deny p to group contractors
END
sed -i 's/^service gate/service login/' policy.rg
says "an account of this machine that installs is asked about" 1 \
    'while the directory is down, the new table would lock kim out of login' \
    logged_in 1001 "$rolegate" install --dry-run -Wno-all policy.rg
sed -i 's/contractors/staff/; s/everyone/user kim, user root/' policy.rg
says "it may be in a local group that is denied" 1 'rolegate: the new table would lock kim out of login: a rule denies it' \
    logged_in 1001 "$rolegate" install --dry-run -Wno-all policy.rg
sed -i 's/staff/backup/' policy.rg
says "or not" 0 "can be installed" logged_in 1001 "$rolegate" install --dry-run -Wno-all policy.rg
sed -i 's/backup/acme-all/; s/user kim/everyone, user kim/' policy.rg
sed -i '/^acme-all/s/:lou/:nobody/' "$RGDIR/group"
printf 'passwd: files rgdir\ngroup: files rgdir\n' >/etc/nsswitch.conf
says "an account of the directory cannot come while that is down" 0 "can be installed" \
    logged_in 7001 "$rolegate" install --dry-run -Wno-all policy.rg
rm /etc/pam.d/login

# ---- install ----
machine files files
policy <<'END'
allow p to user kim
deny p to group none-here
END
"$rolegate" compile -Wno-all policy.rg -o policy.rgt
table=/etc/security/rolegate.rgt
says "a policy is refused" 1 "nothing was changed; --force installs it anyway" "$rolegate" install -Wno-all policy.rg
says "a table is refused" 1 "nothing was changed; --force installs it anyway" "$rolegate" install -Wno-all policy.rgt
says "at its line" 1 'policy.rg:4: error: this machine has no group "none-here" [unknown-account-in-deny]' \
    "$rolegate" install -Wno-all policy.rgt
holds "and nothing is there" test ! -e $table
mkdir image
for file in policy.rg policy.rgt; do
    says "--force shows what it passes: $file" 0 '[unknown-account-in-deny]' "$rolegate" install -Wno-all --force $file
    says "and says so: $file" 0 'forced: unknown-account-in-deny' "$rolegate" install -Wno-all --force $file
    holds "it is there: $file" test -e $table
    rm $table
    says "an image has accounts of its own: $file" 0 "installed" "$rolegate" install -Wno-all --root "$folder/image" $file
done
policy <<<'allow p to user kim because "x"'
"$rolegate" compile -Wno-all policy.rg -o policy.rgt
same "a table whose names are right installs without a word" "installed $folder/policy.rgt as $table" \
    "$("$rolegate" install policy.rgt 2>&1)"
policy <<<'allow p to user nobody-here because "x"'
"$rolegate" compile -Wno-all policy.rg -o policy.rgt
says "warnings are shown" 0 '[unknown-account]' "$rolegate" install policy.rgt
says "and can be errors" 1 'error: ' "$rolegate" install -Werror=unknown-account policy.rgt
finish

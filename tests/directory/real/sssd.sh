# sssd.sh - the cells of SSSD over slapd.
. /rg/lib.sh
# shellcheck disable=SC2034 # lib.sh reads it
directory=sss
version slapd sssd-ldap
sources files sss
ldap_load

# SSSD with more lines of its configuration, its caches empty; `kept` as first argument keeps them.
sss() {
    sss_stop
    if [ "${1-}" = kept ]; then shift; else rm -rf /var/lib/sss/db/* /var/lib/sss/mc/*; fi
    { cat sssd.conf; printf '%s\n' "$@"; } >/etc/sssd/sssd.conf
    [ -z "${nis-}" ] || sed -i -e 's/rfc2307bis/rfc2307/' -e 's/ou=bis/ou=nis/' -e '/group_object_class/d' /etc/sssd/sssd.conf
    chmod 600 /etc/sssd/sssd.conf
    sssd -D
    wait_for test -S /var/lib/sss/pipes/nss
    wait_for pgrep -x sssd_be
    [ "$server" != up ] || wait_for getent -s sss passwd eve
}
sss_stop() {
    kill "$(cat /run/sssd.pid 2>/dev/null)" 2>/dev/null
    wait_for no_sssd
}
sss_dead() { # killed, all of it
    kill -KILL $(pgrep -x 'sssd|sssd_nss|sssd_be|sssd_ifp')
    wait_for no_sssd
    rm -f /run/sssd.pid
}
no_sssd() { ! pgrep -x 'sssd|sssd_nss|sssd_be' >/dev/null; }
all_three() {
    cell "$1" "$2" staff maria
    cell "$1" "$2" no-contractors maria
    cell "$1" "$2" no-contractors bob
    cell "$1" "$2" no-contractors lou
}

ldap
sss
all_three A "server up"
cell A "server up" no-contractors dave
cell A "server up, nested groups" parent kim
cell A "server up, nested groups" no-parent kim
cell A "server up, a name with a blank" domain bob
cell A "server up, a user with a blank" no-contractors "john doe"
ldap_dead
all_three B "cached, server refuses"
sss_cache -E
all_three B "cache expired, server refuses"
ldap
sss
ldap_dead
sss
all_three C "cold cache, server refuses"

# ---- D1: groups never fetched ----
ldap
sss
getent passwd dave >/dev/null
ldap_dead
cell D1a "his account cached, his groups never fetched, server refuses" no-contractors dave
ldap
sss "ignore_group_members = true"
getent passwd dave >/dev/null
getent group contractors >/dev/null
ldap_dead
cell D1b "ignore_group_members, account and group cached, server refuses; no roster" no-contractors dave
table roster
cell D1b "the same, with a roster" no-contractors dave
ldap
sss "ignore_group_members = true"
cell D1b "ignore_group_members, server up, with a roster" no-contractors bob
cell D1b "ignore_group_members, server up, with a roster" no-contractors dave
table cells
nis=yes
sss "ldap_rfc2307_fallback_to_local_users = true"
cell D1c "rfc2307, local users in LDAP's groups, server up" no-contractors lou
ldap_dead
sss "ldap_rfc2307_fallback_to_local_users = true"
cell D1c "the same, cold cache, server refuses" no-contractors lou
nis=

# ---- D2: the order of the sources ----
sss_dead
rm -f /var/lib/sss/mc/*
for order in "files sss" "files systemd sss" "files sss systemd" "files sss rolegate" \
    "files [SUCCESS=merge] sss [SUCCESS=merge] systemd" "files sss [UNAVAIL=return TRYAGAIN=return] systemd" \
    "files [SUCCESS=merge] sss [SUCCESS=merge UNAVAIL=return TRYAGAIN=return] systemd" \
    "files sss [UNAVAIL=return TRYAGAIN=return] rolegate"; do
    sources "$order"
    cell D2 "sssd dead, group: $order" no-contractors lou
done
sources files sss

# ---- hung ----
ldap
sss
answer staff maria >/dev/null
ldap_hung
cell H "cached, server hung" staff maria
cell H "cached, server hung" no-contractors maria
sss
cell H "cold cache, server hung" no-contractors lou
ldap_again

# ---- the memory cache outlives the daemon ----
sss
# shellcheck disable=SC2034
memory_cache=YES
answer no-contractors maria >/dev/null
sss_dead
cell F "sssd dead, its memory cache still read" no-contractors maria
# shellcheck disable=SC2034
memory_cache=NO
cell F "sssd dead, without the memory cache" no-contractors maria
cell F "sssd dead, without the memory cache" staff maria

# ---- D3, D4, D9: what check and install find ----
gate='unlisted ignore\npermission login.x\nservice login requires login.x\nallow login.x to everyone\n'
sss "case_sensitive = false"
printf "$gate"'deny login.x to user Upper because "HR"\n' >spelling.rg
./rolegate compile spelling.rg -o spelling.rgt -Wno-all
finds D3 "case_sensitive = false, deny to user Upper" "check --resolve" other-spelling ./rolegate check --resolve spelling.rg
finds D3 "case_sensitive = false, deny to user Upper" "install of the policy" other-spelling ./rolegate install spelling.rg
finds D3 "case_sensitive = false, deny to user Upper" "install of the table" other-spelling ./rolegate install spelling.rgt
sss
printf "$gate"'deny login.x to group contractors because "HR"\n' >plain.rg
finds D1b "a deny to a group of the directory, no roster" "check --resolve" no-roster ./rolegate check --resolve plain.rg
finds D1b "a deny to a group of the directory, no roster" "install of the policy" no-roster ./rolegate install plain.rg
sss "use_fully_qualified_names = true"
printf "$gate"'deny login.x to group contractors because "HR"\n' >plain.rg
./rolegate compile plain.rg -o plain.rgt -Wno-all
finds D4 "use_fully_qualified_names, deny to a plain name" "check --resolve" contractors ./rolegate check --resolve plain.rg
finds D4 "use_fully_qualified_names, deny to a plain name" "install of the table" contractors ./rolegate install plain.rgt
sss
printf "$gate"'roster group everybody, user root, user lou\ndeny login.x to group collide because "HR"\n' >shared.rg
finds D9 "a gid of /etc/group and of LDAP" "check --resolve" shared-name ./rolegate check --resolve shared.rg
printf "$gate"'roster group everybody, user root, user lou\ndeny login.x to group staff because "HR"\n' >shared.rg
finds D9 "a name of /etc/group and of LDAP" "check --resolve" shared-name ./rolegate check --resolve shared.rg
finds D9 "a name of /etc/group and of LDAP" "install of the policy" shared-name ./rolegate install shared.rg

# ---- D5: one name in /etc/group and in LDAP ----
cell D5 "staff in /etc/group and, with maria, in LDAP" both maria
cell D5 "staff in /etc/group and, with maria, in LDAP" both-many maria
cell D5 "staff in /etc/group and, with maria, in LDAP" no-both maria
sources files
cp /etc/group group.kept
printf 'mia:x:1601:100::/:/bin/sh\n' >>/etc/passwd
printf 'staff:x:20050:mia\n' >>/etc/group
cell D5 "a second line staff, with mia, in /etc/group" both mia
cell D5 "a second line staff, with mia, in /etc/group" both-many mia
cell D5 "a second line staff, with mia, in /etc/group" no-both mia
cp group.kept /etc/group

# ---- D8: 60,000 members ----
printf 'big60k:x:20060:lou,%s\ncontractors:x:20002:lou\n' \
    "$(seq -f 'longusername%06g' 0 59999 | paste -sd,)" >>/etc/group
cell D8 "a line of 60,001 members in /etc/group, the last but one" huge lou
cell D8 "a line of 60,001 members in /etc/group, the last but one" no-huge lou
cell D8 "a line of 60,001 members in /etc/group, the last but one" no-huge root
cell D8 "the line behind it" no-contractors lou
cell D8 "the line behind it" no-contractors root
cp group.kept /etc/group
sources files sss

# ---- D6: root's way in ----
sss
printf 'unlisted ignore\npermission login.x\nservice login requires login.x\nallow login.x to user root because "root"\nroster group everybody, user root, user lou\nallow login.x to group acmestaff\ndeny login.x to group contractors because "HR"\n' >root.rg
printf 'unlisted ignore\npermission login.x\nservice login requires login.x\nroster group everybody, user root, user lou\nallow login.x to group acmestaff\n' >granted.rg
for policy in root granted; do ./rolegate compile $policy.rg -o $policy.rgt -Wno-all; done
login() { printf 'account required /rg/pam_rolegate.so table=/rg/%s.rgt log=all\n' "$1" >pam/login; }
login root
cell D6 "root's console, a deny to a directory's group, sssd up" login root
printf 'account required /rg/pam_rolegate.so\naccount required pam_permit.so\n' >/etc/pam.d/login
finds D6 "a deny to a directory's group covers root's console" "install of the policy" "while the directory is down" \
    ./rolegate install root.rg
sss_dead
rm -f /var/lib/sss/mc/*
cell D6 "the same, sssd dead" login root
login granted
cell D6 "an allow to a directory's group that root is not in, sssd dead" login root

# ---- D7: a cold cache, a group of 10,000 ----
# slapd's own log: what is asked of it about the large group, by its name or number, or about the accounts of members.
cold() { # the command, with cold caches: how much of that there was, into `asked`
    sss
    : >searches
    "$@"
    asked=$(grep 'SRCH base=' searches | grep -cE 'gidNumber=20005|cn=big10k|base="uid=u')
}
cold id -G u00500 >/dev/null
least=$asked
for service in staff both-many; do
    cold cell D7 "cold cache, a user in a group of 10,000" $service u00500
    said D7 "cold cache, a user in a group of 10,000" "$service: asked about the large group, beyond what id -G asks" \
        $((asked - least))
done
cold getent group big10k >/dev/null
said D7 "cold cache, a user in a group of 10,000" "getent group big10k asks more" "$([ "$asked" -gt $((least + 1000)) ] && echo yes || echo no)"

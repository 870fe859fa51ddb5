# nslcd.sh - the cells of nslcd over slapd, configured as docs/directories.md says.
. /rg/lib.sh
# shellcheck disable=SC2034 # lib.sh reads it
directory=ldap
version slapd nslcd
sources files ldap
ldap_load
mkdir -p /run/nslcd && chown nslcd /run/nslcd
nslcd_start() { # with more lines of its configuration
    { cat nslcd.conf; printf '%s\n' "$@"; } >/etc/nslcd.conf
    nslcd
    wait_for test -S /run/nslcd/socket
    [ "$server" != up ] || wait_for getent -s ldap passwd eve
}
nslcd_stop() {
    kill "$(cat /run/nslcd/nslcd.pid)"
    wait_for no_nslcd
}
no_nslcd() { ! pgrep -x nslcd >/dev/null; }
all_four() {
    cell "$1" "$2" staff maria
    cell "$1" "$2" no-contractors maria
    cell "$1" "$2" no-contractors bob
    cell "$1" "$2" no-contractors root
}

ldap
nslcd_start
all_four A "server up"
cell A "server up, a local user in LDAP's group" no-contractors lou
cell A "server up, a name with a blank" domain bob
cell A "server up, a user with a blank" no-contractors "john doe"
cell A "server up, a user in the case that LDAP has" no-contractors Upper
cell A "server up, a user in another case" no-contractors upper
cell D8 "a group of 60,001 members" huge bob
cell D8 "a group of 60,001 members" no-huge bob
cell D8 "a group of 60,001 members" no-huge maria
cell D8 "a group of 60,001 members" no-huge root
cell D5 "staff in /etc/group and, with maria, in LDAP" both maria
cell D5 "staff in /etc/group and, with maria, in LDAP" both-many maria
cell D5 "staff in /etc/group and, with maria, in LDAP" no-both maria
nslcd_stop
nslcd_start "ignorecase yes"
cell A "ignorecase yes, a user in another case" staff MARIA
cell A "ignorecase yes, a user in another case" no-contractors MARIA
nslcd_stop
nslcd_start
ldap_dead
all_four B "server refuses"
ldap
nslcd_stop
nslcd_start
ldap_hung
cell H "server hung" staff maria
cell H "server hung" no-contractors root
ldap_again
nslcd_stop
all_four F "nslcd dead"
for order in "files ldap" "files ldap systemd" "files ldap rolegate" "files rolegate ldap" "files ldap compat" \
    "files ldap [UNAVAIL=return TRYAGAIN=return] rolegate"; do
    sources "$order"
    cell D2 "nslcd dead, group: $order" no-contractors lou
done

#!/usr/bin/env bash
# For each row of the list of what others got wrong: what the peer on this machine does, and that rolegate does right.
# The peers run with private configuration; nothing of the machine's own PAM set-up is read.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

peers=/lib/$(gcc -print-multiarch 2>/dev/null || echo x86_64-linux-gnu)/security
user=nobody # an account that every machine has
group=$(id -gn "$user")

printf 'account required %s/pam_access.so accessfile=%s/access.conf nodefgroup\n' "$peers" "$folder" | stack access
printf 'account required %s table=%s/gate.rgt\n' "$MODULE" "$folder" | stack gate

# ---- an error in the rules lets everybody in ----
if [ -e "$peers/pam_access.so" ]; then
    printf -- '-:ALL:ALL\n' >"$folder/access.conf"
    same "pam_access, sound file: denied" perm_denied "$(result access $user)"
    printf -- '-:ALL:ALL' >"$folder/access.conf"
    same "pam_access, no final newline: let in" success "$(result access $user)"
    : >"$folder/access.conf"
    same "pam_access, empty file: let in" success "$(result access $user)"
    printf -- '-:ALL ALL\n' >"$folder/access.conf"
    same "pam_access, malformed line: let in" success "$(result access $user)"
    printf -- '+:(nosuchgroup):ALL\n' >"$folder/access.conf"
    same "pam_access, unknown group: let in" success "$(result access $user)"
else
    skip "pam_access is not on this machine"
fi

printf 'permission p\nservice gate requires p\nallow p to group nosuchgroup' | table gate
same "rolegate, no final newline, unknown group: denied" perm_denied "$(result gate $user)"
printf 'permission p\nservice gate requires p\nallow p to group "%s"' "$group" | table gate
same "rolegate, no final newline, his group: allowed" success "$(result gate $user)"
for wrong in 'permission p\nservice gate requires p\nallow p everyone\n' 'permission p\nservice gate requires q\n' \
    'permission p\nservice gate requires p\nallow p to group\n' 'allow * to everyone\n'; do
    rm -f "$folder/gate.rgt"
    # shellcheck disable=SC2059
    printf "$wrong" >"$folder/wrong.rg"
    "$ROLEGATE" compile "$folder/wrong.rg" -o "$folder/gate.rgt" 2>/dev/null
    same "rolegate, an error in the policy: exit 1, no table, nobody let in" "1 no system_err" \
        "$? $([ -e "$folder/gate.rgt" ] && echo yes || echo no) $(result gate $user)"
done
: >"$folder/empty.rg"
"$ROLEGATE" compile --allow-empty "$folder/empty.rg" -o "$folder/gate.rgt" 2>/dev/null
same "rolegate, an empty policy lets nobody in" perm_denied "$(result gate $user)"
: >"$folder/gate.rgt"
same "rolegate, an empty table lets nobody in" system_err "$(result gate $user)"

# ---- the environment ----
hour=$((10#$(date -u +%H)))
from=$(printf '%02d' $(((hour + 5) % 24))) to=$(printf '%02d' $(((hour + 7) % 24)))
printf 'account required %s/pam_time.so conffile=%s/time.conf\n' "$peers" "$folder" | stack clock
printf 'clock;*;*;Al%s00-%s00\n' "$from" "$to" >"$folder/time.conf"
if [ -e "$peers/pam_time.so" ]; then
    same "pam_time, outside the window: denied" perm_denied "$(TZ=UTC result clock $user '' tty1)"
    same "pam_time, outside the window with TZ set: let in" success "$(TZ=ABC-6 result clock $user '' tty1)"
else
    skip "pam_time is not on this machine"
fi
printf 'permission p\nservice gate requires p\nallow p to everyone when time daily %s:00-%s:00 zone utc\n' "$from" "$to" |
    table gate
for zone in UTC ABC-6 ABC+6 :/etc/localtime /dev/zero; do
    same "rolegate, outside the window with TZ=$zone: denied" perm_denied "$(TZ=$zone result gate $user)"
done
printf 'permission p\nservice gate requires p\nallow p to everyone when not time daily %s:00-%s:00 zone utc\n' "$from" "$to" |
    table gate
same "rolegate, inside the window with TZ set: allowed" success "$(TZ=ABC-6 result gate $user)"

# ---- an expired password ends the stack before a later module ----
printf 'permission p\nservice gate requires p\n' | table gate
expired="account [success=1 new_authtok_reqd=done default=ignore] $peers/pam_debug.so acct=new_authtok_reqd"
rolegate="account required $MODULE table=$folder/gate.rgt"
if [ -e "$peers/pam_debug.so" ]; then
    printf '%s\naccount requisite pam_deny.so\n%s\n' "$expired" "$rolegate" | stack last
    same "behind an expired password, a denial is never asked for" new_authtok_reqd "$(result last $user)"
    printf '%s service=gate\n%s\naccount requisite pam_deny.so\naccount required pam_permit.so\n' "$rolegate" "$expired" |
        stack first
    same "rolegate first in the stack denies" perm_denied "$(result first $user)"
else
    skip "pam_debug is not on this machine"
fi

# ---- stacks that throw results away ----
ignoring='account [success=ok user_unknown=ignore authinfo_unavail=ignore default=bad]'
printf -- '-:ALL:ALL\n' >"$folder/access.conf"
printf '%s %s/pam_access.so accessfile=%s/access.conf\naccount required pam_permit.so\n' "$ignoring" "$peers" "$folder" |
    stack ignored
[ -e "$peers/pam_access.so" ] &&
    same "pam_access, an unknown user under user_unknown=ignore: let in" success "$(result ignored hunter2)"
printf '%s %s table=%s/gate.rgt service=gate\naccount required pam_permit.so\n' "$ignoring" "$MODULE" "$folder" |
    stack ignored
same "rolegate, an unknown user under user_unknown=ignore: denied" perm_denied "$(result ignored hunter2)"
rm -f "$folder/gate.rgt"
same "rolegate, no table under user_unknown=ignore: fails" system_err "$(result ignored $user)"

# ---- what a token is ----
printf -- '+:ALL:tty1\n-:ALL:ALL\n' >"$folder/access.conf"
if [ -e "$peers/pam_access.so" ]; then
    same "pam_access, a host that calls itself tty1 passes for the terminal: let in" success "$(result access $user tty1)"
fi
printf 'permission p\nservice gate requires p\nallow p to everyone when tty tty1\n' | table gate
same "rolegate, a host that calls itself tty1: denied" perm_denied "$(result gate $user tty1)"
same "rolegate, the terminal itself: allowed" success "$(result gate $user '' /dev/tty1)"
printf 'permission p\nservice gate requires p\nallow p to everyone when from 127.0.0.0/8, ::1\n' | table gate
same "rolegate, a name as origin is not resolved: denied" perm_denied "$(result gate $user localhost)"
same "rolegate, the address: allowed" success "$(result gate $user 127.0.0.1)"
same "rolegate, the same address in IPv6 clothes: allowed" success "$(result gate $user ::ffff:127.0.0.1)"

finish

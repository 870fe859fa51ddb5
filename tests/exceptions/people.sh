# people.sh - a machine with a support desk of its own, in a mount namespace: for tests/exceptions and tests/request. To be
# sourced after shell.sh. Sets `policy`, and `rolegate` to a copy of the command that everybody may run.
# shellcheck shell=bash

# people NAME…: the users of the machine, uids from 4001 on, and root; olga has a second name. Its groups: standard input.
people() {
    local name uid=4000 days=$(($(date +%s) / 86400))
    printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$folder/passwd"
    for name in "$@"; do
        uid=$((uid + 1))
        echo "$name:x:$uid:$uid::/:/bin/sh"
        [ "$name" != olga ] || echo "olga2:x:$uid:4005::/:/bin/sh"
    done >>"$folder/passwd"
    awk -F: -v days="$days" '$1 != "olga2" { print $1 ":*:" days ":0:99999:7:::" }' "$folder/passwd" >"$folder/shadow"
    chmod 600 "$folder/shadow"
    cat >"$folder/group"
    printf 'passwd: files\ngroup: files\nshadow: files\n' >"$folder/nsswitch.conf"
}

# desk_machine WHAT: folders that begin empty, those people, and the sudoers file that is shipped, for the group `desk`.
# Ends the test where that cannot be had.
desk_machine() {
    local what=$1 path name
    own_command || exit 2
    # shellcheck disable=SC2034 # for whoever sources this
    policy=/etc/rolegate/main.rg
    if ! own_etc; then
        skip "$what: /etc cannot be covered"
        finish
    fi
    mkdir -p /etc/rolegate /etc/security /etc/sudoers.d
    for path in /etc/security /var/lib /etc/rolegate /etc/sudoers.d /var/spool; do
        mount -t tmpfs -o mode=755 none "$path" || exit 2
    done
    mkdir -p "$folder/pam.d" /etc/pam.d
    printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' |
        tee "$folder/pam.d/sudo" >"$folder/pam.d/other"
    sed "s|/usr/bin/rolegate|$rolegate|g; s|%support-team|%desk|; /^#/d" ../../policies/examples/support-team.sudoers \
        >"$folder/sudoers"
    chmod 440 "$folder/sudoers"
    chown -R root:root "$folder"
    for name in passwd group shadow nsswitch.conf pam.d sudoers; do
        [ -d "/etc/$name" ] || : >>"/etc/$name"
        mount --bind "$folder/$name" "/etc/$name" || exit 2
    done
    if ! as olga sudo -n -l >/dev/null 2>&1; then
        skip "$what: there is no sudo that works here"
        finish
    fi
}

as() { # USER COMMAND…
    local user=$1
    shift
    setpriv --reuid "$(id -u "$user")" --regid "$(id -g "$user")" --init-groups "$@"
}
desk() { as olga sudo -n "$rolegate" "$@"; }
may() { "$rolegate" can "$1" "$2" >/dev/null 2>&1; }

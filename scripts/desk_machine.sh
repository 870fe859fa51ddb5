# desk_machine.sh - a support desk's machine in a mount namespace, with people, sudo, PAM and a clock of its own: for the
# demonstration's last part and for tests/desk. To be sourced, as root, in a mount namespace of its own; in `folder` is
# room, `rolegate` and `module` are what was built, and the current folder is the tree's. What is outside stays as it is.
# shellcheck shell=bash

# desk_time HH:MM [DAYS]: it is that time in Kolkata, on the Tuesday of the story or so many days later, for every program.
desk_time() {
    local wanted=$((desk_tuesday + ${2:-0} * 86400 + 10#${1%:*} * 3600 + 10#${1#*:} * 60 - 19800))
    echo $((wanted - desk_real)) >"$folder/clock"
}

# The last Tuesday that is over everywhere, and what the machine's own clock says.
desk_choose_day() {
    desk_real=$(date -u +%s)
    desk_tuesday=$(((desk_real / 86400 - 2) * 86400))
    until [ "$(date -u -d "@$desk_tuesday" +%u)" = 2 ]; do desk_tuesday=$((desk_tuesday - 86400)); done
    # shellcheck disable=SC2034 # for whoever sources this
    desk_day=$(date -u -d "@$desk_tuesday" +%Y-%m-%d)
}

desk_people() {
    printf 'passwd: files\ngroup: files\nshadow: files\n' >/etc/nsswitch.conf
    local name uid=5000
    echo 'root:x:0:0::/root:/bin/sh' >/etc/passwd
    echo 'nobody:x:65534:65534::/:/bin/sh' >>/etc/passwd
    for name in kim olga adam freelancer maria bob tom; do
        uid=$((uid + 1))
        echo "$name:x:$uid:$uid::/:/bin/sh"
    done >>/etc/passwd
    cat >/etc/group <<'GROUP'
root:x:0:
nogroup:x:65534:
acme owners:x:6000:
acme-admins:x:6001:adam
acme-agents:x:6002:kim,olga
acme-auditors:x:6003:
night-shift:x:6004:
leavers:x:6005:
support-team:x:6006:olga
GROUP
    awk -F: '{ print $1 ":*:10000:0:99999:7:::" }' /etc/passwd >/etc/shadow && chmod 600 /etc/shadow
}

# Makes the machine. Status 3: there is no compiler for its clock.
desk_machine() {
    local path
    "${CC:-cc}" -shared -fPIC -O1 -D_GNU_SOURCE "-DCLOCK_FILE=\"$folder/clock\"" -o "$folder/clock.so" \
        scripts/desk_clock.c >/dev/null 2>&1 || return 3
    chmod 755 "$folder" "$folder/clock.so"
    desk_choose_day
    mkdir "$folder/etc" && mount -t tmpfs -o mode=755 none "$folder/etc" && cp -a /etc/. "$folder/etc" &&
        mount --rbind "$folder/etc" /etc || return 1
    mkdir -p /etc/rolegate /etc/security /etc/sudoers.d
    for path in /etc/security /etc/rolegate /etc/sudoers.d /var/lib /var/spool; do
        mount -t tmpfs -o mode=755 none "$path" || return 1
    done
    echo "$folder/clock.so" >/etc/ld.so.preload
    desk_time 11:00
    desk_people
    printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' |
        tee /etc/pam.d/sudo >/etc/pam.d/other
    sed "s|/usr/bin/rolegate|$rolegate|g; /^#/d" policies/examples/support-team.sudoers >/etc/sudoers
    chmod 440 /etc/sudoers
    echo "account required $module" >/etc/pam.d/broadcast-job
    sed 's/include <predefined>/include "predefined.rg"/' policies/examples/support-desk.rg >/etc/rolegate/main.rg
    cp -r policies/predefined.rg policies/examples/exceptions.d /etc/rolegate/ && chown -R root:root /etc/rolegate
    mkdir -m 1733 /var/spool/rolegate
}

# Lets go of the machine, so that its folder can be removed.
desk_leave() {
    umount --recursive --lazy /etc
    umount --recursive --lazy "$folder/etc"
}

# as USER COMMAND...
as() { setpriv --reuid "$(id -u "$1")" --regid "$(id -g "$1")" --init-groups "${@:2}"; }

#!/usr/bin/env bash
# The module on glibc's own NSS, with private /etc/passwd, group and nsswitch.conf in a mount namespace: a source of
# groups that is sound, down, busy or not even installed. Without the right to make a namespace this is skipped.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

namespace=(unshare --mount)
[ "$(id -u)" -eq 0 ] || namespace=(unshare --map-root-user --mount)
if ! "${namespace[@]}" true 2>/dev/null; then
    skip "no mount namespace may be made here"
    finish
fi
source_down=$BUILD/tests/pam/libnss_rgtest.so.2
if [ ! -e "$source_down" ]; then
    skip "$source_down was not built"
    finish
fi

cat >"$folder/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
kim:x:1001:1001::/:/bin/sh
sam:x:1002:1002::/:/bin/sh
END
cat >"$folder/groups" <<'END'
root:x:0:
kim:x:1001:
sam:x:1002:
agents:x:2001:kim,sam
suspended:x:2002:sam
END
table gate <<'END'
permission inbox.read, billing.view, chat.use
service inbox   requires inbox.read
service billing requires billing.view
service chat    requires chat.use
allow inbox.read   to group agents
deny  inbox.read   to group suspended        because "HR-1"
allow billing.view to group agents
deny  billing.view to group remote-suspended because "HR-2"
allow chat.use     to group remote-agents
END
for service in inbox billing chat; do
    printf 'account required %s table=%s/gate.rgt\n' "$MODULE" "$folder" | stack $service
done
printf 'account required pam_access.so accessfile=%s/access.conf nodefgroup\n' "$folder" | stack access
printf -- '-:(remote-suspended):ALL\n+:ALL:ALL\n' >"$folder/access.conf"

# What nsswitch.conf says of groups, how the source answers, service, user: the result.
ask() {
    printf 'passwd: files\ngroup: %s\n' "$1" >"$folder/nsswitch.conf"
    # shellcheck disable=SC2016
    RGTEST=$2 LD_LIBRARY_PATH=$BUILD/tests/pam "${namespace[@]}" sh -c '
        mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/groups" /etc/group &&
            mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf && exec "$2" "$1" "$3" "$4"' \
        sh "$folder" "$driver" "$3" "$4" | head -n 1
}

row() { # name, group sources, answer, then the result for kim on inbox, billing, chat and for sam on inbox
    same "$1: what the sound source says is enough" "$4" "$(ask "$2" "$3" inbox kim)"
    same "$1: a deny to a group that only the other source knows" "$5" "$(ask "$2" "$3" billing kim)"
    same "$1: an allow to a group that only the other source knows" "$6" "$(ask "$2" "$3" chat kim)"
    same "$1: a deny to a group of the sound source" "$7" "$(ask "$2" "$3" inbox sam)"
}
row "files alone" files "" success success perm_denied perm_denied
# "None" from a source of the network is what it says when it is offline as well.
row "the other source knows nothing" "files rgtest" notfound success perm_denied perm_denied perm_denied
row "the other source is down" "files rgtest" unavail success perm_denied perm_denied perm_denied
row "the other source is busy" "files rgtest" tryagain success perm_denied perm_denied perm_denied
row "the other source is down, a sound one follows" "files rgtest [UNAVAIL=return TRYAGAIN=return] files" unavail \
    success perm_denied perm_denied perm_denied
row "no source at all" "rgtest" unavail perm_denied perm_denied perm_denied perm_denied
# Here glibc answers that no such group, with no error; nsswitch.conf says that it cannot know.
row "a source that is not installed" "files nosuchsource" "" success perm_denied perm_denied perm_denied
row "a source that is down ahead of one that answers" "rgtest files" unavail success perm_denied perm_denied perm_denied
same "pam_access while the source of its denied group is down: let in" success "$(ask "files rgtest" unavail access kim)"
same "an account that does not exist" perm_denied "$(ask files "" inbox hunter2)"
finish

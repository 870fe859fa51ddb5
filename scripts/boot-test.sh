#!/usr/bin/env bash
# The units under a real systemd: a Debian system (debootstrap) is booted in namespaces of its own, with its systemd as
# process 1. A policy is changed, broken, fixed, and one is not confirmed before the machine is restarted.
# BUILD: where things were built. BASE: a folder with such a system, made where it is not there (default
# BUILD/boot/debian). Needs root, debootstrap and a mirror, or a BASE. No verdict hangs on how fast the machine is: what must
# come is waited for.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${BUILD:-build}") || exit 2
base=${BASE:-$build/boot/debian}
passed=0 failed=0 patience=${PATIENCE:-600} # seconds until something that must come is given up
packages=systemd,systemd-sysv,dbus,bsdutils,libjansson4,libnettle8,libpam-modules

leave_out() {
    echo "boot: $1"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
}
[ "$(id -u)" -eq 0 ] || leave_out "this needs root"

# ---- a Debian system, and this tree in it ----
if [ ! -x "$base/lib/systemd/systemd" ]; then
    command -v debootstrap >/dev/null 2>&1 || leave_out "debootstrap is not here"
    echo "debootstrap: this takes a minute or two"
    mkdir -p "$(dirname "$base")"
    # shellcheck disable=SC2016 # apt's own variable
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 2>/dev/null | head -n 1)
    if ! debootstrap --variant=minbase --include="$packages" bookworm "$base.new" "$mirror" >"$base.log" 2>&1; then
        tail -n 5 "$base.log"
        exit 2
    fi
    mv "$base.new" "$base"
fi
work=$(mktemp -d) || exit 2
machine=$work/machine
holder=
clean() {
    [ -z "$holder" ] || kill -KILL "$holder" 2>/dev/null
    [ -z "$holder" ] || wait "$holder" 2>/dev/null
    umount -l "$machine" "$work/layer" 2>/dev/null
    rm -rf --one-file-system "$work"
}
trap clean EXIT
mkdir "$machine" "$work/layer"
mount -t tmpfs none "$work/layer" && mkdir "$work/layer/upper" "$work/layer/work" &&
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/layer/upper,workdir=$work/layer/work" "$machine" ||
    leave_out "no overlay can be mounted here"
multiarch=$(gcc -print-multiarch)
make --no-print-directory install BUILD="$build" DESTDIR="$machine" prefix=/usr libdir="/usr/lib/$multiarch" \
    pamdir="/usr/lib/$multiarch/security" nssdir="/usr/lib/$multiarch" unitdir=/lib/systemd/system >"$work/log" 2>&1 || {
    tail -n 5 "$work/log"
    exit 2
}
mkdir -p "$machine/etc/rolegate" "$machine/etc/security"
rm -f "$machine/etc/machine-id"
echo "00000000000000000000000000000001" >"$machine/etc/machine-id"
: >"$machine/etc/fstab"
systemctl --root="$machine" mask --quiet systemd-networkd.service systemd-resolved.service systemd-logind.service \
    systemd-timesyncd.service getty.target console-getty.service 2>/dev/null

# ---- start, stop, run ----

# What runs ahead of systemd, as process 1 of its namespaces.
cat >"$work/start.sh" <<'END'
set -e
machine=$1
mount --make-rprivate /
mount --rbind "$machine" "$machine"
cd "$machine"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
    IFS=: read -r name major minor <<<"$node"
    mknod -m 666 "dev/$name" c "$major" "$minor"
done
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
: >dev/console
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t cgroup2 cgroup2 sys/fs/cgroup
pivot_root . mnt 2>/dev/null && cd / && umount -l /mnt
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb /lib/systemd/systemd --log-target=journal
END

# The first process of the machine, as this one sees it.
first() { pgrep -P "$holder" | head -n 1; }
on() {
    nsenter --target "$(first)" --mount --pid --uts --ipc --net --cgroup --root --wd=/ \
        /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C SYSTEMD_PAGER= "$@"
}
# Waits until a command succeeds.
until_holds() {
    local end=$((SECONDS + patience))
    until "$@" >"$work/said" 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.5
    done
}
start() {
    unshare --fork --kill-child --pid --mount --uts --ipc --net --cgroup bash "$work/start.sh" "$machine" \
        >"$work/console" 2>&1 &
    holder=$!
    until_holds on systemctl is-active --quiet multi-user.target
}
# As a power cut does it: there is no order in which anything could be put right.
stop() {
    kill -KILL "$(first)"
    wait "$holder" 2>/dev/null
    holder=
}

holds() {
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %s\n' "$name"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$name"
        tail -n 15 "$work/said" | sed 's/^/    /'
    fi
}
comes() {
    local name=$1
    shift
    holds "$name" until_holds "$@"
    [ "$failed" -eq 0 ] || on journalctl -n 40 --no-pager 2>/dev/null | sed 's/^/    | /'
}

policy() {
    cat <<END
policy "$1"
permission shell.use
service su, sudo, cron, login, sshd requires shell.use
allow shell.use to user root because "root"
test "root may" { given user root may login }
END
}
# What is changed is written as an editor does: beside it, then renamed.
write() {
    cat >"$machine/etc/rolegate/.new" && mv "$machine/etc/rolegate/.new" "$machine/etc/rolegate/main.rg"
}
in_place() { [ "$(on rolegate verify /etc/security/rolegate.rgt 2>/dev/null | sed -n 's/^policy  *//p')" = "$1" ]; }
# How often a unit has been started, as the journal of this boot says.
said_by() { on journalctl -q -b -o cat -u "$1" --no-pager; }
heard() { on journalctl -q -b -o cat -t rolegate --no-pager | grep -qF "$1"; }
idle() { ! on systemctl is-active --quiet rolegate-policy.service && in_state rolegate-policy.service inactive; }
in_state() { [ "$(on systemctl show -p ActiveState --value "$1")" = "$2" ]; }

# ---- loaded ----
if ! start; then
    cat "$work/console"
    leave_out "systemd does not start as process 1 of a namespace here"
fi
holds "process 1 is systemd" on sh -c 'grep -qx systemd /proc/1/comm'
for unit in "$machine"/lib/systemd/system/rolegate-*; do
    unit=${unit##*/}
    holds "$unit loads" test "$(on systemctl show -p LoadState --value "$unit")" = loaded
    holds "$unit: nothing is wrong with it" on systemd-analyze verify --man=no "/lib/systemd/system/$unit"
    case $unit in
    *.service) holds "$unit: exposure at most 3.0" on systemd-analyze security --no-pager --threshold=30 "$unit" ;;
    esac
done

# ---- changed ----
policy one | write
holds "the first policy is installed by hand" on rolegate install /etc/rolegate/main.rg
holds "the watch is switched on" on systemctl enable --now --quiet rolegate-policy.path rolegate-exceptions.path rolegate-unconfirmed.service
holds "the watch starts with the machine" test "$(on systemctl is-enabled rolegate-policy.path)" = enabled
holds "the way back as well" test "$(on systemctl is-enabled rolegate-unconfirmed.service)" = enabled
policy two | write
comes "a changed policy is installed" in_place two
comes "and the unit comes to rest" idle
holds "the policy is not confirmed yet" on sh -c 'rolegate status | grep -qi confirm'
holds "its way back is a timer of systemd" on sh -c 'systemctl list-timers --all --no-legend | grep -q rolegate-way-back'
holds "it is confirmed" on rolegate confirm --here

# ---- broken ----
policy broken | sed 's/^allow/alow/' | write
comes "a broken policy fails the unit" in_state rolegate-policy.service failed
comes "and the failure is said in the log" heard "was not installed"
holds "the policy before decides" in_place two
comes "what says so has ended well" in_state rolegate-policy-failed.service inactive
holds "its exit status is 0" test "$(on systemctl show -p ExecMainStatus --value rolegate-policy-failed.service)" = 0
policy three | write
comes "the fixed policy is installed" in_place three
comes "and the unit is well again" idle
holds "it is confirmed too" on rolegate confirm --here

# ---- changed while it is installed ----
policy four | write
comes "the unit is at work" in_state rolegate-policy.service activating
policy five | write
comes "what was written meanwhile is installed as well" in_place five
comes "the unit comes to rest" idle
holds "five is confirmed" on rolegate confirm --here

# ---- the desk: exceptions by the command, by hand, and by a request ----
desk_policy() {
    policy desk
    cat <<'END'
permission broadcast.send
service broadcast requires broadcast.send
include "exceptions.d/*.rg" only by user daemon { allow broadcast.send to users for 14 days }
END
}
mkdir "$machine/etc/rolegate/exceptions.d"
desk_policy | write
comes "a policy with a bounded include is installed" in_place desk
comes "the unit is at rest" idle
holds "it is confirmed, with the include" on rolegate confirm --here
may() { on rolegate can "$1" broadcast >/dev/null 2>&1; }
may_not() { ! may "$1"; }
holds "nobody has the exception yet" may_not games
holds "a grant opens at once" on rolegate grant games broadcast.send --for 1h --because "HELP-1" --yes
holds "for whom it is" may games
comes "the unit that sees the file comes to rest" idle
holds "nothing waits to be confirmed for it" test ! -e "$machine/var/lib/rolegate/unconfirmed"
holds "the files are what the table was made from" on rolegate verify /etc/security/rolegate.rgt --sources /etc/rolegate
since=$(on date -u +%Y-%m-%dT%H:%M:%SZ) until=$(on date -u -d '1 hour' +%Y-%m-%dT%H:%M:%SZ)
printf 'allow broadcast.send to user lp starting %s until %s because "HELP-2"\n' "$since" "$until" \
    >"$machine/etc/rolegate/exceptions.d/.new"
mv "$machine/etc/rolegate/exceptions.d/.new" "$machine/etc/rolegate/exceptions.d/hand.rg"
comes "one that is written by hand is installed by the watch" may lp
comes "which comes to rest" idle
holds "it is confirmed as well" on rolegate confirm --here
holds "the spool is made" on systemd-tmpfiles --create rolegate.conf
holds "the watch for requests is switched on" on systemctl enable --now --quiet rolegate-requests.path
holds "whoever is denied asks" on setpriv --reuid news --regid news --clear-groups \
    rolegate request broadcast --for 1h --because "news at nine"
id=$(on rolegate requests --json | sed -n 's/.*"id":"\([0-9a-f]*\)".*/\1/p')
holds "it is approved" on rolegate requests approve "$id" --yes --because "HELP-3"
holds "and he who asked may" may news
comes "the unit is at rest again" idle
holds "nothing is left to be installed" on rolegate verify /etc/security/rolegate.rgt --sources /etc/rolegate
policy five | write
comes "the policy without them is back" in_place five
comes "at rest" idle
holds "five is confirmed once more" on rolegate confirm --here

# ---- not confirmed ----
policy six | write
comes "one more policy is installed" in_place six
comes "and waits to be confirmed" idle
stop
start || { cat "$work/console"; failed=$((failed + 1)); echo "FAIL  the machine starts again"; }
comes "after a restart the policy before it is back" in_place five
holds "the unit that took it back has ended well" \
    test "$(on systemctl show -p Result --value rolegate-unconfirmed.service)" = success
holds "nothing waits to be confirmed" test ! -e "$machine/var/lib/rolegate/unconfirmed"
holds "a policy with little time" on rolegate install --confirm=10 /etc/rolegate/main.rg
comes "goes back by itself when the time is over" in_place five
stop

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# The Debian packages in a machine of their own (debootstrap, chroot): installed, used, upgraded while they guard sudo,
# removed while they guard it, purged. Usage: package-test.sh FOLDER, where package.sh has put them. Needs root.
set -u
cd "$(dirname "$0")/.." || exit 2
packages=$(realpath "${1:-build/packages}") || exit 2
passed=0 failed=0
if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null 2>&1; then
    echo "package-test: this needs root and debootstrap" >&2
    exit 2
fi
machine=$(mktemp -d) || exit 2
clean() {
    umount "$machine/proc" "$machine/newer" "$machine/packages" 2>/dev/null
    rm -rf --one-file-system "$machine" "$newer"
}
newer=$(mktemp -d)
trap clean EXIT

holds() {
    local name=$1
    shift
    if "$@" >"$machine/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$name"
        tail -n 15 "$machine/said" | sed 's/^/    /'
    fi
}
fails() { ! "$@"; }
# A command on that machine.
on() { chroot "$machine" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }
# What a user there does with sudo.
sudo_of() { on setpriv --reuid="$1" --regid="$1" --init-groups sudo -n true; }

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 2>/dev/null | head -n 1)
echo "debootstrap: this takes a minute or two"
if ! debootstrap --variant=minbase --include=sudo,pamtester bookworm "$machine" "$mirror" >"$newer/log" 2>&1; then
    tail -n 5 "$newer/log"
    echo "package-test: debootstrap could not make a machine" >&2
    exit 2
fi
mount -t proc proc "$machine/proc"
mkdir "$machine/packages" "$machine/newer" && mount --bind "$packages" "$machine/packages"
on useradd -m kim && on useradd -m sam
printf 'kim ALL=(ALL) NOPASSWD: ALL\nsam ALL=(ALL) NOPASSWD: ALL\n' >"$machine/etc/sudoers.d/people"
cp -a "$machine/etc/pam.d" "$newer/pam.d"

# ---- installed ----
holds "all packages install" on sh -c 'apt-get install -y --no-install-recommends /packages/*_amd64.deb'
holds "PAM's configuration is as it was" diff -r "$newer/pam.d" "$machine/etc/pam.d"
holds "nsswitch.conf is as it was" fails grep -q rolegate "$machine/etc/nsswitch.conf"
holds "kim can sudo" sudo_of kim
holds "the command runs" on rolegate --version
holds "the manual is there" test -e "$machine/usr/share/man/man8/pam_rolegate.8.gz"

# ---- used ----
cat >"$machine/etc/rolegate/main.rg" <<'END'
permission root.become
service sudo requires root.become
role becomer gid 64001 { allow root.become }
assign becomer to (user kim, user root) until 2099-12-31 because "the test"
test "kim may, sam may not" { given user kim may sudo given user sam may not sudo }
END
holds "a policy is installed" on rolegate install /etc/rolegate/main.rg
holds "sudo asks it" on rolegate enable sudo
holds "and is guarded" on rolegate stack sudo
holds "kim may" sudo_of kim
holds "sam may not" fails sudo_of sam
sed -i 's/^group:.*/group: files rolegate/' "$machine/etc/nsswitch.conf"
holds "kim is in the role's group" on sh -c 'id -Gn kim | grep -qw becomer'
holds "status" on rolegate status

# ---- upgraded, while it guards ----
scripts/package.sh "$newer/packages" 0.1.1 >"$newer/log" 2>&1 || tail -n 5 "$newer/log"
mount --bind "$newer/packages" "$machine/newer"
holds "the next version installs" on sh -c 'apt-get install -y --no-install-recommends /newer/*_amd64.deb'
holds "it is the next version" on sh -c 'dpkg-query -W -f "\${Version}" libpam-rolegate | grep -qx 0.1.1'
holds "sudo is still guarded" on rolegate stack sudo
holds "kim still may" sudo_of kim
holds "sam still may not" fails sudo_of sam

# ---- removed, while it guards ----
holds "the module is removed" on apt-get remove -y libpam-rolegate
holds "its lines are gone" diff -r "$newer/pam.d" "$machine/etc/pam.d"
holds "kim can sudo" sudo_of kim
holds "sam can sudo: nothing guards it" sudo_of sam
holds "it comes back" on sh -c 'apt-get install -y --no-install-recommends /newer/libpam-rolegate_*_amd64.deb'
holds "and is asked again" on rolegate enable sudo
holds "sam may not" fails sudo_of sam
rm -f "$machine/usr/bin/rolegate"
holds "the module goes though the command is broken" on dpkg --remove libpam-rolegate
holds "its lines go as well" fails grep -rq '^[^#]*pam_rolegate' "$machine/etc/pam.d"
holds "kim can sudo with that too" sudo_of kim
holds "the NSS module is removed" on apt-get remove -y libnss-rolegate
holds "nsswitch.conf does not name it" fails grep -q rolegate "$machine/etc/nsswitch.conf"

# ---- purged ----
holds "all is purged" on sh -c 'apt-get purge -y rolegate libpam-rolegate libnss-rolegate librolegate0 librolegate-dev'
holds "no state is left" test ! -e "$machine/var/lib/rolegate" -a ! -e "$machine/etc/security/rolegate.rgt"
holds "the administrator's policy is" test -e "$machine/etc/rolegate/main.rg"
holds "nothing else is" test -z "$(find "$machine/usr" "$machine/lib/systemd" -name '*rolegate*' 2>/dev/null)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

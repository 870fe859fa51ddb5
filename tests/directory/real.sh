#!/usr/bin/env bash
# Real directories: slapd with SSSD and with nslcd, samba with winbind, in a machine of their own, asked through libpam
# and the module. Prints the table of cells that docs/directories.md shows, and counts those that are not as
# cells/SOURCE.expected has them. About three minutes, and one or two more when the machine is made.
#
#     real.sh [SOURCE...]            sssd, nslcd, winbind; without any, all of them
#     ROLEGATE_DIRECTORY=FOLDER      where the machine is kept; debootstrap makes it where it is not
#     SAID=FOLDER                    keeps what each source's script said
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
place=${ROLEGATE_DIRECTORY:-${TMPDIR:-/tmp}/rolegate-directory}
packages=slapd,ldap-utils,sssd-ldap,libnss-sss,libpam-sss,sssd-tools,nslcd,libnss-ldapd,samba,winbind,libnss-winbind
packages=$packages,samba-ad-provision,samba-dsdb-modules,samba-vfs-modules,procps,iproute2,python3-minimal,passwd,libjansson4,libnettle8
[ $# -gt 0 ] || set -- sssd nslcd winbind

skip_all() {
    skip "real directories: $1"
    finish
}

# The machine is of this one's system, from where this one has its packages.
make_machine() {
    local suite mirror
    command -v debootstrap >/dev/null 2>&1 || skip_all "debootstrap is not installed"
    suite=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
    # shellcheck disable=SC2016
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $suite" 2>/dev/null | head -n 1)
    [ -n "$mirror" ] || skip_all "apt knows no packages of this system"
    echo "debootstrap: this takes a minute or two"
    rm -rf --one-file-system "$place/root"
    mkdir -p "$place"
    if ! debootstrap --variant=minbase --include="$packages" "$suite" "$place/root" "$mirror" >"$place/log" 2>&1; then
        tail -n 3 "$place/log"
        skip_all "debootstrap could not make the machine"
    fi
    echo "$packages" >"$place/made"
}

# One cell that must come, as it came. A cell is `ID | situation | question | answer`.
count_cell() {
    local got
    got=$(grep -F -- "${1% | *} | " "$folder/cells")
    same "$source, ${1% | *}" "${1##* | }" "${got##* | }"
}

[ "$(id -u)" -eq 0 ] || skip_all "this needs root"
unshare --mount --pid --net --uts --fork true 2>/dev/null || skip_all "no namespaces may be made here"
[ "$(cat "$place/made" 2>/dev/null)" = "$packages" ] || make_machine
mkdir "$folder/layer"
for source in "$@"; do
    # Namespaces of its own, the host name's too, and a layer that is dropped.
    unshare --mount --pid --net --uts --fork --kill-child --propagation private \
        bash real/enter.sh "$place/root" "$folder/layer" "$BUILD" "$source" >"$folder/said" 2>"$folder/error" </dev/null
    [ -z "${SAID:-}" ] || { mkdir -p "$SAID" && cat "$folder/said" "$folder/error" >"$SAID/$source.txt"; }
    grep -E '^[A-Z][A-Za-z0-9]* \| ' "$folder/said" >"$folder/cells"
    grep '^version ' "$folder/said" | sed 's/^version //' >>"$folder/versions"
    sed "s/^/$source | /" "$folder/cells" >>"$folder/table"
    while IFS= read -r cell; do count_cell "$cell"; done <"cells/$source.expected"
    same "$source: cells that are not expected" "" "$(cut -d'|' -f1-3 "$folder/cells" | grep -vxF -f <(cut -d'|' -f1-3 "cells/$source.expected"))"
done

printf '\nOf %s, with %s:\n\n' "$(date -u +%Y-%m-%d)" "$(sort -u "$folder/versions" | paste -sd, | sed 's/,/, /g')"
printf '| source | cell | situation | question | answer |\n|---|---|---|---|---|\n'
sed 's/.*/| & |/' "$folder/table"
echo
finish

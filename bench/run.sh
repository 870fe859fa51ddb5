#!/usr/bin/env bash
# Measures what the design was made for: how fast policies compile, and how little a decision depends on their size.
# Medians; peers and sizes in turn within one run. Needs nss_wrapper for accounts of its own. BUILD: where things are.
set -eu
cd "$(dirname "$0")/.."
: "${BUILD:=build}"
BUILD=$(cd "$BUILD" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrapper=$(find /usr/lib /lib -name libnss_wrapper.so 2>/dev/null | head -n 1)

cat >"$work/common.rg" <<'RG'
permission desk.open
service bench requires desk.open
role desk { allow desk.open }
assign desk to group bench-desk
RG
printf 'root:x:0:0::/:/bin/sh\nkim:x:1000:1000::/:/bin/sh\n' >"$work/passwd"
printf 'root:x:0:\nkim:x:1000:\nbench-desk:x:2000:kim\nother:x:2001:kim\n' >"$work/group"
printf -- '+:(bench-desk):ALL\n-:ALL:ALL\n' >"$work/access.conf"

echo "compiling (median of 5: seconds, and the largest resident memory in MiB)"
for n in 10 1000 100000; do
    { cat "$work/common.rg"; python3 bench/generate.py "$n"; } >"$work/$n.rg"
    for _ in 1 2 3 4 5; do
        /usr/bin/time -f '%e %M' -a -o "$work/time.$n" "$BUILD/rolegate" compile -Wno-all "$work/$n.rg" -o "$work/$n.rgt"
    done
    sort -n "$work/time.$n" | sed -n 3p | { read -r seconds kib
        printf '  %7d statements  %6.2f s  %5d MiB  table %8d bytes, source %8d\n' "$n" "$seconds" "$((kib / 1024))" \
            "$(stat -c %s "$work/$n.rgt")" "$(stat -c %s "$work/$n.rg")"; }
done

echo "in one process (median, ns): a decision; open, decide, close"
for n in 10 1000 100000; do
    "$BUILD/bench/decide" "$work/$n.rgt" kim bench-desk bench |
        { read -r verdict check shot; printf '  %7d statements  %s  %6d  %7d\n' "$n" "$verdict" "$check" "$shot"; }
done

module() { printf 'account required %s\n' "$1" >"$work/$2/bench"; }
for name in permit access 10 1000 100000; do mkdir "$work/$name.d"; done
module pam_permit.so permit.d
module "pam_access.so accessfile=$work/access.conf nodefgroup" access.d
for n in 10 1000 100000; do module "$BUILD/pam_rolegate.so table=$work/$n.rgt log=none" "$n.d"; done
echo "one PAM account transaction (median, least, greatest of 101 batches of 50, ns; PAM's result)"
LD_PRELOAD=$wrapper NSS_WRAPPER_PASSWD=$work/passwd NSS_WRAPPER_GROUP=$work/group \
    "$BUILD/bench/transaction" 101 kim bench "$work"/{permit,access,10,1000,100000}.d |
    sed "s|^$work/||; s|\.d | |" | while read -r name median least most result; do
    printf '  %-8s  %7d  %7d  %7d   %d\n' "$name" "$median" "$least" "$most" "$result"
    if [ "$name" = 10 ]; then echo "$median" >"$work/small"; fi
    if [ "$name" = 100000 ]; then
        awk -v large="$median" -v small="$(cat "$work/small")" \
            'BEGIN { printf "  100,000 statements cost %.2f times what 10 do\n", large / small }'
    fi
done

#!/usr/bin/env bash
# Imported policies beside the programs whose rules they were: random files, the same questions to both.
# TIMES: how many times as many as usual; 5 with `make import-long`. SEED: which.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
: "${TIMES:=1}" "${SEED:=20261130}"

count() { # what a program said that ends with its count
    cat "$folder/said"
    passed=$((passed + $(grep -aEo '^[0-9]+ passed' "$folder/said" | grep -Eo '[0-9]+' || echo 0)))
    failed=$((failed + $(grep -aEo '[0-9]+ failed$' "$folder/said" | grep -Eo '[0-9]+' || echo 1)))
}

if ! LD_PRELOAD=libnss_wrapper.so true 2>/dev/null || [ -n "$(LD_PRELOAD=libnss_wrapper.so true 2>&1)" ]; then
    skip "the modules beside what is imported from their files: nss_wrapper is not on this machine"
    finish
fi
mkdir "$folder/etc"
cat >"$folder/etc/passwd" <<'END'
root:x:0:0::/:/bin/sh
ann:x:1001:1001::/:/bin/sh
bob:x:1002:1002::/:/bin/bash
Bob:x:1003:1003::/:/bin/sh
cem:x:1004:200::/home/cem:/bin/sh
dora:x:1005:1005::/:/bin/sh
END
cat >"$folder/group" <<'END'
root:x:0:
ann:x:1001:
bob:x:1002:
Bob:x:1003:
dora:x:1005:
wheel:x:100:ann,bob
staff:x:200:bob,dora
END

# Another zone than the machine's, where that can be.
zone=()
if [ "$(id -u)" -eq 0 ] && [ -e /usr/share/zoneinfo/Europe/Berlin ] && unshare --mount true 2>/dev/null; then
    # shellcheck disable=SC2016 # expanded by the inner shell
    zone=(unshare --mount bash -c 'mount --bind /usr/share/zoneinfo/Europe/Berlin /etc/localtime && exec "$@"' run)
fi

# beside ROUND QUESTIONS [MODULE]: the real module of that name.
beside() {
    if [ ! -e "/lib/$(gcc -print-multiarch 2>/dev/null || echo x86_64-linux-gnu)/security/pam_${3:-$1}.so" ]; then
        skip "pam_${3:-$1} is not on this machine"
        return
    fi
    "${zone[@]}" env -u TZ LD_PRELOAD=libnss_wrapper.so ACCOUNTS_ROOT=$folder NSS_WRAPPER_PASSWD=$folder/etc/passwd NSS_WRAPPER_GROUP=$folder/group \
        "$BUILD/tests/import/import_driver" "$1" $(($2 * TIMES)) "$SEED" >"$folder/said" 2>&1 </dev/null
    count
}

beside access 10000
beside listfile 2000
beside time 2000
beside succeed_if 2000
beside stack 2000 access
# sshd's lists, with what sshd itself makes of its Match blocks.
sshd=$(command -v sshd || echo /usr/sbin/sshd)
mkdir -p /run/sshd 2>/dev/null # sshd wants it, and only a service that has been started makes it
if [ -x "$sshd" ] && [ -d /run/sshd ]; then
    echo 'sshd:x:110:65534::/run/sshd:/usr/sbin/nologin' >>"$folder/etc/passwd"
    LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD=$folder/etc/passwd NSS_WRAPPER_GROUP=$folder/group \
        python3 sshd.py "$ROLEGATE" "$sshd" $((20 * TIMES)) "$SEED" >"$folder/said" 2>&1
    count
else
    skip "sshd, or its folder /run/sshd, is not on this machine"
fi
# FreeIPA's rules, with the library that its clients ask. Debian's Python alone has it.
if /usr/bin/python3 -c 'import pyhbac' 2>/dev/null; then
    /usr/bin/python3 hbac.py "$ROLEGATE" $((50 * TIMES)) "$SEED" >"$folder/said" 2>&1
    count
else
    skip "the library of FreeIPA's rules (python3-libipa-hbac) is not on this machine"
fi
# Whom sudo lets run anything, with sudo itself and an /etc/sudoers of our own.
if [ "$(id -u)" -eq 0 ] && [ -e /etc/sudoers ] && command -v cvtsudoers >/dev/null && unshare --mount true 2>/dev/null; then
    : >"$folder/sudoers" && chmod 440 "$folder/sudoers"
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare --mount bash -c 'mount --bind "$1" /etc/sudoers && shift && exec "$@"' run "$folder/sudoers" \
        env LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD="$folder/etc/passwd" NSS_WRAPPER_GROUP="$folder/group" \
        python3 sudoers.py "$ROLEGATE" $((10 * TIMES)) "$SEED" >"$folder/said" 2>&1
    count
else
    skip "sudo beside what is imported from sudoers: this needs root, sudo and a namespace"
fi
finish

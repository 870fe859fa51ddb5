#!/usr/bin/env bash
# What docs/ tells people to do, word for word: the sh blocks of a page are run, in a mount namespace, and print what its
# text blocks say. PAGE: one page; each is run by itself.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
if [ -z "${PAGE:-}" ]; then
    for page in tutorial from-access-conf; do
        PAGE=$page bash ./run.sh >"$folder/said" 2>&1
        cat "$folder/said"
        passed=$((passed + $(grep -aEo '^[0-9]+ passed' "$folder/said" | grep -Eo '[0-9]+' || echo 0)))
        failed=$((failed + $(grep -aEo '^[0-9]+ passed, [0-9]+ failed' "$folder/said" | grep -Eo '[0-9]+ failed' |
            grep -Eo '[0-9]+' || echo 1)))
        skipped=$((skipped + $(grep -aEo '[0-9]+ skipped$' "$folder/said" | grep -Eo '[0-9]+' || echo 0)))
    done
    finish
fi
if ! command -v pamtester >/dev/null 2>&1; then
    skip "docs/$PAGE.md: pamtester is not here"
    finish
fi
export PAGE
own_machine "docs/$PAGE.md" --mount --pid --fork --kill-child --mount-proc

mkdir "$folder/blocks"
python3 - "../../docs/$PAGE.md" "$folder/blocks" <<'END'
import re, sys
text = open(sys.argv[1]).read()
blocks = re.findall(r"^```(sh|text)\n(.*?)^```$", text, re.M | re.S)
number = 0
for kind, body in blocks:
    number += kind == "sh"
    open(f"{sys.argv[2]}/{number:02}.{kind}", "w").write(body)
END
own_command || exit 2
export PATH=${rolegate%/*}:$PATH LC_ALL=C.UTF-8 NO_COLOR=1

# An import asks which version of Linux-PAM is installed: that list alone is copied, so nothing of the machine is reached.
[ ! -e /var/lib/dpkg/status ] || cp /var/lib/dpkg/status "$folder/packages" || exit 2
if ! own_etc; then
    skip "docs/$PAGE.md: /etc cannot be covered"
    finish
fi
mkdir -p /etc/security /etc/pam.d /etc/rolegate /etc/sudoers.d
for path in /etc/security /etc/rolegate /etc/sudoers.d /var/lib /var/spool /etc/pam.d; do
    mount -t tmpfs -o mode=755 none "$path" || exit 2
done
mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates
[ ! -e "$folder/packages" ] || cp "$folder/packages" /var/lib/dpkg/status
printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' >/etc/pam.d/sudo
echo '@includedir /etc/sudoers.d' >/etc/sudoers
modules=$(dirname "$(find -L /lib/*/security /lib/security /lib64/security -name pam_permit.so 2>/dev/null | head -n 1)")
cp -a "$modules" "$folder/modules" && mount -t tmpfs none "$modules" && cp -a "$folder/modules/." "$modules"
cp "$BUILD/pam_rolegate.so" "$modules"
printf '%s\n' maria:x:4001:4001::/:/bin/sh kim:x:4002:4002::/:/bin/sh olga:x:4003:4003::/:/bin/sh >>/etc/passwd
printf '%s\n' billing:x:4100:maria support:x:4101:olga kim:x:4002: olga:x:4003: >>/etc/group
days=$(($(date +%s) / 86400))
printf '%s\n' "maria:*:$days:0:99999:7:::" "kim:*:$days:0:99999:7:::" "olga:*:$days:0:99999:7:::" >>/etc/shadow

for block in "$folder"/blocks/*.sh; do
    wanted=${block%.sh}.text
    [ -e "$wanted" ] || : >"$wanted"
    bash -e "$block" >"$folder/got" 2>&1
    status=$?
    # Of what is wrong only the first lines are quoted there.
    if [ $status -eq 0 ] && diff "$wanted" <(head -n "$(wc -l <"$wanted")" "$folder/got") >"$folder/diff"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL  $(basename "$block"): status $status"
        cat "$block" "$folder/diff" "$folder/got"
    fi
done
finish

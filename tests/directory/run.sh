#!/usr/bin/env bash
# What sources of groups answer, and what must come of it: a directory that a file plays (libnss_rgplay.c), with an /etc
# and a /run of its own in a mount namespace. Without the right to make one this is skipped. ONLY: one part.
# The same with real directories: real.sh.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "the directory" --mount

# Whoever is not root must be able to run the driver and to load the source.
mkdir "$folder/etc" "$folder/lib" "$folder/run" && chmod 777 "$folder" || exit 2
cp "$BUILD/tests/directory/libnss_rgplay.so.2" "${DRIVER:-$BUILD/tests/reference/driver}" "$folder/lib" || exit 2
# A machine's own nss-systemd would ask its systemd; this stands for one to which nobody answers.
cp "$folder/lib/libnss_rgplay.so.2" "$folder/lib/libnss_systemd.so.2" || exit 2
mount --bind "$folder/etc" /etc && mount --bind "$folder/run" /run || exit 2
export INSIDE=1 RGPLAY=$folder/directory RGPLAY_LOG=$folder/log DRIVER=$folder/lib/driver
export LD_LIBRARY_PATH=$folder/lib PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$PWD/../reference

for part in ${ONLY:-cells orders generated compared}; do
    said=$(python3 "$part.py" 2>&1)
    printf '%s\n' "$said"
    if [[ $said =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    else
        failed=$((failed + 1))
    fi
done
finish

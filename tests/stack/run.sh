#!/usr/bin/env bash
# The checker of PAM stacks beside libpam: random stacks in an /etc/pam.d of their own (a mount namespace).
# STACKS, SEED: how many, and which. Without the right to make a namespace this is skipped.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=$PWD/build}" "${SEED:=20261124}"
: "${STACKS:=$([ "${SANITIZED:-0}" = 1 ] && echo 5000 || echo 100000)}"

export LSAN_OPTIONS=suppressions=$PWD/tests/stack/libpam.supp
namespace=(unshare --mount)
[ "$(id -u)" -eq 0 ] || namespace=(unshare --map-root-user --mount)
if ! "${namespace[@]}" true 2>/dev/null; then
    echo "no mount namespace may be made here"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
# shellcheck disable=SC2016 # expanded by the inner shell
exec "${namespace[@]}" bash -c 'mount -t tmpfs none /etc/pam.d && exec "$@"' run \
    "$BUILD/tests/stack/stack_driver" "$STACKS" "$SEED" "$BUILD/tests/stack"

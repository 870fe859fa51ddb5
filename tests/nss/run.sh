#!/usr/bin/env bash
# libnss_rolegate in real processes: nsswitch.conf, passwd, group and the table are private to a mount namespace.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$PWD/../../build}"
export BUILD
if ! [ "$(id -u)" -eq 0 ] || ! unshare --mount true 2>/dev/null; then
    echo "this needs root and a mount namespace"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
export folder
unshare --mount bash ./cases.sh

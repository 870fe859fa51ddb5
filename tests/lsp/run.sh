#!/usr/bin/env bash
# Drives `rolegate lsp` as an editor does: server.py, by a client of our own, every request and what no client should
# send; editors.sh, by the editors that are installed. BUILD: where the command was built.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export BUILD ROLEGATE=$BUILD/rolegate PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 NO_COLOR=1
passed=0 failed=0 skipped=0
for part in 'python3 server.py' 'bash editors.sh'; do
    last=$($part | tee /dev/stderr | tail -n 1)
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2])) skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
    else
        failed=$((failed + 1))
    fi
done
printf '%d passed, %d failed' "$passed" "$failed"
[ "$skipped" -gt 0 ] && printf ', %d skipped' "$skipped"
echo
[ "$failed" -eq 0 ]

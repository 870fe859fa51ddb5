#!/usr/bin/env bash
# Holds what `who`, `matrix` and `diff` say to the reference evaluator, on random small policies: rows.py, diffs.py,
# sets.py, regions.py.
# BUILD: where the command and the driver were built. SANITIZED: fewer, since each takes longer.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}" "${POLICIES:=40}" "${SEED:=1}"
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 NO_COLOR=1
if [ -n "${SANITIZED:-}" ]; then POLICIES=$((POLICIES / 5)); fi
passed=0 failed=0 skipped=0

# One comparison; what its last line counts is added up.
count() {
    local last status
    last=$(python3 "$1" --rolegate "$BUILD/rolegate" --driver "$BUILD/tests/reference/driver" --policies "$2" \
        --seed "$SEED" | tee -a /dev/stderr | tail -n 1)
    status=$?
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
        skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
    else
        status=1
    fi
    if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
}

set -o pipefail
count rows.py "$POLICIES"
count diffs.py $((POLICIES * 2))
count sets.py $((POLICIES * 3))
count regions.py $((POLICIES * 2))
count page.py 0
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

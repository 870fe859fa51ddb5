#!/usr/bin/env bash
# The form of policies: comments and blank lines at every gap between tokens, and the tables of
# what was formatted. BUILD: where the command was built.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export ROLEGATE=${ROLEGATE:-$BUILD/rolegate} PYTHONDONTWRITEBYTECODE=1
passed=0 failed=0

count() {
    local last status
    last=$(python3 "$@" | tee -a /dev/stderr | tail -n 1)
    status=$?
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    else
        status=1
    fi
    if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
}

set -o pipefail
count grid.py
count tables.py
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# Runs the hand-worked cases of the reference evaluator, then the comparison of the product with it: random
# policies, and every small one. BUILD: where the driver was built. SANITIZED: fewer cases, since each takes longer.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export PYTHONDONTWRITEBYTECODE=1
policies=20000 statements=3
if [ -n "${SANITIZED:-}" ]; then policies=2000 statements=2; fi
passed=0 failed=0

# Runs a comparison and adds up what its last line counts; one that ends badly has failed, whatever it counted.
count() {
    local last status
    last=$(python3 compare.py --driver "$BUILD/tests/reference/driver" "$@" | tee -a /dev/stderr | tail -n 1)
    status=$?
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    else
        status=1
    fi
    if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
}

if cases=$(python3 model_test.py 2>&1); then
    [[ $cases =~ Ran\ ([0-9]+)\ tests ]] && passed=$((passed + BASH_REMATCH[1]))
else
    echo "$cases"
    failed=$((failed + 1))
fi
set -o pipefail
count --policies "$policies"
count --exhaustive "$statements"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

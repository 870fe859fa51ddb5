#!/usr/bin/env bash
# Holds what `rolegate check` proves and refutes to brute force: random claims on random small policies, by claims.py,
# once as it does and once by its solver alone;
# small.py: every policy of two statements, one in three, or, in the long run, of four;
# hard.py: policies on which it must not hang; certified.py: certificates, whole and spoiled; and delegated.py: claims
# under delegation; and warned.py: warnings.
# BUILD: where the command was built. CLAIMS, SEED: how many, and from which seed (make prove-long takes 100,000).
# SANITIZED: fewer, since each takes longer.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}" "${CLAIMS:=1000}" "${SEED:=1}"
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 NO_COLOR=1
if [ -n "${SANITIZED:-}" ]; then CLAIMS=$((CLAIMS / 5)); fi
passed=0 failed=0

# One of the two; what its last line counts is added up.
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
count claims.py --rolegate "$BUILD/rolegate" --claims "$CLAIMS" --seed "$SEED"
count claims.py --rolegate "$BUILD/rolegate" --solver "$BUILD/tests/prove/solver_driver" --claims "$CLAIMS" --seed "$SEED"
if [ "$CLAIMS" -ge 100000 ]; then count small.py --rolegate "$BUILD/rolegate" --size 4; else
    count small.py --rolegate "$BUILD/rolegate" --size 2 --parts 3
fi
count hard.py --rolegate "$BUILD/rolegate"
count delegated.py --rolegate "$BUILD/rolegate" --policies "$((CLAIMS / 40))" --seed "$SEED"
count warned.py --rolegate "$BUILD/rolegate" --policies "$((CLAIMS / 50))" --seed "$SEED"
count certified.py --rolegate "$BUILD/rolegate" --policies "$((CLAIMS / 20))" --seed "$SEED"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# Runs all tests of the PAM module: the cmocka programs that were built, then the scripts; adds up what they count.
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export BUILD ROLEGATE=${ROLEGATE:-$BUILD/rolegate} MODULE=${MODULE:-$BUILD/pam_rolegate.so}
passed=0 failed=0 skipped=0

# Under a sanitizer a library that was not built with it cannot load the module, and the world cannot fail malloc.
scripts=(exports.sh manual.sh peers.sh wrapper.sh nss.sh exclusive.sh replayed.sh)
programs=(test_*.c)
if [ -n "${SANITIZED:-}" ]; then
    scripts=()
    export ROLEGATE_LIFETIMES=500
fi

number() { grep -Eo "[0-9]+ $1" <<<"$2" | tail -n 1 | cut -d' ' -f1; }

for source in "${programs[@]}"; do
    echo "== ${source%.c}"
    output=$("$BUILD/tests/pam/${source%.c}" 2>&1)
    status=$?
    echo "$output"
    good=$(grep -Ec '^\[ +OK +\]' <<<"$output")
    bad=$(grep -E '^\[  FAILED  \] [a-zA-Z_0-9]+$' <<<"$output" | sort -u | wc -l)
    left_out=$(grep -E '^\[  SKIPPED \] [a-zA-Z_0-9]+$' <<<"$output" | sort -u | wc -l)
    if [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
done
for script in "${scripts[@]}"; do
    echo "== $script"
    output=$(bash "./$script" 2>&1)
    status=$?
    echo "$output"
    last=$(grep -E '^[0-9]+ passed, [0-9]+ failed' <<<"$output" | tail -n 1)
    good=$(number passed "$last") bad=$(number failed "$last") left_out=$(number skipped "$last")
    if [ $status -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then bad=1; fi
    passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-1})) skipped=$((skipped + ${left_out:-0}))
done
printf '%d passed, %d failed' "$passed" "$failed"
[ "$skipped" -gt 0 ] && printf ', %d skipped' "$skipped"
echo
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

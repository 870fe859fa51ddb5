#!/usr/bin/env bash
# Compiles large policies with a `rolegate` that was built with the thread sanitizer, in every way that has a thread of
# its own. ROLEGATE: the command. The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${ROLEGATE:?the command to test}"
export TSAN_OPTIONS=exitcode=66
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# STATUS COMMAND...: that exit status, and no report of the sanitizer.
try() {
    local status=$1 got
    shift
    timeout 120 "$@" >"$work/out" 2>"$work/err"
    got=$?
    if [ "$got" -eq "$status" ] && ! grep -q -F ThreadSanitizer "$work/err"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s: exit status %d, not %d\n' "$*" "$got" "$status"
        grep -F -A 30 ThreadSanitizer "$work/err" | head -n 60
    fi
}

for seed in 1 2; do
    policy=$work/$seed.rg table=$work/$seed.rgt
    python3 -B bench/generate.py $((seed * 15000)) $seed >"$policy"
    try 0 "$ROLEGATE" compile "$policy" -o "$table"
    try 0 "$ROLEGATE" compile -Wno-all "$policy" -o "$table"
    try 1 "$ROLEGATE" check -Werror "$policy"
    try 0 "$ROLEGATE" verify "$table"
    "$ROLEGATE" dump "$table" >"$work/dump.rg"
    try 0 "$ROLEGATE" check "$work/dump.rg"
    cat "$policy" - >"$work/wrong.rg" <<<'allow nothing.at-all to user u'
    try 1 "$ROLEGATE" check "$work/wrong.rg"
    printf 'include "%s.rg"\n' "$seed" >"$work/main.rg"
    try 0 "$ROLEGATE" check "$work/main.rg"
    { cat "$policy" && printf '\xff\n'; } >"$work/bytes.rg"
    try 1 "$ROLEGATE" check "$work/bytes.rg"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

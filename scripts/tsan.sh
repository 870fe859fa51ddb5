#!/usr/bin/env bash
# Under the thread sanitizer: compiles large policies in every way that has a thread of its own, and asks a table in many
# threads while it is replaced. BUILD: where that was built. The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:?what was built with the thread sanitizer}"
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
ROLEGATE=$BUILD/rolegate
export TSAN_OPTIONS=exitcode=66
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# STATUS COMMAND...: that exit status, and no report of the sanitizer.
try() {
    local status=$1 got
    shift
    "$@" >"$work/out" 2>"$work/err"
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

printf 'permission p\nservice s requires p\nallow p to user kim because "one"\n' >"$work/small.rg"
sed '$aallow p to user lou because "two"' "$work/small.rg" >"$work/other.rg"
try 0 "$ROLEGATE" compile -Wno-all "$work/small.rg" -o "$work/small.rgt"
try 0 "$ROLEGATE" compile -Wno-all "$work/other.rg" -o "$work/other.rgt"
try 0 env -C "$work" "$BUILD/tests/torture/replace_driver" small.rgt other.rgt 200 0 8
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Holds the language to its rules: runs `rolegate check` on each policy of good/, warn/ and bad/, and compares what it
# says, whole, and its exit status. A policy's name says the rule that it is about.
#
#   good/NAME.rg                   says nothing, 0
#   warn/NAME.rg, NAME.expected    says that, 0
#   bad/NAME.rg, NAME.expected     says that, 1 (or the STATUS of a first line `# status: STATUS`)
#
# A first line `# options: …` gives options for the command. Policies in folders below are there to be included.
# The expected files of every id of `rolegate help` must be here. ROLEGATE: the command. UPDATE=1 writes the expected
# files anew, to be looked through with git diff.
set -u
cd "$(dirname "$0")" || exit 2
ROLEGATE=${ROLEGATE:-../../build/rolegate}
export LC_ALL=C NO_COLOR=1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

fail() {
    echo "FAILED: $1"
    failed=$((failed + 1))
}

# One policy: file, exit status that is expected.
try() {
    local file=$1 status=$2 expected=${1%.rg}.expected first options=() got
    IFS= read -r first <"$file"
    case $first in
    '# options: '*) read -ra options <<<"${first#\# options: }" ;;
    '# status: '*) status=${first#\# status: } ;;
    esac
    timeout 60 "$ROLEGATE" check "${options[@]}" "$file" >"$work/got" 2>&1
    got=$?
    if [ "${file%%/*}" = good ]; then
        expected=/dev/null
    elif [ -n "${UPDATE:-}" ]; then
        cp "$work/got" "$expected"
    fi
    if [ "$got" -ne "$status" ]; then
        fail "$file: exit status $got, not $status"
        sed 's/^/    /' "$work/got" | head -n 20
    elif ! diff -u "$expected" "$work/got" >"$work/diff"; then
        fail "$file"
        sed 's/^/    /' "$work/diff"
    else
        passed=$((passed + 1))
    fi
}

for file in good/*.rg warn/*.rg; do try "$file" 0; done
for file in bad/*.rg; do try "$file" 1; done

# A warning is given as well where no other is wanted: passes of which nobody wants to hear do not run.
for file in warn/*.rg; do
    options=()
    IFS= read -r first <"$file"
    case $first in '# options: '*) read -ra options <<<"${first#\# options: }" ;; esac
    sed -n 's/.*warning: .*\[\([a-z-]*\)\]$/\1/p' "${file%.rg}.expected" | sort -u >"$work/ids"
    while IFS= read -r id; do
        "$ROLEGATE" check "${options[@]}" -Wno-all "-W$id" "$file" 2>&1 | grep -F "warning: " >"$work/alone"
        if diff -u <(grep -F "warning: " "${file%.rg}.expected" | grep -F "[$id]") "$work/alone" >"$work/diff"; then
            passed=$((passed + 1))
        else
            fail "$file: $id alone"
            sed 's/^/    /' "$work/diff"
        fi
    done <"$work/ids"
done

# Nor does it matter whether a thread looks for what is covered: not for a small policy, and not for a very large one.
for options in -Wall -Werror; do
    python3 -B ../../bench/generate.py 5000 1 >"$work/thread.rg"
    { cat "$work/thread.rg"; yes "# to be very large" | head -c 33554432; echo; } >"$work/none.rg"
    for way in thread none; do
        "$ROLEGATE" check "$options" "$work/$way.rg" 2>&1 | sed "s|$work/$way.rg||" >"$work/$way.got"
    done
    if grep -q -F "[redundant]" "$work/thread.got" && diff -u "$work/none.got" "$work/thread.got" >"$work/diff"; then
        passed=$((passed + 1))
    else
        fail "with a thread and without: $options"
        sed 's/^/    /' "$work/diff"
    fi
done

# Every id has a test that provokes it.
sed -n 's/^DIAG([A-Z_]*, [0-9]*, DIAG_[A-Z]*, "\([a-z-]*\)".*/\1/p' ../../policy-compiler/diag.def >"$work/ids"
[ -s "$work/ids" ] || fail "no ids in diag.def"
while IFS= read -r id; do
    if grep -q -F "[$id]" warn/*.expected bad/*.expected; then
        passed=$((passed + 1))
    else
        fail "no test provokes $id"
    fi
done <"$work/ids"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

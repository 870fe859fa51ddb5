#!/usr/bin/env bash
# Holds the language to its rules: runs `rolegate check` on each policy of good/, warn/, bad/ and mistakes/, and compares
# what it says, whole, and its exit status. A policy's name says the rule that it is about.
#
#   good/NAME.rg                   says nothing, 0
#   warn/NAME.rg, NAME.expected    says that, 0
#   bad/NAME.rg, NAME.expected     says that, 1 (or the STATUS of a first line `# status: STATUS`)
#   mistakes/NAME.rg, .expected    the same; mistakes that people make, and whether the message alone leads out of them
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
    "$ROLEGATE" check "${options[@]}" "$file" >"$work/got" 2>&1
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
for file in bad/*.rg mistakes/*.rg; do try "$file" 1; done

# Whichever warnings are wanted, it ends with an answer.
for file in good/*.rg warn/*.rg bad/*.rg mistakes/*.rg; do
    for options in "" -Wno-all; do
        # shellcheck disable=SC2086
        "$ROLEGATE" check $options "$file" >"$work/got" 2>&1
        got=$?
        if [ "$got" -le 2 ]; then
            passed=$((passed + 1))
        else
            fail "$file $options: exit status $got"
        fi
    done
done

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

# Nor does it matter how large a policy is, and so whether a thread looks for what is covered: the same is said of one
# that is small, large, and very large.
{
    echo 'permission a, b.c, b.d, e'
    for i in {1..300}; do echo "service s$i requires e service t$i requires b.d"; done
    for i in {1..300}; do
        echo "allow a to user u$i because \"x\" until 2090-01-01 allow a to user u$i because \"y\" until 2090-01-01"
        echo "deny b.* to user v$i allow b.c to user v$i because \"z\" until 2090-01-01"
    done
    echo 'role r {} assign r to user w, user w assign r to user w'
} >"$work/small.rg"
{
    cat "$work/small.rg"
    echo 'condition c0 tty "x*"'
    for i in {1..25}; do echo "condition c$i c$((i - 1)) and not c$((i - 1))"; done
    echo 'allow a to user x when c25 because "too large for a table"'
} >"$work/error.rg"
for options in "" -Werror -Werror=untested-service -Wno-redundant "-Wno-untested-service -Wno-overridden-allow"; do
    for policy in small error; do # the second has an error that is seen when it is lowered
        for size in 0 300000 33554432; do
            { cat "$work/$policy.rg"; yes "# to be large" | head -c "$size"; echo; } >"$work/policy.rg"
            # shellcheck disable=SC2086
            "$ROLEGATE" check $options "$work/policy.rg" >"$work/said.$size" 2>&1
            echo "exit status $?" >>"$work/said.$size"
        done
        if grep -q '^exit status [01]$' "$work/said.0" && diff -u "$work/said.0" "$work/said.300000" >"$work/diff" &&
            diff -u "$work/said.0" "$work/said.33554432" >"$work/diff"; then
            passed=$((passed + 1))
        else
            fail "$policy of any size: $options"
            sed 's/^/    /' "$work/diff" | head -n 40
        fi
    done
done

# Of what is too much to be shown, rules that others cover come before services without a test.
"$ROLEGATE" check "$work/small.rg" >"$work/got" 2>&1
if [ "$(grep -c -F -e '[overridden-allow]' -e '[redundant]' "$work/got")" -eq 601 ] &&
    grep -q -F "more are not shown" "$work/got" && ! grep -q -F "[untested-service]" "$work/got"; then
    passed=$((passed + 1))
else
    fail "which warnings are shown of too many"
fi

# Every id has a test that provokes it: here, or where the machine is another one.
sed -n 's/^DIAG([A-Z_]*, [0-9]*, DIAG_[A-Z]*, "\([a-z-]*\)".*/\1/p' ../../policy-compiler/compile/diag/diag.def >"$work/ids"
[ -s "$work/ids" ] || fail "no ids in diag.def"
while IFS= read -r id; do
    if grep -q -F "[$id]" warn/*.expected bad/*.expected || grep -qE "^finds .*(error|warning) $id " ../machine/run.sh; then
        passed=$((passed + 1))
    else
        fail "no test provokes $id"
    fi
done <"$work/ids"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# What holds of every table: the same sources give the same bytes from any folder, a second reader that was written
# from the description accepts them, and a dump compiles to the same bytes again. On generated policies of several
# sizes, the shipped examples, and the odd ones in tests/table/policies.
set -u
cd "$(dirname "$0")/../.." || exit 2
tree=$PWD
: "${ROLEGATE:=$tree/build/rolegate}"
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

result() { # status, text
    if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED: $2"
    fi
}

compile() { # policy, table: what is said is shown only where it fails
    "$ROLEGATE" compile -I "$tree/policies" "$1" -o "$2" >"$work/said" 2>&1 || { cat "$work/said"; return 1; }
}

check_policy() { # name, policy
    local name=$1 policy=$2
    mkdir -p "$work/other"
    compile "$policy" "$work/a.rgt"
    result $? "$name: compiles"
    [ -s "$work/a.rgt" ] || return
    (cd "$work/other" && compile "$(realpath --relative-to=. "$policy")" "$work/b.rgt") && cmp -s "$work/a.rgt" "$work/b.rgt"
    result $? "$name: the same bytes from another folder"
    "$ROLEGATE" verify "$work/a.rgt" >"$work/said" 2>&1
    result $? "$name: verify accepts it: $(head -n 1 "$work/said")"
    "$ROLEGATE" dump "$work/a.rgt" >"$work/dump.rg" && compile "$work/dump.rg" "$work/c.rgt" && cmp "$work/a.rgt" "$work/c.rgt"
    result $? "$name: the dump compiles to the same bytes"
    python3 -B tests/table/read_table.py "$work/a.rgt" >"$work/json" 2>"$work/said"
    result $? "$name: the second reader accepts it: $(cat "$work/said")"
}

for count in 10 11 30 60 300 2000; do
    for seed in 1 2 3; do
        python3 -B bench/generate.py "$count" "$seed" >"$work/generated.rg"
        check_policy "generated $count $seed" "$work/generated.rg"
    done
done
python3 -B bench/generate.py 60000 1 >"$work/large.rg"
check_policy "generated 60000" "$work/large.rg"
for policy in tests/table/policies/*.rg policies/examples/*.rg; do
    [ -e "$policy" ] && check_policy "$policy" "$tree/$policy"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

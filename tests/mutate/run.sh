#!/usr/bin/env bash
# The mutator itself: what it makes of a text, and that every mutant of docs/mutants.md is one that it would make of the
# tree. Mutants are not tried here; `make mutate` does that.
cd "$(dirname "$0")" || exit 2
said=$(python3 -B mutate_test.py 2>&1)
status=$?
echo "$said"
[[ $said =~ Ran\ ([0-9]+)\ test ]] && ran=${BASH_REMATCH[1]}
bad=$(grep -cE '^(FAIL|ERROR):' <<<"$said")
[ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
echo "$((${ran:-0} - bad)) passed, $bad failed"
[ "$bad" -eq 0 ]

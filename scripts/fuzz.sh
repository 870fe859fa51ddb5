#!/usr/bin/env bash
# Runs every fuzzing target that was built, each for SECONDS_EACH seconds, from its corpus tests/fuzz/corpus/NAME.
# What is found lies under BUILD/findings/NAME; new inputs stay under BUILD/corpus/NAME. BUILD: what was built.
# The last line is `N passed, N failed`: targets without and with a finding.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build/fuzzing}" "${SECONDS_EACH:=600}"
passed=0 failed=0

for target in "$BUILD"/fuzz/fuzz_*; do
    if [ ! -f "$target" ] || [ ! -x "$target" ]; then continue; fi
    name=${target##*/fuzz_}
    found=$BUILD/findings/$name grown=$BUILD/corpus/$name kept=tests/fuzz/corpus/$name
    rm -rf "$found"
    mkdir -p "$found" "$grown"
    folders=("$grown")
    [ -d "$kept" ] && folders+=("$kept")
    options=(-max_total_time="$SECONDS_EACH" -rss_limit_mb=4096 -artifact_prefix="$found/")
    [ -f "tests/fuzz/$name.dict" ] && options+=(-dict="tests/fuzz/$name.dict")
    if "$target" "${options[@]}" "${folders[@]}" >"$found/log" 2>&1; then
        runs=$(grep -Eo '^Done [0-9]+ runs' "$found/log" | grep -Eo '[0-9]+')
        echo "  $name: nothing found in ${runs:-0} runs"
        passed=$((passed + 1))
    else
        echo "  $name: found something, see $found"
        grep -v '^#' "$found/log" | tail -n 40 | sed 's/^/    | /'
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

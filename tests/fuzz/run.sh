#!/usr/bin/env bash
# Every input that fuzzing has kept, through the target that it was kept for.
set -u
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
for folder in tests/fuzz/corpus/*/; do
    name=$(basename "$folder")
    files=("$folder"*)
    if seen=$("${BUILD:-build}/tests/fuzz/replay_$name" "${files[@]}" 2>&1); then
        passed=$((passed + ${#files[@]}))
    else
        failed=$((failed + 1))
        echo "FAIL  $name"
        tail -n 20 <<<"$seen"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

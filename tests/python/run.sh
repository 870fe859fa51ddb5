#!/usr/bin/env bash
# The Python package on the library that was built.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=$PWD/build}"
export BUILD ROLEGATE_LIBRARY=$BUILD/librolegate.so.0 PYTHONPATH=bindings/python PYTHONDONTWRITEBYTECODE=1
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
export folder
python3 tests/python/package_test.py 2>"$folder/log"
cat "$folder/log"
ran=$(sed -n 's/^Ran \([0-9]*\) test.*/\1/p' "$folder/log")
bad=$(grep -cE '^(FAIL|ERROR):' "$folder/log")
typed=0 skipped=0
if command -v mypy >/dev/null 2>&1; then
    if mypy --strict --cache-dir "$folder/mypy" bindings/python/rolegate; then typed=1; else bad=$((bad + 1)); fi
else
    skipped=1
fi
echo "$((${ran:-0} - bad + typed)) passed, $bad failed, $skipped skipped"
[ "$bad" -eq 0 ] && [ "${ran:-0}" -gt 0 ]

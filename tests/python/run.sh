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
# The wheel, in an environment of its own, as the README says.
wheel=0
python=python3
$python -c 'import wheel, setuptools' 2>/dev/null || python=/usr/bin/python3
if $python -c 'import venv, ensurepip, wheel, setuptools, pip' 2>/dev/null; then
    if scripts/wheel.sh "$folder/wheel" >"$folder/log" 2>&1 && $python -m venv "$folder/venv" >>"$folder/log" 2>&1 &&
        "$folder/venv/bin/pip" install --quiet --no-index --disable-pip-version-check "$folder"/wheel/rolegate-*.whl \
            >>"$folder/log" 2>&1 &&
        (cd / && env -u PYTHONPATH "$folder/venv/bin/python" -c 'import rolegate; rolegate.Table.open') >>"$folder/log" 2>&1; then
        wheel=1
    else
        cat "$folder/log"
        bad=$((bad + 1))
    fi
    scripts/wheel.sh "$folder/again" >/dev/null 2>&1
    if cmp -s "$folder"/wheel/*.whl "$folder"/again/*.whl; then wheel=$((wheel + 1)); else
        echo "FAIL  two wheels of the same sources differ"
        bad=$((bad + 1))
    fi
else
    skipped=$((skipped + 1))
fi
versions=$(sed -n 's/^version = "\(.*\)"/\1/p' bindings/python/pyproject.toml)$(sed -n 's/^VERSION *:= //p' Makefile)
if [ "$versions" = "$("$BUILD/rolegate" --version | grep -oE '[0-9.]+' | head -n 1 | sed 's/.*/&&/')" ]; then wheel=$((wheel + 1)); else
    echo "FAIL  the versions are not one: $versions"
    bad=$((bad + 1))
fi
echo "$((${ran:-0} - bad + typed + wheel)) passed, $bad failed, $skipped skipped"
[ "$bad" -eq 0 ] && [ "${ran:-0}" -gt 0 ]

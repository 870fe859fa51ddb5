#!/bin/sh
# Builds the Python package as a wheel, from a clean copy and without network. Usage: wheel.sh FOLDER: where it is put.
set -eu
cd "$(dirname "$0")/.."
target=$1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$target"
target=$(cd "$target" && pwd)
rm -f "$target"/rolegate-*.whl
git ls-files -z --cached --others --exclude-standard bindings/python | tar --null --files-from=- -cf - | tar -C "$copy" -xf -
# What is in it is dated by what it was made from, so the same sources give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
# A Python that somebody put ahead of the system's may lack what the system's has.
python=python3
$python -c 'import setuptools, wheel' 2>/dev/null || python=/usr/bin/python3
$python -m pip wheel --quiet --no-deps --no-index --no-build-isolation --disable-pip-version-check \
    --wheel-dir "$target" "$copy/bindings/python"
ls "$target"/rolegate-*.whl

#!/usr/bin/env bash
# Edits that reports carry: what `check --fix` makes of the policies of tests/language and of random ones.
# BUILD: where the command was built.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export ROLEGATE=${ROLEGATE:-$BUILD/rolegate} PYTHONDONTWRITEBYTECODE=1
exec python3 fixes.py

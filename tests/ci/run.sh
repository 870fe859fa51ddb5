#!/usr/bin/env bash
# packaging/ci: what it says is run, as far as a machine without those services can. BUILD: where the command was built.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export BUILD PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 NO_COLOR=1
exec python3 ci.py

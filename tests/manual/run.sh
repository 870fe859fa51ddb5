#!/usr/bin/env bash
# Holds what people read to what is there: manual pages, README, docs. Environment: BUILD, ROLEGATE.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=build}"
export BUILD ROLEGATE=${ROLEGATE:-$BUILD/rolegate}
exec python3 tests/manual/pages.py

#!/usr/bin/env bash
# Zones against two other implementations; see compare.py.
set -u
cd "$(dirname "$0")/../.." || exit 2
exec python3 -B tests/zone/compare.py "${BUILD:-build}/tests/zone/zone_driver" "${SEED:-1}"

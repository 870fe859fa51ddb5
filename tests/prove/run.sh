#!/usr/bin/env bash
# Holds what `rolegate check` proves and refutes to brute force: random claims on random small policies, by claims.py.
# BUILD: where the command was built. CLAIMS, SEED: how many, and from which seed (make prove-long takes 100,000).
# SANITIZED: fewer, since each takes longer.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}" "${CLAIMS:=1000}" "${SEED:=1}"
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 NO_COLOR=1
if [ -n "${SANITIZED:-}" ]; then CLAIMS=$((CLAIMS / 5)); fi
exec python3 claims.py --rolegate "$BUILD/rolegate" --claims "$CLAIMS" --seed "$SEED"

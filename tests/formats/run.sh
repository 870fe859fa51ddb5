#!/usr/bin/env bash
# The forms in which reports are printed, held to those who read them: SARIF by GitHub's rules, JSON by its schemas, XML
# by a parser. BUILD: where the command was built. Without npm, or what it fetches, that part is skipped.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export ROLEGATE=${ROLEGATE:-$BUILD/rolegate} PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8
export NPM=$BUILD/tests/formats/npm
if command -v npm >/dev/null 2>&1 && [ ! -e "$NPM/complete" ]; then
    mkdir -p "$NPM" && cp package.json "$NPM" && (cd "$NPM" && npm install --no-audit --no-fund --no-package-lock --silent &&
        chmod u+x node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool && touch complete) >/dev/null 2>&1
fi
exec python3 formats.py

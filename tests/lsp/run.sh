#!/usr/bin/env bash
# Drives `rolegate lsp` as an editor does: server.py, by a client of our own, every request and what no client should
# send; editors.sh, by the editors that are installed. BUILD: where the command was built.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
export ROLEGATE=$BUILD/rolegate PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 NO_COLOR=1
exec python3 server.py

#!/usr/bin/env bash
# docs/tutorial.md, word for word: its sh blocks are run, in a mount namespace, and print what the text blocks say.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$PWD/../../build}"
export BUILD
if ! [ "$(id -u)" -eq 0 ] || ! unshare --mount true 2>/dev/null || ! command -v pamtester >/dev/null 2>&1; then
    echo "this needs root, a mount namespace and pamtester"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
export folder
python3 - ../../docs/tutorial.md "$folder" <<'END'
import re, sys
text = open(sys.argv[1]).read()
blocks = re.findall(r"^```(sh|text)\n(.*?)^```$", text, re.M | re.S)
number = 0
for kind, body in blocks:
    number += kind == "sh"
    open(f"{sys.argv[2]}/{number:02}.{kind}", "w").write(body)
END
unshare --mount bash ./steps.sh

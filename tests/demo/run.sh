#!/usr/bin/env bash
# What `make demo` shows is what it says: the demonstration compares each answer of real PAM with the one that is meant.
set -u
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
if output=$(scripts/demo.sh 2>&1); then
    passed=1
else
    echo "$output"
    failed=1
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

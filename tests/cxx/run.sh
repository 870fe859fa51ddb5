#!/usr/bin/env bash
# The C++ header, with g++ and clang++, every warning an error, on the library that was built.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=$PWD/build}"
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0
cat >"$folder/desk.rg" <<'END'
contact "ask Ann"
contact "or Tom"
permission chat.use, refunds.issue
service chat requires chat.use
service refund requires chat.use and refunds.issue
role agent { allow chat.use }
assign agent to group agents, gid 2002
allow refunds.issue to user maria until 2030-01-01 because "SUP-1"
allow chat.use to user lea when office because "SUP-2"
condition office from 10.0.0.0/8
END
"$BUILD/rolegate" compile "$folder/desk.rg" -o "$folder/desk.rgt" 2>/dev/null || exit 2
sanitize=()
[ "${SANITIZED:-0}" = 1 ] && sanitize=("-fsanitize=address,undefined")
for compiler in "g++ -std=c++17" "g++ -std=c++20" "clang++ -std=c++17"; do
    command -v "${compiler%% *}" >/dev/null 2>&1 || continue
    # shellcheck disable=SC2086 # words
    if $compiler -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror "${sanitize[@]}" -Ilib -Ibindings/cxx \
        -o "$folder/header_test" tests/cxx/header_test.cpp "$BUILD/librolegate.a" >"$folder/log" 2>&1 &&
        "$folder/header_test" "$folder/desk.rgt" >"$folder/log" 2>&1; then
        passed=$((passed + $(grep -oE '^[0-9]+' "$folder/log" | tail -n 1)))
    else
        failed=$((failed + 1))
        echo "FAIL  $compiler"
        head -n 30 "$folder/log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# Compares the list of ids in rolegate-policy(5) with what `rolegate help --all` says; with --write it puts it there.
# Environment: ROLEGATE (default build/rolegate).
set -u
cd "$(dirname "$0")/../.." || exit 2
rolegate=${ROLEGATE:-build/rolegate}
page=man/rolegate-policy.5

list=$("$rolegate" help --all | sed -En 's/\\/\\e/g; s/^([a-z-]+) \((error|warning)\): (.*)/.It Cm \1 Pq \2\n\3/p' | fold -s -w 79 | sed 's/ *$//')
[ -n "$list" ] || { echo "$rolegate help --all lists nothing"; exit 1; }
fresh=$(awk 'BEGIN { while ((getline line < "/dev/stdin") > 0) list = list line "\n" }
    /^\.\\" ids: end/ { printf "%s", list; skip = 0 }
    !skip { print }
    /^\.\\" ids: begin/ { skip = 1 }' "$page" <<<"$list")
if [ "${1-}" = --write ]; then
    printf '%s\n' "$fresh" >"$page"
elif [ "$fresh" != "$(cat "$page")" ]; then
    diff <(printf '%s\n' "$fresh") "$page"
    echo "$page does not list the ids as they are: tests/manual/ids.sh --write"
    exit 1
fi

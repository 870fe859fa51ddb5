#!/bin/bash
# The command `rolegate`, command by command and option by option: whole outputs and exit statuses.
# Environment: ROLEGATE, the command to test (default build/rolegate). Arguments: files of cases (default: all).
#
# A case is   says NAME STATUS COMMAND... <<'EOF' … EOF
# It runs COMMAND in a folder of its own that holds copies of policies/, and compares all that it prints with what
# stands there, standard error's lines with "! " in front and after those of standard output.
set -u
here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "$here/../.." && pwd)
rolegate=$(realpath "${ROLEGATE:-$tree/build/rolegate}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
start=$PWD
unset NO_COLOR
export LC_ALL=C.UTF-8 TERM=dumb

rolegate() {
    "$rolegate" "$@"
}

# Counts one case: verdict NAME "what is wrong, or nothing"
verdict() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n%s\n' "$1" "$2"
    fi
}

says() {
    local name=$1 status=$2 got wrong=
    shift 2
    cat >"$work/expected"
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    sed 's/^/! /' "$work/err" | cat "$work/out" - >"$work/got"
    [ "$got" = "$status" ] || wrong="exit status $got, not $status"$'\n'
    cmp -s "$work/expected" "$work/got" || wrong+=$(diff "$work/expected" "$work/got")
    verdict "$name" "$wrong"
}

# A condition that must hold: holds NAME COMMAND...
holds() {
    local name=$1
    shift
    if "$@"; then verdict "$name" ""; else verdict "$name" "does not hold: $*"; fi
}

[ $# -gt 0 ] || set -- "$here"/cases/*.sh
for cases in "$@"; do
    cases=$(cd "$start" && realpath "$cases")
    folder=$work/$(basename "$cases")
    mkdir "$folder" && cp -r "$here"/policies/* "$folder" && cd "$folder" || exit 2
    # shellcheck source=/dev/null
    . "$cases"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Tables that are damaged, and tables that are replaced while they are asked. WHOLE=1 does all of it (`make torture`,
# minutes); else a share that is said. PARTS: flips, replacements, or both. A report of the
# thread sanitizer fails. BUILD, ROLEGATE: what was built.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=$PWD/build}" "${ROLEGATE:=$BUILD/rolegate}" "${PARTS:=flips replacements}"
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
case $ROLEGATE in /*) ;; *) ROLEGATE=$PWD/$ROLEGATE ;; esac
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# NAME COMMAND...: it ends with 0. What it says is shown: the figures are the report.
try() {
    local name=$1
    shift
    if (cd "$work" && "$@") >"$work/out" 2>&1 && ! grep -q -F ThreadSanitizer "$work/out"; then
        passed=$((passed + 1))
        echo "ok      $name: $(tail -n 1 "$work/out")"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        tail -n 20 "$work/out" | sed 's/^/        /'
    fi
}

# A table of about 16 KiB in which every section has something, and of which the questions of flip_driver read much.
policy() {
    cat <<'END'
zone "Europe/Berlin"
unlisted ignore
contact "Ask us"
roster group all, user kim, user u7
permission a, b, c
service plain requires a
service timed requires a and b when by-day or tty none
service near  requires (a or c) and b
condition by-day time mon-fri 06:00-22:00
condition net   from 10.0.0.0/8, 2001:db8::/32, local
role reader "Reads" { allow a }
role writer extends reader { allow b when net }
role auditor { allow c until 2099-01-01 }
exclusive writer, auditor
assign writer  to group g1, user kim
assign auditor to group g2 when host web*
assign reader  to group g9 starting 2020-01-01 until 2098-01-01 because "nine"
deny a to group all when from 192.0.2.0/24 because "net"
deny b to user u700 because "HR-1"
allow c to gid 4711
END
    for i in $(seq 540); do echo "allow a, b to user u$i until 2099-01-$((i % 18 + 10)) because \"SUP-$i\""; done
}
flips() {
    policy >"$work/flip.rg"
    try "a policy for all sections" "$ROLEGATE" compile -Wno-all flip.rg -o flip.rgt
    size=$(stat -c %s "$work/flip.rgt" 2>/dev/null || echo 0)
    try "its table has 14 to 20 KiB: $size bytes" test "$size" -ge 14000 -a "$size" -le 20000
    if [ "${WHOLE:-0}" = 1 ]; then
        try "every change of a table" "$drivers/flip_driver" flip.rgt 0 1
    else
        try "every 64th change of a table" "$drivers/flip_driver" flip.rgt 7 64
    fi
}

# Two tables that allow the same, one of them much larger.
replacements() {
    printf 'permission p\nservice s requires p\nallow p to user kim because "one"\n' >"$work/small.rg"
    {
        cat "$work/small.rg"
        for i in $(seq 4000); do echo "allow p to user v$i because \"more $i\""; done
    } >"$work/large.rg"
    try "a small table" "$ROLEGATE" compile -Wno-all small.rg -o small.rgt
    try "a large table" "$ROLEGATE" compile -Wno-all large.rg -o large.rgt
    if [ "${WHOLE:-0}" = 1 ]; then
        try "a table that is replaced" "$drivers/replace_driver" small.rgt large.rgt 10000 32 16
    else
        try "a table that is replaced" "$drivers/replace_driver" small.rgt large.rgt 300 8 4
    fi
}

drivers=$BUILD/tests/torture
for part in $PARTS; do
    case $part in
    flips | replacements) "$part" ;;
    *) echo "PARTS: $part is neither flips nor replacements" >&2 && exit 2 ;;
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

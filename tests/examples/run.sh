#!/usr/bin/env bash
# Every shipped policy compiles without a warning and passes its own tests; the sample programs let in exactly whom
# they should, the guarded tool through libpam and the built module, on accounts of its own (nss_wrapper).
# BUILD, ROLEGATE, MODULE: what was built.
set -u
cd "$(dirname "$0")/../.." || exit 2
: "${BUILD:=$PWD/build}" "${ROLEGATE:=$BUILD/rolegate}" "${MODULE:=$BUILD/pam_rolegate.so}"
policies=$PWD/policies
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# NAME STATUS TEXT COMMAND...: the command ends with that status, and what it says holds the text ("": says nothing).
expect() {
    local name=$1 status=$2 text=$3 output got
    shift 3
    output=$("$@" 2>&1 </dev/null)
    got=$?
    if [ "$got" -eq "$status" ] && { [ -n "$text" ] && [[ $output == *"$text"* ]] || [ -z "$text$output" ]; }; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    printf 'FAILED %s: status %s, expected %s; it says:\n%s\n(expected: %s)\n' \
        "$name" "$got" "$status" "$output" "${text:-nothing}"
}

# ---- the policies ----

for policy in "$policies"/*.rg "$policies"/examples/*.rg; do
    name=${policy#"$policies"/}
    # What is over is the one thing that hangs on the day. A collection of permissions and roles is for others to use.
    quiet=(-Wno-expired)
    [ "$name" = predefined.rg ] && quiet+=(-Wno-unused-permission -Wno-unused-role)
    expect "check $name" 0 "" "$ROLEGATE" check -I "$policies" -Werror "${quiet[@]}" "$policy"
    expect "compile $name" 0 "" "$ROLEGATE" compile -I "$policies" "$policy" "${quiet[@]}" -o "$work/first.rgt"
    expect "verify $name" 0 "$(basename "$policy")" "$ROLEGATE" verify "$work/first.rgt"
    expect "compile $name from another folder" 0 "" env -C "$work" TZ=ABC-6 "$ROLEGATE" compile -I "$policies" \
        "$policy" "${quiet[@]}" -o second.rgt
    expect "the same bytes of $name" 0 "" cmp "$work/first.rgt" "$work/second.rgt"
    [ "$name" = predefined.rg ] && continue
    tests=$(grep -c '^test "' "$policy")
    expect "test $name" 0 "$tests passed, 0 failed" "$ROLEGATE" test -I "$policies" "$policy"
done

# Every cell: 15 features by 3 roles, stated with services in both files.
for policy in predefined-test.rg examples/support-desk.rg; do
    cells=$(awk '/^test "/ { feature = /: (everybody|no agent|owners alone|owner(, account admin and agent| and account admin)?)" [{]$/ }
        feature && /given user (olga|adam|anna|kim) / { cells++ } END { print cells + 0 }' "$policies/$policy")
    expect "cells of $policy" 0 "45" echo "$cells"
done

expect "the manual's own policy" 0 "6 passed, 0 failed" "$ROLEGATE" test -I "$policies" tests/examples/language.rg

for policy in "$policies"/examples/*.rg; do
    name=${policy##*/}
    expect "README.md of the examples shows $name" 0 "($name)" grep -F "($name)" "$policies/examples/README.md"
done

# A test that is turned round must fail: the tests do look.
cp -r "$policies/examples/exceptions.d" "$work/"
for policy in predefined-test.rg examples/support-desk.rg examples/fleet-ssh-sudo.rg examples/contractors.rg \
    examples/finance-sod.rg examples/bank-four-eyes.rg examples/bastion.rg examples/fleet-hosts.rg \
    examples/hpc-login.rg examples/university-course.rg examples/whatsapp-three-zones.rg; do
    lines=$(awk '/^test "/ { test = 1 } /^}/ { test = 0 } test && /^    may / { print FNR }' "$policies/$policy")
    for line in $lines; do
        sed -E "${line}s/^    may not /    may /;t;${line}s/^    may /    may not /" "$policies/$policy" >"$work/turned.rg"
        cp "$policies/predefined.rg" "$work/predefined.rg"
        expect "$policy:$line turned round" 1 "[test-failed]" "$ROLEGATE" check -I "$policies" "$work/turned.rg"
    done
done

# What the support team may configure, and what it may not: the bounds of the example.
cp "$policies/examples/support-desk.rg" "$work/desk.rg"
desk() { # status, text in the output, a line in the support team's file
    echo "$3" >"$work/exceptions.d/new.rg"
    expect "the support team writes: $3" "$1" "$2" "$ROLEGATE" check -Wno-all -I "$policies" "$work/desk.rg"
    rm "$work/exceptions.d/new.rg"
}
march='starting 2027-03-01 until 2027-03-31 because "SUP-1400"'
desk 0 "" "allow broadcast.send, automation.run to user kim $march"
desk 0 "" "deny analytics.* to user adam $march"
desk 1 "[not-bounded]" "allow billing.view to user kim $march"
desk 1 "[not-bounded]" "allow broadcast.send to user kim until 2027-03-31 because \"SUP-1401\""
desk 1 "[not-bounded]" "allow broadcast.send to user kim starting 2027-03-01 until 2027-03-31"
desk 1 "[not-bounded]" "allow broadcast.send to group acme-agents $march"
desk 1 "[not-bounded]" "allow analytics.view to user tom starting 2027-04-01 until 2027-04-30 because \"again\""
desk 1 "[not-bounded]" "deny analytics.view to user root $march"
desk 1 "[not-bounded]" "assign owner to user kim $march"

# ---- the guarded tool ----

table=$work/support-desk.rgt
"$ROLEGATE" compile -I "$policies" "$policies/examples/support-desk.rg" -o "$table" || failed=$((failed + 1))
mkdir "$work/pam.d"
for service in billing-tool inbox subscription unheard-of; do
    echo "account required $MODULE table=$table" >"$work/pam.d/$service"
done
echo "account required $MODULE table=$work/absent.rgt" >"$work/pam.d/no-table"

# A world in which the person who runs this is the one that is named.
people='olga adam kim maria asha bob stranger'
world() {
    local person uid=70000
    mkdir -p "$work/$1"
    for person in $people; do
        uid=$((uid + 1))
        [ "$person" = "$1" ] && echo "$person:x:$(id -u):70000::/:/bin/sh" || echo "$person:x:$uid:70000::/:/bin/sh"
    done >"$work/$1/passwd"
    cat >"$work/$1/group" <<'GROUPS'
people:x:70000:
acme owners:x:70001:olga
acme-admins:x:70002:adam,bob
acme-agents:x:70003:kim,maria
acme-auditors:x:70004:asha
night-shift:x:70005:
leavers:x:70006:
GROUPS
}
for person in $people; do world "$person"; done

# PERSON COMMAND...: as that person, for all that NSS says.
as() {
    local person=$1
    shift
    LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD=$work/$person/passwd NSS_WRAPPER_GROUP=$work/$person/group \
        ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 "$@"
}
tool() { as "$1" "$BUILD/guarded-tool" -c "$work/pam.d" "${@:2}"; }

expect "the tool opens for an owner" 0 "billing-tool: open for olga" tool olga
expect "the tool opens for an admin" 0 "billing-tool: open for adam" tool adam
expect "the tool opens for an auditor" 0 "billing-tool: open for asha" tool asha
expect "the tool stays shut for an agent" 1 "Missing permission: billing.view" tool kim
expect "the tool says whom to ask" 1 "support@acme.example" tool kim
expect "the tool stays shut for a stranger" 1 "Permission denied" tool stranger
expect "an agent's inbox opens" 0 "inbox: open for kim" tool kim -s inbox
expect "an auditor's inbox does not" 1 "Permission denied" tool asha -s inbox
expect "the subscription opens for an owner" 0 "open for olga" tool olga -s subscription
expect "the subscription stays shut for an admin" 1 "Permission denied" tool adam -s subscription
expect "a service that the policy does not list" 1 "Permission denied" tool olga -s unheard-of
expect "no table, no entry" 2 "guarded-tool: " tool olga -s no-table
expect "no PAM service, no entry" 2 "guarded-tool: " tool olga -s no-service
expect "an unknown option" 2 "usage:" tool olga -x
expect "an argument too many" 2 "usage:" tool olga more
expect "the environment is nobody" 1 "Permission denied" env USER=olga LOGNAME=olga TZ=ABC-6 bash -c \
    "$(declare -f as tool); work='$work' BUILD='$BUILD'; tool kim"
if [ "$(id -u)" -eq 0 ]; then
    expect "root asks for somebody else" 0 "open for adam" tool stranger -u adam
    expect "root asks for somebody from elsewhere" 1 "Permission denied" tool stranger -u kim -f 192.0.2.1
    expect "root asks for nobody" 1 "Permission denied" tool stranger -u nobody-at-all
else
    expect "who is not root asks for himself" 2 "only root" tool kim -u olga
fi

# ---- the job ----

# A Monday in office hours, and a Sunday.
monday=2026-01-05T06:00:00Z sunday=2026-01-04T06:00:00Z
job() { as "$1" env ROLEGATE="$ROLEGATE" policies/examples/broadcast-job.sh --table "$table" "${@:2}"; }

expect "an admin's job runs" 0 "would be sent now, for adam" job adam --at $monday
expect "an exception lets the job run" 0 "would be sent now, for maria" job maria --at $monday
expect "not on Sunday" 1 "nothing was sent" job adam --at $sunday
expect "an agent's job does not run" 1 "nothing was sent" job kim --at $monday
expect "a stranger's job does not run" 1 "nothing was sent" job stranger --at $monday
expect "no table: the job does not run" 2 "nothing was sent" as adam env ROLEGATE="$ROLEGATE" \
    policies/examples/broadcast-job.sh --table "$work/absent.rgt"
expect "no command: the job does not run" 127 "nothing was sent" as adam env ROLEGATE="$work/absent" \
    policies/examples/broadcast-job.sh --table "$table"

# A policy that ignores what it does not list says so with 3, and that lets nothing run either.
sed 's/^zone .*/&\nunlisted ignore/; s/broadcast-job/other-job/' "$policies/examples/support-desk.rg" >"$work/ignore.rg"
"$ROLEGATE" compile -I "$policies" "$work/ignore.rg" -o "$work/ignore.rgt" || failed=$((failed + 1))
expect "unlisted: the job does not run" 3 "nothing was sent" as adam env ROLEGATE="$ROLEGATE" \
    policies/examples/broadcast-job.sh --table "$work/ignore.rgt" --at $monday

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

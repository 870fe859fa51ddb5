#!/usr/bin/env bash
# Shows the whole on real PAM: compiles the support desk's policy, and makes account transactions through libpam and
# the module that was just built, for six people at five services. BUILD: what was built.
#
# The machine's own PAM configuration and accounts stay as they are, and are not looked at: the stacks lie in a private
# folder (pam_start_confdir), and so do the accounts (nss_wrapper); the last part, demo_desk.sh, has a mount namespace.
# Everything is removed at the end.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build}"
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
rolegate=$BUILD/rolegate module=$BUILD/pam_rolegate.so
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
unset LD_PRELOAD

bold='' dim='' green='' red='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi
title() { printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"; }
die() { echo "demo: $*" >&2; exit 1; }
indent() { sed 's/^/    /'; }

# ---- The policy ----

title 'The policy'
cp -r policies/examples/support-desk.rg policies/examples/exceptions.d "$work/" || exit 1
"$rolegate" test -I policies "$work/support-desk.rg" >"$work/tests" || { cat "$work/tests"; die 'a test of the policy fails'; }
echo "    policies/examples/support-desk.rg: $(grep -c '^pass' "$work/tests") tests of its own, all passed"

# Hours that are open now, hours that are closed now, and a moment that has gone by, whenever this is run.
from=$(date -u -d '-1 hour' +%H:%M) to=$(date -u -d '+2 hours' +%H:%M)
later=$(date -u -d '+2 hours' +%H:%M) latest=$(date -u -d '+3 hours' +%H:%M)
gone=$(date -u -d '-1 hour' +%Y-%m-%dT%H:%M:%SZ) week=$(date -u -d '+7 days' +%Y-%m-%d)
cat >"$work/demo.rg" <<POLICY
include "support-desk.rg"

condition early-shift  time daily $from-$to zone utc
condition late-shift   time daily $later-$latest zone utc

assign account-admin to group early-admins when early-shift
assign account-admin to group late-admins  when late-shift

allow analytics.* to user mira until $week because "SUP-1240"
allow analytics.* to user felix until $gone because "SUP-1188"
POLICY
echo '    and on top of it, for this demo, with hours and dates made from the clock of this moment (in UTC):'
echo
indent <"$work/demo.rg"
# One of them has expired, and is meant to.
"$rolegate" compile -I policies -Wno-expired "$work/demo.rg" -o "$work/policy.rgt" || die 'the policy does not compile'
printf '\n    compiled into a table of %s bytes\n' "$(stat -c %s "$work/policy.rgt")"

# ---- A PAM configuration and accounts of our own ----

people=(olga adam kim mira felix nils)
services=(inbox billing-tool reports team-admin subscription)
declare -A what=([olga]='owner' [adam]='admin, early' [kim]='agent' [mira]='agent, SUP-1240'
    [felix]='agent, SUP-1188' [nils]='admin, late')
# What must come out, service by service; the demo fails if it does not.
declare -A right=([olga]=yyyyy [adam]=yyyyn [kim]=ynnnn [mira]=ynynn [felix]=ynnnn [nils]=nnnnn)

mkdir "$work/pam.d" || exit 1
for service in "${services[@]}"; do
    echo "account required $module table=$work/policy.rgt" >"$work/pam.d/$service"
done
uid=70000
for person in "${people[@]}"; do
    uid=$((uid + 1))
    echo "$person:x:$uid:70000:${what[$person]}:/:/bin/sh"
done >"$work/passwd"
cat >"$work/group" <<'GROUP'
acme:x:70000:
acme owners:x:70001:olga
acme-admins:x:70002:
acme-agents:x:70003:kim,mira,felix
acme-auditors:x:70004:
night-shift:x:70005:
leavers:x:70006:
early-admins:x:70007:adam
late-admins:x:70008:nils
GROUP
private() {
    LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD=$work/passwd NSS_WRAPPER_GROUP=$work/group "$@"
}
transactions() { private "$BUILD/demo-pam" "$work/pam.d" "${people[@]}" -- "${services[@]}"; }

# ---- The transactions ----

# The first value of a key in an answer in JSON.
value() { grep -o "\"$1\":\"[^\"]*\"" <<<"$2" | head -n 1 | cut -d'"' -f4; }

# The reason in a word or two, from what the command answers to the same question.
reason() {
    local json=$1 because role
    case $(value reason "$json") in
    granted)
        because=$(value because "$json") role=$(value role "$json")
        if [ -n "$because" ]; then echo "$because"; else echo "${role:+as }${role#account-}"; fi
        ;;
    not-now)
        case $(value timing "$json") in
        expired) echo 'expired' ;;
        not-started) echo 'not yet' ;;
        *) echo 'out of hours' ;;
        esac
        ;;
    *) value reason "$json" | tr - ' ' ;;
    esac
}

title 'Account transactions: libpam, the module, and what the command says to the same question'
transactions >"$work/answers" || die 'libpam could not be asked'
wrong=0 count=0
printf '    %-17s' ''
printf '%-14s' "${services[@]}"
echo
for person in "${people[@]}"; do
    first='' second='' place=0
    for service in "${services[@]}"; do
        result=$(awk -F'\t' -v p="$person" -v s="$service" '$1 == p && $2 == s { print $3 }' "$work/answers")
        json=$(private "$rolegate" can "$person" "$service" --table "$work/policy.rgt" --json)
        verdict=$(value verdict "$json")
        case $result/$verdict in
        PAM_SUCCESS/allow) word=yes colour=$green ;;
        PAM_PERM_DENIED/deny) word=no colour=$red ;;
        *) word="?$result" colour=$red wrong=$((wrong + 1)) ;;
        esac
        [ "${word:0:1}" = "${right[$person]:place:1}" ] || wrong=$((wrong + 1))
        first+=$(printf '%s%-14s%s' "$colour" "$word" "$plain.")
        first=${first%.}
        second+=$(printf '%-14s.' "$(reason "$json")")
        second=${second%.}
        place=$((place + 1)) count=$((count + 1))
    done
    printf '\n    %s%-17s%s%s\n    %s%-17s%s%s\n' "$bold" "$person" "$plain" "$first" "$dim" "${what[$person]}" "$second" "$plain"
done

title 'What a person who is denied is told'
while IFS=$'\t' read -r person service _ told; do
    case $person/$service in
    kim/billing-tool | felix/reports | nils/inbox)
        printf '    %s\n' "$person, $service:"
        sed 's/^/        /; s| / |\n        |g' <<<"$told"
        ;;
    esac
done <"$work/answers"

title 'Why: rolegate can felix reports --why'
private "$rolegate" can felix reports --table "$work/policy.rgt" --why | indent

title 'The table is taken away, and put back'
mv "$work/policy.rgt" "$work/away.rgt"
transactions >"$work/without" || die 'libpam could not be asked'
refused=$(cut -f3 "$work/without" | grep -c '^PAM_SYSTEM_ERR$')
echo "    without a table: $refused of $count transactions end with PAM_SYSTEM_ERR, so nobody is let in"
[ "$refused" -eq "$count" ] || wrong=$((wrong + 1))
mv "$work/away.rgt" "$work/policy.rgt"
transactions >"$work/again" || die 'libpam could not be asked'
same=$(diff <(cut -f1-3 "$work/answers") <(cut -f1-3 "$work/again") >/dev/null && echo "$count" || echo 'not all')
echo "    with it again:   $same of $count answers are as they were"
[ "$same" = "$count" ] || wrong=$((wrong + 1))

echo
if [ "$wrong" -ne 0 ]; then
    die "$wrong answers are not what they must be"
fi
echo "    All $count answers are as they must be."

title "At the support desk: asked for, granted with a ticket, ended by itself (real sudo, and a clock of the demo's)"
shown=3
if [ "$(id -u)" -eq 0 ] && unshare --mount true 2>/dev/null; then
    BUILD=$BUILD unshare --mount scripts/demo_desk.sh
    shown=$?
fi
case $shown in
0) ;;
3) echo '    This part needs root, sudo, a C compiler and a mount namespace, and is left out here.' ;;
*) die 'the story of the support desk did not end as it must' ;;
esac
echo
echo "This machine's PAM configuration, accounts and clock were not touched."

#!/usr/bin/env bash
# The demonstration's last part: an agent is denied, asks, is granted it with a ticket for a day's work, and is shut out
# again by itself; and a day later it is told who could, and why. Real PAM, real sudo, a clock of its own.
# BUILD: what was built. As root, in a mount namespace of its own. Exit status 3: it cannot be shown here.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=$PWD/build}"
rolegate=$BUILD/rolegate module=$BUILD/pam_rolegate.so
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
. scripts/desk_machine.sh
desk_machine || exit 3
as olga sudo -n -l >/dev/null 2>&1 || { desk_leave; exit 3; }
"$rolegate" install /etc/rolegate/main.rg -Wno-all >"$folder/said" 2>&1 || { cat "$folder/said"; desk_leave; exit 1; }

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'
fi
# told WHEN WHO WHAT OUTCOME
told() { printf '    %s%-9s%s  %s%-5s%s %-42s %s\n' "$dim" "$1" "$plain" "$bold" "$2" "$plain" "$3" "$4"; }
wrong=0
# runs RESULT: kim starts the job through PAM; what came out, and why not.
runs() {
    local line
    line=$("$BUILD/demo-pam" /etc/pam.d kim -- broadcast-job)
    [ "$(cut -f3 <<<"$line")" = "$1" ] || wrong=$((wrong + 1))
    if [ "$1" = PAM_SUCCESS ]; then echo 'the door opens'; else cut -f4 <<<"$line" | sed 's/^You may not use [^:]*: //; s|[.] / .*||'; fi
}
must() { grep -qF -- "$1" "$folder/said" || wrong=$((wrong + 1)); }

told 'Tue 11:00' kim 'starts broadcast-job' "denied: $(runs PAM_PERM_DENIED)"
as kim "$rolegate" request broadcast-job --for 8h --because 'spring campaign' >"$folder/said" 2>&1
must 'asked for automation.run, broadcast.send'
told 'Tue 11:01' kim 'rolegate request broadcast-job --for 8h ...' 'asked for: automation.run, broadcast.send'
desk_time 11:20
id=$("$rolegate" requests --json | grep -o '"id":"[^"]*"' | cut -d'"' -f4)
as olga sudo -n "$rolegate" requests approve "$id" --because 'HELP-4711: spring campaign' --yes >"$folder/said" 2>&1
must 'granted: it ends by itself'
told 'Tue 11:20' olga "sudo rolegate requests approve ${id:0:6}..." "$(grep '^granted' "$folder/said")"
desk_time 11:30
told 'Tue 11:30' kim 'starts broadcast-job' "$(runs PAM_SUCCESS)"
"$rolegate" can kim >"$folder/said"
must 'HELP-4711'
told 'Tue 11:31' kim 'rolegate can kim' "$(sed -n 's/^  broadcast-job: //p' "$folder/said" | sed 's/ because.*//')"
told '' '' '' "$(grep -o 'because "HELP.*' "$folder/said" | head -n 1)"
desk_time 11:00 1
told 'Wed 11:00' kim 'starts broadcast-job' "denied: $(runs PAM_PERM_DENIED)"
told 'Wed 11:05' adam 'who could, on Tuesday at 14:00, and why?' ''
"$rolegate" who broadcast-job --at "${desk_day}T14:00:00+05:30" >"$folder/said"
must 'user kim because "HELP-4711'
told '' '' '' "$(grep -o 'user kim because "[^"]*"' "$folder/said")"
"$rolegate" exceptions kim --at "${desk_day}T14:00:00+05:30" >"$folder/said"
must 'by olga'
told '' '' '' "$(grep -o 'by olga.*' "$folder/said" | head -n 1), until $(grep -o 'until [0-9-]* [0-9:]*' "$folder/said" | head -n 1 | cut -d' ' -f2-)"
desk_leave
[ "$wrong" -eq 0 ] || { echo "demo: $wrong steps are not what they must be" >&2; exit 1; }

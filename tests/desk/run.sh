#!/usr/bin/env bash
# The support team's desk from end to end: an agent is denied by real PAM, asks, is granted it by real sudo for a day's work
# with a ticket, gets in, and is shut out again when it ends; and a day later it is told who could, and why. One machine of
# its own in a mount namespace, with a clock of its own, and the policy that is shipped as an example.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "desk" --mount

rolegate=$ROLEGATE

# ---- a machine of its own ----
module=$MODULE
here=$PWD
cd ../.. && . scripts/desk_machine.sh
desk_machine
case $? in
0) ;;
3)
    skip "desk: there is no compiler for the test's clock"
    finish
    ;;
*)
    skip "desk: /etc cannot be covered"
    finish
    ;;
esac
cd "$here" || exit 2
day=$desk_day tuesday=$desk_tuesday
clock() { desk_time "$@"; }
same "the clock is the test's" "$day 05:30" "$(date -u '+%Y-%m-%d %H:%M')"
job() { "$driver" /etc/pam.d broadcast-job "$1"; }
if ! as olga sudo -n -l >/dev/null 2>&1; then
    skip "desk: there is no sudo that works here"
    finish
fi

own_log || log_job=

# ---- the story ----
holds "root installs the policy of the example" "$rolegate" install /etc/rolegate/main.rg -Wno-all
says "kim, an agent, is denied" 1 "perm_denied" job kim
says "he is told what is missing" 1 "Missing permissions: broadcast.send, automation.run" job kim
says "whom to ask" 1 "Ask the support team: support@acme.example" job kim
says "and how" 1 'To ask for it: rolegate request broadcast-job --for 8h --because "..."' job kim
says "adam, an admin, is not" 0 "success" job adam
says "kim asks" 0 "asked for automation.run, broadcast.send, for broadcast-job, for 8h: spring campaign" \
    as kim "$rolegate" request broadcast-job --for 8h --because "spring campaign"
id=$(as kim "$rolegate" requests --json | grep -o '"id":"[^"]*"' | cut -d'"' -f4)
says "nothing is granted by that" 1 "perm_denied" job kim
clock 11:20
says "olga of the support team, without root, sees it" 0 "kim asks for" as olga sudo -n "$rolegate" requests
says "she approves it, with a ticket" 0 "granted: it ends by itself at $day 19:20" \
    as olga sudo -n "$rolegate" requests approve "$id" --because "HELP-4711: spring campaign" --yes
clock 11:30
says "the door opens" 0 "success" job kim
says "for him alone" 1 "perm_denied" job olga
says "why, names the ticket and who granted it" 0 'because "HELP-4711: spring campaign (by olga)"' \
    "$rolegate" can kim broadcast-job --why
says "for machines too" 0 '"because":"HELP-4711: spring campaign (by olga)"' "$rolegate" can kim broadcast-job --why --json
if [ -n "${log_job:-}" ]; then
    log_settles granted
    says "and so does the log of the door" 0 'because="HELP-4711: spring campaign (by olga)"' \
        grep 'result=success .*user="kim"\|user=kim .*result=success\|verdict=allow .*user=.*kim' "$folder/decisions"
else
    skip "desk: no log of its own"
fi
says "all that he may now says until when" 0 "broadcast-job: when office-hours until $day" "$rolegate" can kim
says "and why" 0 'because "HELP-4711: spring campaign (by olga)"' "$rolegate" can kim
says "the list names who granted it, once" 0 "HELP-4711: spring campaign  by olga, " "$rolegate" exceptions
says "and keeps the reason apart for machines" 0 '"because":"HELP-4711: spring campaign"' "$rolegate" exceptions kim --json
says "the journal too" 0 '"by":"olga","because":"HELP-4711: spring campaign","user":"kim"' cat /var/lib/rolegate/journal
says "kim sees that it was" 0 "granted by olga" as kim "$rolegate" requests
for format in text markdown html json; do
    says "the matrix has it too, with its end: $format" 0 "HELP-4711: spring campaign (by olga)" "$rolegate" matrix --format $format
    says "until when: $format" 0 "${day}T19:20:00+05:30" "$rolegate" matrix --format $format
done
says "what ends soon is told" 1 "to user kim" "$rolegate" check /etc/rolegate/main.rg -Wno-all --expiring 12h
clock 18:30
says "in the evening nobody wakes customers" 1 "it is not allowed at this time" job kim
says "not adam either" 1 "perm_denied" job adam
clock 11:00 1
says "the next day it is over, by itself" 1 "your permission has expired" job kim
says "adam may" 0 "success" job adam

# ---- and who could, on Tuesday at 14:00, and why? ----
says "the table of then says who" 0 'user kim because "HELP-4711: spring campaign (by olga)"' \
    "$rolegate" who broadcast-job --at "${day}T14:00:00+05:30"
says "and what he had, until when, and from whom" 0 "HELP-4711: spring campaign" \
    "$rolegate" exceptions --at "${day}T14:00:00+05:30"
says "from whom" 0 "by olga" "$rolegate" exceptions --at "${day}T14:00:00+05:30"
holds "before he asked he could not" fails grep -q kim <("$rolegate" who broadcast-job --at "${day}T11:10:00+05:30")
holds "nor can he now" fails grep -q kim <("$rolegate" who broadcast-job --at "$(date -u -d "@$tuesday" +%Y)-12-31T23:00:00Z" --table /etc/security/rolegate.rgt)
says "and the day before there was no table" 2 "the journal begins at" \
    "$rolegate" who broadcast-job --at "$(date -u -d "@$((tuesday - 86400))" +%Y-%m-%d)"

[ -z "${log_job:-}" ] || end_log
desk_leave
finish

#!/usr/bin/env bash
# What the module logged on a machine with these accounts and groups, asked again where nobody of them is known: the same
# verdicts, by the table that decided and by another one.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

own_machine "the log of one machine on another" --mount
source_down=$BUILD/tests/pam/libnss_rgtest.so.2
if ! command -v python3 >/dev/null || [ ! -e "$source_down" ]; then
    skip "the log of one machine on another: python3 is not on this machine, or $source_down was not built"
    finish
fi

cat >"$folder/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
kim:x:4001:4001::/:/bin/sh
sam:x:4002:4002::/:/bin/sh
lou:x:4003:4003::/:/bin/sh
END
cat >"$folder/group" <<'END'
root:x:0:
kim:x:4001:
sam:x:4002:
lou:x:4003:
agents:x:4100:kim,sam
suspended:x:4101:sam
night shift, "B":x:4102:lou
staff:x:4103:kim,sam
END
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$folder/nobody"
printf 'root:x:0:\n' >"$folder/no-groups"
rules() {
    cat <<'END'
permission inbox.read, billing.view, chat.use, shift.see, console
service inbox   requires inbox.read
service billing requires billing.view
service chat    requires chat.use
service shift   requires shift.see
service login   requires console
role early { allow shift.see }
role late  { allow shift.see }
exclusive early, late
assign early to gid 4100
assign late  to group "night shift, \"B\"", group remote-late
allow inbox.read   to group agents
deny  inbox.read   to group suspended        because "HR-1"
allow billing.view to group agents
deny  billing.view to group remote-suspended because "HR-2"
allow chat.use     to group remote-agents, user lou
allow console      to everyone
deny  console      to group remote-suspended because "HR-3"
END
}
rules | table gate
{ rules; echo 'roster group staff'; } | table rostered
rules | sed 's/^deny  inbox.*//; s/^allow chat.*//' | table next
for file in passwd group; do
    if ! mount --bind "$folder/$file" "/etc/$file"; then
        skip "the log of one machine on another: /etc/$file cannot be covered"
        finish
    fi
done
printf 'passwd: files\ngroup: files\n' >"$folder/nsswitch.conf"
mount --bind "$folder/nsswitch.conf" /etc/nsswitch.conf
if ! own_log; then
    skip "the log of one machine on another: /dev cannot be covered"
    finish
fi

users="root kim sam lou" services="inbox billing chat shift login unlisted" asked=0
decide() { # the table
    for service in $services; do
        printf 'account required %s table=%s breakglass=login\n' "$MODULE" "$folder/$1.rgt" | stack "$service"
        for user in $users; do
            RGTEST=unavail LD_LIBRARY_PATH=$BUILD/tests/pam "$driver" "$folder" "$service" "$user" >/dev/null
            asked=$((asked + 1))
        done
    done
}
decide gate
printf 'passwd: files\ngroup: files rgtest\n' >"$folder/nsswitch.conf"
decide gate
log_settles gate
of_gate=$asked
decide rostered
log_settles rostered
sed '/^settled gate$/,$d' "$folder/decisions" | grep -o 'rolegate v=1 verdict=.*' >"$folder/by-gate"
sed '1,/^settled gate$/d' "$folder/decisions" | grep -o 'rolegate v=1 verdict=.*' >"$folder/by-rostered"
same "every decision is logged" "$of_gate $((asked - of_gate))" \
    "$(wc -l <"$folder/by-gate") $(wc -l <"$folder/by-rostered")"
same "some of them off the roster" yes "$(grep -q 'user="lou".* roster=no' "$folder/by-rostered" && echo yes)"
same "some of them while groups were unknown" yes "$(grep -q 'unknown="remote-' "$folder/by-gate" && echo yes)"
same "and root broke the glass once" 1 "$(grep -c reason=breakglass "$folder/by-gate")"
end_log

# Verdicts that differ from those of the log, on a machine without the accounts; the first words say what went wrong.
elsewhere() {
    # shellcheck disable=SC2016
    unshare --mount sh -c 'mount --bind "$1/nobody" /etc/passwd && mount --bind "$1/no-groups" /etc/group &&
        ! id kim 2>/dev/null && shift && exec "$@"' sh "$folder" "$ROLEGATE" replay "$@" 2>&1
}
changed() {
    sed -n 's/.*"verdict":"\([a-z]*\)".*"logged":"\([a-z]*\)".*/\1 \2/p' | awk '{ n[$1 == $2]++ } END { print n[1] + 0, n[0] + 0 }'
}
same "the same verdicts, but for the glass" "$((of_gate - 1)) 1" "$(elsewhere "$folder/by-gate" --table "$folder/gate.rgt" | changed)"
same "the same with a roster" "$((asked - of_gate - 1)) 1" \
    "$(elsewhere "$folder/by-rostered" --table "$folder/rostered.rgt" | changed)"
elsewhere "$folder/by-gate" --table "$folder/gate.rgt" --against "$folder/next.rgt" >"$folder/changes"
same "--against: what another table would change" \
    "rolegate: with $folder/next.rgt, 4 of $of_gate decisions would have differed: 2 allowed that were not, 2 not allowed that were" \
    "$(grep ^rolegate: "$folder/changes")"
same "and for whom" "lou chat lou chat sam inbox sam inbox" \
    "$(sed -n 's/.*"user":"\([a-z]*\)","service":"\([a-z]*\)".*/\1 \2/p' "$folder/changes" | sort | xargs)"
finish

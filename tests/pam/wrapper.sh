#!/usr/bin/env bash
# The module with accounts from nss_wrapper: no root, and every program as it is on the machine.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

if ! LD_PRELOAD=libnss_wrapper.so true 2>/dev/null || [ -n "$(LD_PRELOAD=libnss_wrapper.so true 2>&1)" ]; then
    skip "nss_wrapper is not on this machine"
    finish
fi
printf 'root:x:0:0:root:/root:/bin/sh\nkim:x:1001:100::/:/bin/sh\nsam:x:1002:100::/:/bin/sh\n' >"$folder/passwd"
printf 'root:x:0:\nusers:x:100:\nagents:x:2001:kim,sam\nsuspended:x:2002:sam\n' >"$folder/groups"
{
    printf 'contact "Ask the desk"\npermission p\nservice gate, login requires p\n'
    printf 'allow p to group agents\ndeny p to group suspended because "HR-1"\n'
} | table gate
for service in gate login; do
    printf 'account required %s table=%s/gate.rgt\n' "$MODULE" "$folder" | stack $service
done

wrapped() {
    LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_PASSWD=$folder/passwd NSS_WRAPPER_GROUP=$folder/groups \
        "$driver" "$folder" "$@"
}

same "his group lets him in" success "$(wrapped gate kim)"
same "a group that is denied keeps him out, and he is told" \
    "perm_denied You may not use gate: a rule of the policy denies it. Missing permission: p Ask the desk" \
    "$(wrapped gate sam | xargs)"
same "nobody of that name" perm_denied "$(wrapped gate hunter2)"
same "a good table denies root" perm_denied "$(wrapped login root | head -n 1)"
rm -f "$folder/gate.rgt"
same "no table: root passes at the login" success "$(wrapped login root)"
same "no table: root does not pass elsewhere" system_err "$(wrapped gate root)"
same "no table: nobody else passes" system_err "$(wrapped login kim)"
finish

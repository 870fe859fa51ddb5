#!/usr/bin/env bash
# The real programs - pamtester, su, sudo, sshd - asked for people who are allowed, denied or unknown, with tables that
# are good, missing, cut, changed or owned by somebody else, and with a source of groups that is down. All of it in a
# mount and process namespace with its own accounts and PAM configuration: nothing of the machine's is changed.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh

own_machine "the real programs" --mount --pid --fork --mount-proc

# ---- a machine of its own ----
mkdir "$folder/pam.d" "$folder/empty"
cat >"$folder/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
sshd:x:120:65534::/run/sshd:/usr/sbin/nologin
kim:x:4001:4001::/:/bin/sh
sam:x:4002:4002::/:/bin/sh
END
cat >"$folder/group" <<'END'
root:x:0:
kim:x:4001:
sam:x:4002:
agents:x:4100:kim
END
days=$(($(date +%s) / 86400))
cat >"$folder/shadow" <<END
root:*:$days:0:99999:7:::
sshd:*:$days:0:99999:7:::
kim:*:$days:0:99999:7:::
sam:*:$days:0:99999:7:::
END
chmod 600 "$folder/shadow"
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >"$folder/nsswitch.conf"
printf 'ALL ALL=(ALL:ALL) NOPASSWD: ALL\nDefaults !lecture\n' >"$folder/sudoers"
chmod 440 "$folder/sudoers"
gate=$folder/gate.rgt
for service in su sudo sshd gate login; do
    cat >"$folder/pam.d/$service" <<END
auth     required pam_permit.so
account  required $MODULE table=$gate
account  [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
account  requisite pam_deny.so
account  required pam_permit.so
session  required pam_permit.so
password required pam_permit.so
END
done
printf 'auth required pam_deny.so\naccount required pam_deny.so\n' >"$folder/pam.d/other"
for file in passwd group shadow nsswitch.conf sudoers pam.d; do
    if ! mount --bind "$folder/$file" "/etc/$file"; then
        skip "the real programs: /etc/$file cannot be covered"
        finish
    fi
done
# A source of groups that is down, where programs that trust no environment find it as well.
source_down=$BUILD/tests/pam/libnss_rgtest.so.2
if [ -e "$source_down" ]; then
    { cat /etc/ld.so.conf && echo "$(dirname "$source_down")"; } >"$folder/ld.so.conf"
    /sbin/ldconfig -X -f "$folder/ld.so.conf" -C "$folder/ld.so.cache" 2>/dev/null &&
        mount --bind "$folder/ld.so.cache" /etc/ld.so.cache || source_down=
fi
[ -d /etc/sudoers.d ] && mount --bind "$folder/empty" /etc/sudoers.d

policy() { # what makes kim's permission come and go
    cat <<END
contact "Ask the desk"
permission shell.use
service su, sudo, sshd, gate, login requires shell.use
$1
END
}
good() {
    policy 'allow shell.use to group agents' | table gate
    printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >"$folder/nsswitch.conf"
}

# ---- one way in for each program: "in" or "out" ----
in_or_out() { if "$@" >"$folder/said" 2>&1 </dev/null && grep -q uid= "$folder/said"; then echo in; else echo out; fi; }
by_su() { in_or_out su "$1" -c id; }
by_sudo() { in_or_out setpriv --reuid "$1" --regid "$1" --clear-groups sudo -n id; }
by_pamtester() { pamtester gate "$1" acct_mgmt >"$folder/said" 2>&1 && echo in || echo out; }
by_ssh() {
    in_or_out ssh -F none -p 20022 -i "$folder/key" -o BatchMode=yes -o StrictHostKeyChecking=no \
        -o UserKnownHostsFile=/dev/null -o LogLevel=INFO "$1@127.0.0.1" id
}

start_sshd() {
    command -v sshd >/dev/null && command -v ssh >/dev/null && command -v ssh-keygen >/dev/null || return 1
    mkdir -p /run/sshd && mount -t tmpfs none /run/sshd && chmod 755 /run/sshd || return 1
    ssh-keygen -q -t ed25519 -N '' -f "$folder/host" && ssh-keygen -q -t ed25519 -N '' -f "$folder/key" || return 1
    cat >"$folder/sshd_config" <<END
Port 20022
ListenAddress 127.0.0.1
HostKey $folder/host
AuthorizedKeysFile $folder/key.pub
StrictModes no
UsePAM yes
PidFile none
PermitRootLogin yes
END
    /usr/sbin/sshd -D -f "$folder/sshd_config" -E "$folder/sshd.log" &
    sshd_job=$!
    waits ended_or $sshd_job grep -q 'Server listening' "$folder/sshd.log"
    kill -0 $sshd_job 2>/dev/null
}

programs=""
for program in pamtester su sudo; do
    if command -v $program >/dev/null; then programs="$programs $program"; else skip "$program is not on this machine"; fi
done
if start_sshd; then programs="$programs ssh"; else skip "sshd cannot be started here"; fi

ask() { # program, user
    case $1 in
    sudo) by_sudo "$(id -u "$2")" ;;
    *) "by_$1" "$2" ;;
    esac
}

cell() { # what is the case, what is expected of kim and of sam
    for program in $programs; do
        same "$program: $1: kim $2, sam $3" "$2 $3" "$(ask "$program" kim) $(ask "$program" sam)"
    done
}

# ---- every cell ----
good
cell "a good table" in out
for program in $programs; do
    case $program in
    pamtester | sudo) ;; # show no message of the account stack, or their own instead
    *)
        ask "$program" sam >/dev/null
        same "$program: sam is told what is missing" yes \
            "$(grep -q 'Missing permission: shell.use' "$folder/said" && echo yes || cat "$folder/said")"
        ;;
    esac
done

rm -f "$gate"
cell "no table" out out
good && : >"$gate"
cell "an empty table" out out
good && truncate -s -1 "$gate"
cell "a table cut short" out out
good && printf 'X' | dd of="$gate" bs=1 seek=40 conv=notrunc status=none
cell "a changed byte" out out
good && chown 4001 "$gate"
cell "a table of another owner" out out
good && chmod 666 "$gate"
cell "a table that everybody may write" out out
good && mv "$gate" "$folder/elsewhere.rgt" && ln -s "$folder/elsewhere.rgt" "$gate"
cell "a symbolic link to a good table" out out
rm -f "$gate"

policy 'allow shell.use to everyone
deny shell.use to group remote-suspended because "HR-1"' | table gate
cell "a deny to a group that nobody knows" in in
if [ -e "$source_down" ]; then
    printf 'passwd: files\ngroup: files rgtest\nshadow: files\nhosts: files\n' >"$folder/nsswitch.conf"
    cell "the same while a source of groups is down" out out
else
    skip "the real programs while a source of groups is down: $source_down was not built"
fi
good

hour=$((10#$(date -u +%H)))
policy "allow shell.use to group agents when time daily $(printf '%02d:00-%02d:00' $(((hour + 5) % 24)) $(((hour + 7) % 24))) zone utc" |
    table gate
export TZ=ABC-6
cell "outside the window, TZ set" out out
unset TZ
good

# ---- what sshd logged, asked again of another policy ----
if [ -n "${sshd_job:-}" ] && kill -0 "$sshd_job" 2>/dev/null && own_log; then
    policy 'allow shell.use to user sam' | table next
    sed -i "s|^account  required $MODULE table=$gate\$|& shadow=$folder/next.rgt|" "$folder/pam.d/sshd"
    for user in kim sam root kim sam root kim sam root kim; do by_ssh "$user" >/dev/null; done
    log_settles once
    same "sshd: every decision is logged" 10 "$(grep -c 'rolegate v=1 verdict=' "$folder/decisions")"
    same "sshd: the shadow table's other answers are logged" 7 "$(grep -c 'rolegate v=1 shadow=' "$folder/decisions")"
    "$ROLEGATE" replay "$folder/decisions" --table "$gate" --against "$folder/next.rgt" >"$folder/changed" 2>"$folder/sum"
    same "replay of that log: its exit status says that there are differences" 1 $?
    same "replay: in a sentence" \
        "rolegate: with $folder/next.rgt, 7 of 10 decisions would have differed: 3 allowed that were not, 4 not allowed that were" \
        "$(grep -v ": skipped" "$folder/sum")"
    same "replay names those whom the shadow named" \
        "$(grep -o 'rolegate v=1 shadow=.*' "$folder/decisions" | grep -o 'user="[a-z]*"' | cut -d'"' -f2 | sort | xargs)" \
        "$(grep -o '"user":"[a-z]*"' "$folder/changed" | cut -d'"' -f4 | sort | xargs)"
    sed -i 's| shadow=.*||' "$folder/pam.d/sshd"

    # A table that waits to be confirmed: the login that it was installed from does not do, a new one does.
    mount -t tmpfs none /etc/security && mount -t tmpfs none /var/lib
    policy 'allow shell.use to everyone' | table gate
    by_root() {
        ssh -F none -p 20022 -i "$folder/key" -o BatchMode=yes -o StrictHostKeyChecking=no \
            -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR root@127.0.0.1 "$@" 2>&1 </dev/null
    }
    policy 'allow shell.use to everyone when near
condition near from 127.0.0.0/8' | table near
    policy 'allow shell.use to everyone when far
condition far from 192.0.2.0/24' | table far
    sed -i "s| table=$gate| table=/etc/security/rolegate.rgt|" "$folder/pam.d/sshd"
    cp "$gate" /etc/security/rolegate.rgt
    same "install, over ssh: from here the new table lets him in" "installed" \
        "$(by_root "$ROLEGATE install $folder/near.rgt" | grep -o '^installed')"
    same "preflight knows where he came from" "rolegate: the new table would lock root out of sshd: not from this origin, terminal or host" \
        "$(by_root "$ROLEGATE install $folder/far.rgt" | grep sshd | cut -d'(' -f1 | sed 's/ *$//')"
    same "install --confirm, over ssh, and confirm in the same login: it is not new" "1" \
        "$(by_root "$ROLEGATE install $folder/gate.rgt --confirm 600 >/dev/null && sleep 1.1; $ROLEGATE confirm >/dev/null 2>&1; echo \$?")"
    sleep 1.1
    same "who installed it is found out" root "$(sed -n 's/.*"by": "\(.*\)",/\1/p' /var/lib/rolegate/state.json | head -n 1)"
    # One connection, two sessions: the second one was not asked about.
    shared=(-o ControlMaster=auto -o ControlPath="$folder/shared" -o ControlPersist=60)
    by_shared() { by_root "${shared[@]}" "$@"; }
    same "confirm from a new login" "confirmed: the table stays" "$(by_root "$ROLEGATE confirm")"
    by_root "$ROLEGATE install $folder/near.rgt" >/dev/null
    by_shared true
    sleep 1.1
    by_shared "$ROLEGATE install $folder/gate.rgt --confirm 600" >/dev/null
    sleep 1.1
    same "confirm from a new session of an old connection" 1 "$(by_shared "$ROLEGATE confirm >/dev/null 2>&1; echo \$?")"
    by_shared -O exit >/dev/null
    same "and from a new connection" "confirmed: the table stays" "$(by_root "$ROLEGATE confirm")"
    if command -v tmux >/dev/null 2>&1; then
        by_root "tmux -f /dev/null -L rolegate-test new-session -d '$ROLEGATE install $folder/far.rgt >$folder/in-tmux 2>&1; echo end >>$folder/in-tmux'" >/dev/null
        waits grep -q ^end "$folder/in-tmux" 2>/dev/null
        same "in tmux it is guessed where he came from" "rolegate: the new table would lock root out of sshd: not from this origin, terminal or host" \
            "$(grep sshd: "$folder/in-tmux" | cut -d'(' -f1 | sed 's/ *$//')"
    else
        skip "preflight in tmux: there is none here"
    fi
    sed -i "s| table=/etc/security/rolegate.rgt| table=$gate|" "$folder/pam.d/sshd"
    end_log
    good
else
    skip "the log of a real sshd: there is none here, or /dev cannot be covered"
fi

sed -i "s/^kim:\*:$days:0:99999/kim:*:$((days - 100)):0:10/; s/^sam:\*:$days:0:99999/sam:*:$((days - 100)):0:10/" "$folder/shadow"
for program in $programs; do
    same "$program: an expired password does not let sam past rolegate" out "$(ask "$program" sam)"
done

# ---- break-glass, by the real programs ----
sudoers() { printf 'ALL ALL=(ALL:ALL) NOPASSWD: ALL\nDefaults !lecture\n%s\n' "$1" >"$folder/sudoers"; }
# As kim, by a program that is set-user-ID root: the real user id is kim's, whoever is named to PAM.
as_kim() { in_or_out setpriv --reuid 4001 --regid 4001 --clear-groups "$@"; }
by_login() { # whoever sits at the console, by login(1) on a terminal of its own
    printf 'id\nexit\n' | script -qec 'login -f root' /dev/null >"$folder/said" 2>&1
    if grep -q uid=0 "$folder/said"; then echo in; else echo out; fi
}
can_login() { command -v login >/dev/null && command -v script >/dev/null && [ "$(good && policy 'allow shell.use to user root' | table gate && by_login)" = in ]; }
at_the_doors() { # what is the case, what is expected of root by su and at the login, of kim by su, and of kim by sudo
    same "su: $1" "$2 $3" "$(by_su root) $(as_kim su root -c id)"
    [ -z "$login_works" ] || same "login: $1" "$2" "$(by_login)"
    case $programs in *sudo*) same "sudo with rootpw, breakglass=sudo: $1" "$2 $3" "$(in_or_out sudo -n id) $(as_kim sudo -n id)" ;; esac
}
login_works=
if can_login; then login_works=yes; else skip "login(1) on a terminal: it is not here, or does not work here"; fi
sudoers 'Defaults rootpw'
sed -i "s|^account  required $MODULE table=$gate\$|& breakglass=sudo|" "$folder/pam.d/sudo"
if command -v su >/dev/null; then
    rm -f "$gate"
    at_the_doors "no table: root passes, and nobody becomes root by it" in out
    good && printf 'X' | dd of="$gate" bs=1 seek=40 conv=notrunc status=none
    at_the_doors "a changed byte: the same" in out
    good
    at_the_doors "a good table that denies root: nobody passes" out out
    if [ -e "$source_down" ]; then
        policy 'allow shell.use to user root
deny shell.use to group remote-suspended because "HR-1"' | table gate
        at_the_doors "a deny to a group that is not there: it is none" in in
        printf 'passwd: files\ngroup: files rgtest\nshadow: files\nhosts: files\n' >"$folder/nsswitch.conf"
        at_the_doors "a deny to a group whose source is down: root passes, and nobody becomes root by it" in out
        policy 'allow shell.use to group remote-admins' | table gate
        at_the_doors "a grant to a group whose source is down: nobody passes" out out
        policy 'allow shell.use to user root
deny shell.use to user root because "HR-2"
deny shell.use to group remote-suspended because "HR-1"' | table gate
        at_the_doors "a deny to root himself: nobody passes" out out
    fi
    if command -v runuser >/dev/null; then
        cp "$folder/pam.d/su" "$folder/pam.d/runuser"
        same "runuser asks no account stack, so no table keeps root out" in "$(in_or_out runuser -u root -- id)"
    fi
fi
# A process without descriptors has no broken table: too few of them, and at last enough.
if command -v pamtester >/dev/null; then
    good
    for count in 3 4 5 6 8 64; do
        same "pamtester: login as root with $count descriptors: a table that denies root denies him" out \
            "$( (ulimit -n $count && pamtester login root acct_mgmt) >"$folder/said" 2>&1 && echo in || echo out)"
    done
fi
[ -n "${sshd_job:-}" ] && kill "$sshd_job" 2>/dev/null
finish

# lib.sh - what the scripts of the sources share: the daemons, the policy, and how a cell is asked and printed.
# shellcheck disable=SC2034 # the scripts read `server`
cd /rg || exit 2
python3 syslog.py /rg/log &
touch log
printf 'lou:x:1500:100::/:/bin/sh\n' >>/etc/passwd
printf 'localcollide:x:2000:lou\n' >>/etc/group # the gid of the directory's group collide
./rolegate compile cells.rg -o cells.rgt -Wno-all
{ sed '/^allow d/i roster group everybody, user root, user lou' cells.rg; } >roster.rg
./rolegate compile roster.rg -o roster.rgt -Wno-all

# Which table the services are asked of: cells or roster.
table() {
    local service
    for service in $(sed -n 's/^service *\([^ ]*\).*/\1/p' cells.rg); do
        printf 'account required /rg/pam_rolegate.so table=/rg/%s.rgt log=all\n' "$1" >"pam/$service"
    done
}
table cells

version() { dpkg-query -W -f 'version ${Package} ${source:Upstream-Version}\n' "$@" | sed -E 's/\+dfsg.*//'; }
sources() { # of groups; the first two count for accounts as well
    printf 'passwd: files %s\ngroup: %s\nhosts: files\n' "$directory" "$*" >/etc/nsswitch.conf
}

# One transaction: service, user. Prints `allow (granted)`, `deny (undetermined)` and so on, as the module's log has it.
answer() {
    local before tries=0 result line
    before=$(grep -c 'verdict=' log)
    result=$(SSS_NSS_USE_MEMCACHE=${memory_cache:-NO} ./transaction_driver /rg/pam "$1" "$2" | head -n 1)
    until [ "$(grep -c 'verdict=' log)" -gt "$before" ] || [ $tries -ge 300 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    line=$(grep 'verdict=' log | tail -n 1 | sed -nE 's/.* verdict=([^ ]*) .*reason=([^ ]*).*/\1 (\2)/p')
    case $result in
    success) [[ $line == allow* ]] && echo "$line" || echo "let in, $line" ;;
    perm_denied) [[ $line == deny* ]] && echo "$line" || echo "kept out, $line" ;;
    *) echo "$result, $line" ;;
    esac
}

cell() { # id, situation, service, user
    printf '%s | %s | %s for %s | %s\n' "$1" "$2" "$3" "$4" "$(answer "$3" "$4")"
}
said() { # id, situation, question, answer
    printf '%s | %s | %s | %s\n' "$@"
}

# Whether a command of rolegate says what an administrator must be told.
finds() { # id, situation, command's name, text that must be in what it says, command
    local id=$1 situation=$2 question=$3 text=$4 status found=
    shift 4
    "$@" >said 2>&1
    status=$?
    grep -qF -- "$text" said && found=", says $text"
    said "$id" "$situation" "$question" "exit status $status$found"
}

# ---- slapd: `server` is up, dead or hung ----
ldap_load() {
    mkdir -p db && python3 ldif.py >acme.ldif && slapadd -q -f slapd.conf -l acme.ldif
}
ldap() {
    slapd -f slapd.conf -h ldap://127.0.0.1:389 -d 256 2>>searches &
    slapd=$!
    server=up
    wait_for ldapsearch -x -H ldap://127.0.0.1 -b dc=acme,dc=test -s base
}
ldap_dead() {
    server=dead
    kill -KILL "$slapd"
    wait "$slapd" 2>/dev/null
}
ldap_hung() {
    server=hung
    kill -STOP "$slapd"
}
ldap_again() {
    server=up
    kill -CONT "$slapd"
}

# Until the command succeeds; a machine under load takes its time.
wait_for() {
    local tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || return 1
        sleep 0.1
    done
}

# shell.sh - what the module's shell tests share; to be sourced. BUILD, ROLEGATE and MODULE as the test runner sets them.
set -u
: "${BUILD:=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build}"
: "${ROLEGATE:=$BUILD/rolegate}" "${MODULE:=$BUILD/pam_rolegate.so}"
driver=${DRIVER:-$BUILD/tests/pam/transaction_driver}
passed=0 failed=0 skipped=0

folder=$(mktemp -d "${TMPDIR:-/tmp}/rolegate-pam-XXXXXX") || exit 2
chmod 755 "$folder"
made=()
trap 'own_folders_end; rm -rf "$folder"' EXIT

# Counts a test: its name, what must come, what came.
same() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$1"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s\n        expected: %s\n        got:      %s\n' "$1" "$2" "$3"
    fi
}

# holds NAME COMMAND…: the command succeeds.
holds() {
    local name=$1
    shift
    if "$@" >"$folder/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$name"
        sed 's/^/    /' "$folder/said"
    fi
}
# says NAME STATUS TEXT COMMAND…: the command ends with STATUS, and TEXT is in what it prints.
says() {
    local name=$1 status=$2 text=$3 got
    shift 3
    "$@" >"$folder/said" 2>&1
    got=$?
    if [ "$got" -eq "$status" ] && grep -qF -- "$text" "$folder/said"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL  %s: status %d, not %d, or without "%s"\n' "$name" "$got" "$status" "$text"
        sed 's/^/    /' "$folder/said"
    fi
}
fails() { ! "$@"; }

# Takes the lock on FILE, until `let_go`. The holder is a process that lives as long as the lock: /proc/locks of a
# container shows no other.
hold() { # FILE
    coproc HOLDER { exec flock -x "$1" sh -c 'echo held && cat'; }
    read -r _ <&"${HOLDER[0]}"
}
let_go() {
    local holder=$HOLDER_PID
    eval "exec ${HOLDER[1]}>&-"
    wait "$holder"
}
blocked() { grep -qE -- "-> FLOCK .* $1 " /proc/locks; } # PID: does it wait for a lock?

# waits COMMAND…: until it succeeds, at whatever pace the machine has; after half an hour it hangs, and that is said.
waits() {
    local tries=18000
    until "$@"; do
        tries=$((tries - 1))
        if [ $tries -eq 0 ]; then
            printf 'hung: waited half an hour for: %s\n' "$*"
            return 1
        fi
        sleep 0.1
    done
}
# prints TEXT COMMAND…: whether the command prints that, and nothing else.
prints() { [ "$("${@:2}" 2>/dev/null)" = "$1" ]; }

skip() {
    skipped=$((skipped + 1))
    printf 'skipped %s\n' "$1"
}

# Goes on in namespaces of its own, as root: what is to be tested, unshare's options. Skips the whole where that cannot be.
own_machine() {
    local what=$1
    shift
    [ -z "${INSIDE:-}" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! unshare "$@" true 2>/dev/null; then
        skip "$what: this needs root and a namespace"
        finish
    fi
    rm -rf "$folder"
    INSIDE=1 BUILD=$BUILD ROLEGATE=$ROLEGATE MODULE=$MODULE exec unshare "$@" bash "./${0##*/}"
}

# In a mount namespace: empty folders at these paths. Where there is none, the place is made, and gone again in the end.
own_folders() {
    local path
    for path; do
        [ -d "$path" ] || { mkdir "$path" && made+=("$path"); } || return 1
        mount -t tmpfs -o mode=755 none "$path" || return 1
    done
}
own_folders_end() {
    local path
    for path in "${made[@]}"; do umount --recursive --lazy "$path" && rmdir "$path"; done
    made=()
}

# Sets `rolegate` to a copy of the command that every user may run: the tree may lie in root's home, closed to others.
own_command() {
    rolegate=$folder/bin/rolegate
    mkdir "$folder/bin" && chmod 755 "$folder" "$folder/bin" && install -m 755 "$ROLEGATE" "$rolegate"
}

# In a mount namespace: an /etc of its own, a copy, so that neither this test nor another one at work at the same time sees
# or takes away the other's folders.
own_etc() {
    mkdir "$folder/etc" && mount -t tmpfs -o mode=755 none "$folder/etc" && cp -a /etc/. "$folder/etc" &&
        mount --move "$folder/etc" /etc && rmdir "$folder/etc"
}

# ended_or JOB COMMAND…: whether the command succeeds, or never will since the job has ended.
ended_or() { "${@:2}" || ! kill -0 "$1" 2>/dev/null; }

# In a mount namespace: a /dev of its own, with a log that goes to the file `decisions` of the folder.
own_log() {
    mkdir "$folder/dev" "$folder/dev/pts" || return 1
    cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty /dev/ptmx "$folder/dev" || return 1
    mount --rbind /dev/pts "$folder/dev/pts" && [ -w "$folder/dev/null" ] || return 1
    python3 - "$folder/dev/log" "$folder/decisions" <<'END' &
import socket, sys
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.bind(sys.argv[1])
with open(sys.argv[2], "wb", buffering=0) as file:
    while True:
        file.write(log.recv(65536).rstrip(b"\0\n") + b"\n")
END
    log_job=$!
    waits ended_or "$log_job" test -S "$folder/dev/log"
    chmod 666 "$folder/dev/log" && mount --rbind "$folder/dev" /dev
}
# Waits until all that was logged so far is in the file.
log_settles() {
    python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"settled " + sys.argv[1].encode(), "/dev/log")' "$1"
    waits ended_or "$log_job" grep -q "^settled $1\$" "$folder/decisions"
}
end_log() {
    kill "$log_job" 2>/dev/null
    umount --recursive --lazy /dev
    umount --recursive --lazy "$folder/dev/pts"
}

# Writes a PAM stack: service, lines (standard input).
stack() { cat >"$folder/$1"; }

# Compiles a policy (standard input) to a table in the folder.
table() {
    cat >"$folder/$1.rg"
    "$ROLEGATE" compile "$folder/$1.rg" -o "$folder/$1.rgt" 2>"$folder/$1.log" || cat "$folder/$1.log" >&2
}

# The result of one transaction: service, user, origin, terminal.
result() { "$driver" "$folder" "$@" | head -n 1; }

finish() {
    printf '%d passed, %d failed' "$passed" "$failed"
    [ "$skipped" -gt 0 ] && printf ', %d skipped' "$skipped"
    echo
    [ "$failed" -eq 0 ]
    exit
}

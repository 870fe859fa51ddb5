#!/usr/bin/env bash
# What the module file is made of: one exported name, libc and libpam and nothing else, hardened, no way to the network.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

same "needs libpam and libc only" "libc.so.6 libpam.so.0" \
    "$(readelf -d "$MODULE" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort | xargs)"
same "exports pam_sm_acct_mgmt only" pam_sm_acct_mgmt "$(nm -D --defined-only "$MODULE" | awk '{print $3}' | xargs)"
same "its own names come first (-Bsymbolic)" 1 "$(readelf -d "$MODULE" | grep -c '(SYMBOLIC)')"
same "every relocation is made at once and then read-only" "1 1" \
    "$(readelf -d "$MODULE" | grep -c BIND_NOW) $(readelf -lW "$MODULE" | grep -c GNU_RELRO)"
same "two mappings, nothing to construct: it is loaded anew for each transaction" "2 0" \
    "$(readelf -lW "$MODULE" | grep -c '^ *LOAD') $(readelf -d "$MODULE" | grep -Ec '\((INIT|FINI)(_ARRAY)?\)')"
same "no executable stack" 1 "$(readelf -lW "$MODULE" | grep -c 'GNU_STACK.* RW ')"
same "no path to look for libraries in" 0 "$(readelf -d "$MODULE" | grep -Ec 'RPATH|RUNPATH')"
same "no text relocations" 0 "$(readelf -d "$MODULE" | grep -c TEXTREL)"
same "nothing that can be written to stays: no object of the module in .data or .bss" "" \
    "$(objdump -t "$MODULE" | awk 'NF > 2 && $(NF-2) ~ /^\.(data|bss|tdata|tbss)$/ {print $NF}' |
        grep -Ev '^(\.data|\.bss|completed\.[0-9]+|__dso_handle|__TMC_END__)$' | xargs)"

# Functions that a module inside sshd must not call, each for a reason of the design.
imports=$(nm -D --undefined-only "$MODULE" | awk '{print $2}' | sed 's/@.*//')
forbidden() { # why, names
    local why=$1
    shift
    same "no $why" "" "$(grep -Fxf <(printf '%s\n' "$@") <<<"$imports" | xargs)"
}
forbidden "name resolved on the network" getaddrinfo gethostbyname gethostbyaddr getnameinfo socket connect res_query
forbidden "environment" getenv secure_getenv setenv putenv
forbidden "locale" setlocale newlocale uselocale strerror strerror_r strcoll nl_langinfo toupper tolower __ctype_b_loc
forbidden "time zone of the process" localtime localtime_r gmtime gmtime_r mktime tzset strftime
forbidden "select, thread, signal, process or library" select __fdelt_chk pthread_create pthread_key_create signal sigaction fork execve \
    system popen dlopen dlsym atexit __cxa_atexit __cxa_thread_atexit_impl
forbidden "static account record" getpwnam getpwuid getgrnam getgrgid getgroups initgroups setgroups
forbidden "log but libpam's, and no file written" syslog openlog closelog vsyslog fprintf __fprintf_chk printf __printf_chk \
    fwrite fputs fputc putc puts write pwrite creat
forbidden "exit" exit _exit abort
finish

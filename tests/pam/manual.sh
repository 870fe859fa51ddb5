#!/usr/bin/env bash
# The manual page names every option, every result and every key of the log that the source knows.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

page=../../man/pam_rolegate.8
source=../../pam_module
for option in $(sed -n 's/^OPTION(\([a-z_]*\),.*/\1/p' $source/options.def); do
    same "option $option" 1 "$(sed -n '/^\.Sh OPTIONS/,/^\.Sh MESSAGES/p' $page | grep -Ec "^\.It Cm $option( |\$)")"
done
for result in $(grep -oh 'PAM_[A-Z_]*' $source/pam_rolegate.c |
    grep -Ev '^PAM_(USER|SERVICE|RHOST|TTY|RUSER|SILENT)$' | sort -u); do
    same "result $result" 1 "$(grep -c "^\.It Dv $result\$" $page)"
done
for key in $(grep -Eoh '(field_[a-z]+\(&?line, |\bline_open\(&line, room, sizeof room, )"[a-z]+' $source/log.c $source/line.c | sed 's/.*"//' | sort -u); do
    case $key in
    shadow | against | debug | path | statements | more | kind | subject | role | when | met | atom | fact) continue ;; # of the lines for debugging
    esac
    same "log key $key" yes "$(grep -Eq "^\.It Cm (.* )?$key( |\$)" $page && echo yes || echo no)"
done
if command -v mandoc >/dev/null; then
    same "mandoc finds nothing but pages that are not installed" "" \
        "$(mandoc -Tlint $page 2>/dev/null | grep -v 'referenced manual not found')"
else
    skip "mandoc is not on this machine"
fi
finish

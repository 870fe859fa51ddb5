#!/bin/sh
# Refuses to go on while a PAM stack still names the module: a missing module shuts everybody out.
# Usage: check-unused.sh MODULE; DESTDIR as in make.
module=$1
found=$(grep -lsE "^[^#]*$module" "${DESTDIR:-}/etc/pam.conf" "${DESTDIR:-}"/etc/pam.d/* 2>/dev/null)
[ -z "$found" ] && exit 0
echo "$module is still used; take its lines out of these files first:" >&2
echo "$found" >&2
exit 1

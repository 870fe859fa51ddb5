#!/usr/bin/env bash
# enable, disable, stack and the preflight of install: on a machine of their own (a mount namespace with private
# /etc/security, /var/lib, PAM configuration and accounts), each stack asked through libpam by pamtester.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "enable and its kin" --mount

rolegate=$ROLEGATE
root=$(cd ../.. && pwd)
table=/etc/security/rolegate.rgt
in_by_pam() { pamtester "$1" "$2" acct_mgmt >/dev/null 2>&1 && echo in || echo out; }
# goes NAME SERVICE USER in|out: what libpam says.
goes() { same "$1" "$4" "$(in_by_pam "$2" "$3")"; }
# file NAME: standard input becomes /etc/pam.d/NAME.
file() { cat >"/etc/pam.d/$1"; }
# A policy by which the users named get in at the services named: NAME "SERVICE, …" USER….
policy() {
    local name=$1 services=$2 user
    shift 2
    printf 'policy "%s"\npermission shell.use\nservice %s requires shell.use\n' "$name" "$services"
    for user in "$@"; do printf 'allow shell.use to user %s because "test"\n' "$user"; done
}

# ---- a machine ----
for path in /etc/security /var/lib /etc/pam.d; do mount -t tmpfs none "$path" || exit 2; done
days=$(($(date +%s) / 86400))
for user in root:0 kim:1001 bob:1002; do
    echo "${user%:*}:x:${user#*:}:${user#*:}::/:/bin/sh" >>"$folder/passwd"
    echo "${user%:*}:*:$days:0:99999:7:::" >>"$folder/shadow"
done
chmod 600 "$folder/shadow"
mount --bind "$folder/passwd" /etc/passwd && mount --bind "$folder/shadow" /etc/shadow
modules=$(dirname "$(find -L /lib/*/security /lib/security /lib64/security -name pam_permit.so 2>/dev/null | head -n 1)")
cp -a "$modules" "$folder/modules" && mount -t tmpfs none "$modules" && cp -a "$folder/modules/." "$modules"
rm -f "$modules/pam_rolegate.so"
mkdir "$folder/policies" && cd "$folder/policies" || exit 2
all="su, su-l, sudo, cron, login, sshd, systemd-user, passwd, tool"
policy all "$all" root kim >all.rg
policy rootless "$all" kim >rootless.rg
policy few sudo root kim >few.rg
file common-account <<'END'
account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so
account requisite pam_deny.so
account required pam_permit.so
END
file other <<'END'
@include common-account
END
file sshd <<'END'
# sshd's own

@include common-account
session required pam_permit.so
END
for service in su sudo cron login; do echo '@include common-account' | file $service; done
echo 'account include su' | file su-l
cp -a /etc/pam.d "$folder/pam.d"
as_before() { rm -rf /etc/pam.d/* && cp -a "$folder/pam.d/." /etc/pam.d; }
unchanged() { diff -r /etc/pam.d "$folder/pam.d"; }

# ---- enable ----
says "enable without a table" 1 "install a policy first" "$rolegate" enable --force sshd
says "enable without a table or a module" 1 "would say: missing" "$rolegate" enable sshd
holds "and changes nothing" unchanged
: >"$modules/pam_rolegate.so"
holds "a table" "$rolegate" install all.rg
says "enable, where the module is none" 1 "would say: missing" "$rolegate" enable sshd
cp "$BUILD/pam_rolegate.so" "$modules"
rm $table
says "enable without a table" 1 "install a policy first" "$rolegate" enable sshd
holds "and changes nothing" unchanged
holds "a table" "$rolegate" install all.rg
says "enable with an option that the module does not know" 2 "no such option" "$rolegate" enable sshd perm
says "enable a service without a file" 2 "cannot read /etc/pam.d/gone" "$rolegate" enable gone
says "before, it is not guarded" 1 "does not name pam_rolegate.so" "$rolegate" stack sshd
says "enable, for a look" 0 "rolegate disable sshd" "$rolegate" enable sshd permissive
says "which does not guard" 1 "only logs there" "$rolegate" stack sshd
holds "enable" "$rolegate" enable sshd
same "the line stands once, before all others" "account  required  pam_rolegate.so/1" \
    "$(sed -n 3p /etc/pam.d/sshd)/$(grep -c rolegate /etc/pam.d/sshd)"
says "and guards" 0 "guarded: every way in passes pam_rolegate.so, the first one asked" "$rolegate" stack sshd
goes "whom the policy lets in" sshd kim in
goes "whom it does not" sshd bob out
says "all that name it" 0 "sshd: guarded" "$rolegate" stack
printf '@include common-account\naccount required pam_rolegate.so\n' | file cron
says "behind another module it can be got around" 1 "pam_unix.so (common-account:1) answers new_authtok_reqd: done" \
    "$rolegate" stack cron
cp "$modules/pam_permit.so" "$folder/pam_permit.so"
printf 'account [success=ignore new_authtok_reqd=done default=ignore] %s\naccount required pam_rolegate.so\n' "$folder/pam_permit.so" | file tool
says "a module that only has the name of a known one" 1 "answers new_authtok_reqd" "$rolegate" stack tool
rm /etc/pam.d/tool
says "the mend is said" 1 "make \`account required pam_rolegate.so' the first account line of /etc/pam.d/cron" \
    "$rolegate" stack cron
holds "enable mends it" "$rolegate" enable cron
holds "it is guarded now" "$rolegate" stack cron
printf 'account required pam_permit.so\naccount [default=reset] pam_permit.so\naccount required pam_permit.so\n' | file su
holds "a module that has denials forgotten" "$rolegate" enable su
says "is not asked: requisite" 0 "/etc/pam.d/su:1" "$rolegate" stack su
holds "requisite it is" grep -q 'account  requisite  pam_rolegate.so' /etc/pam.d/su

says "a service without a file: that of \`other' is the one to change" 1 "first account line of /etc/pam.d/other" \
    "$rolegate" stack nosuch
chmod 600 /etc/pam.d/cron && chown 1001:1002 /etc/pam.d/cron
holds "enable" "$rolegate" enable cron
same "mode and owner stay" "600 1001:1002" "$(stat -c '%a %u:%g' /etc/pam.d/cron)"

# What PAM's configuration cannot say is refused, not cut short.
as_before
cp $table "/etc/security/x#y.rgt" && cp $table "/etc/security/x]y z.rgt" && cp $table "/etc/security/x y.rgt"
says "a # in an option" 1 "cannot be said in PAM's configuration" "$rolegate" enable su 'table=/etc/security/x#y.rgt'
says "a bracket" 1 "cannot be said in PAM's configuration" "$rolegate" enable su 'table=/etc/security/x]y z.rgt'
says "a backslash at the end" 1 "" "$rolegate" enable --force su 'table=/etc/security/x\'
holds "and changes nothing" unchanged
holds "a blank can be said" "$rolegate" enable su 'table=/etc/security/x y.rgt'
goes "and is read as meant" su kim in

# A table that may go again is none to rely on.
rm -f /etc/security/x*
as_before
rm $table && holds "the first table waits" "$rolegate" install all.rg --confirm 600
says "enable waits, too" 1 "not confirmed yet" "$rolegate" enable sshd
holds "and changes nothing" unchanged
holds "confirmed" "$rolegate" confirm --here
holds "enable" "$rolegate" enable sshd

# All services that read the file are looked at.
as_before
holds "a table with sudo alone" "$rolegate" install few.rg --force
says "a file that others read: root would be shut out of them" 1 "would shut root out of su:" "$rolegate" enable common-account
says "su is su-l's too" 1 "would shut root out of su-l" "$rolegate" enable su
holds "and changes nothing" unchanged
holds "a table with all" "$rolegate" install all.rg
says "the others are named" 0 "cron reads that file as well: guarded now" "$rolegate" enable common-account
goes "and guarded" login bob out
holds "disable" "$rolegate" disable common-account
holds "leaves the files as they were" unchanged
ln -s su /etc/pam.d/mine
says "a second name of one file" 0 "mine reads that file as well" "$rolegate" enable su
holds "the link stays one" test -L /etc/pam.d/mine
as_before
says "without a table, root is not shut out by force of habit" 0 "" "$rolegate" install rootless.rg
says "enable does not shut root out of su" 1 "would shut root out of su" "$rolegate" enable su
holds "and changes nothing" unchanged

as_before
printf 'account [success=1 default=ignore] pam_succeed_if.so quiet uid = 0\n@include common-account\n' | file tool
says "a jump into the file would end elsewhere" 1 "tool jumps to a line that it includes from /etc/pam.d/common-account" \
    "$rolegate" enable common-account
rm /etc/pam.d/tool
holds "and nothing is changed" unchanged

as_before
{ echo 'unlisted ignore' && cat few.rg; } >ignoring.rg
holds "a table that ignores what it does not list" "$rolegate" install ignoring.rg
says "enable, for all" 0 "cron reads that file as well: unlisted now" "$rolegate" enable common-account
says "the one that is listed" 0 "sudo: guarded" "$rolegate" stack sudo
goes "is guarded" sudo bob out
says "others are not" 1 "the policy does not list it, and ignores what it does not list" "$rolegate" stack cron
goes "all pass" cron bob in
says "enable says so" 0 "the policy does not list cron" "$rolegate" enable cron
as_before
holds "a table with all" "$rolegate" install all.rg

# A service without account lines has those of `other`; they stay.
as_before
holds "a table with all" "$rolegate" install all.rg
printf 'password required pam_permit.so\n' | file passwd
cp /etc/pam.d/passwd "$folder/passwd.pam"
holds "enable, where there was no account line" "$rolegate" enable passwd permissive
goes "permissive lets all in whom \`other' lets in" passwd bob in
holds "without permissive" "$rolegate" enable passwd
goes "the policy decides" passwd bob out
goes "and \`other'" passwd kim in
holds "disable" "$rolegate" disable passwd
holds "leaves the file as it was" diff /etc/pam.d/passwd "$folder/passwd.pam"
echo 'account required pam_deny.so' | file other
goes "nobody gets in by this \`other'" passwd kim out
holds "enable" "$rolegate" enable passwd
goes "nor with the module" passwd kim out

# ---- more than one line ----
as_before
file su <<'END'
account [success=1 default=ignore] pam_localuser.so
account requisite pam_rolegate.so
account required pam_rolegate.so permissive
account required pam_permit.so
END
goes "a line that only logs lets him in who jumped over the other" su bob in
says "stack sees it" 1 "there is a way around" "$rolegate" stack su
sed -i 's/ permissive/ bogus/' /etc/pam.d/su
says "a second line that is broken" 1 "bogus: no such option" "$rolegate" stack su
goes "lets nobody in" su kim out
printf 'account required pam_rolegate.so\naccount required pam_rolegate.so permissive service=tool\naccount required pam_permit.so\n' | file su
says "one that only logs, behind one that decides" 0 "guarded" "$rolegate" stack su
printf 'account required pam_rolegate.so\naccount required pam_rolegate.so service=other-tool\naccount required pam_permit.so\n' | file su
printf 'permission tool.use\nservice other-tool requires tool.use\n' | cat - all.rg | sed '/^policy/d' >second.rg
says "install asks every line" 1 "would shut root out of su" "$rolegate" install second.rg

as_before
{ echo 'account optional pam_rolegate.so' && yes 'account required pam_permit.so' | head -n 20000; } | file su
says "more lines than can be walked" 2 "more lines than anybody would write" "$rolegate" stack su
for i in $(seq 40); do printf '@include f%d\n@include f%d\n' $((i + 1)) $((i + 1)) | file f$i; done
{ cat /etc/pam.d/su && yes '# a long comment that says nothing' | head -n 40000; } | file tool
says "a file that is too large" 2 "larger than anybody would write" "$rolegate" stack tool
echo 'account required pam_permit.so' | file f41
says "files that double" 2 "more files than anybody would write" "$rolegate" stack f1
rm /etc/pam.d/f* /etc/pam.d/tool

# ---- disable ----
as_before
holds "enable" "$rolegate" enable sshd
holds "disable" "$rolegate" disable sshd
holds "leaves the file as it was" unchanged
printf 'account required \\\n# between\n  pam_rolegate.so \\\n\n quiet\naccount required pam_permit.so\n# pam_rolegate.so\n' | file sudo
printf 'account required \\\npam_rolegate.so\naccount required pam_permit.so\n' | file su
printf 'account required [pam_rolegate.so]\naccount [default=die success=ok]pam_rolegate.so\naccount required pam_permit.so\n' | file cron
printf 'account required pam_rolegate.so\r\naccount required pam_permit.so\n' | file login
mkdir /etc/pam.d/site && echo 'account required pam_rolegate.so' >/etc/pam.d/site/inc
printf '@include site/inc\naccount required pam_permit.so\n' | file sshd
echo 'account required pam_rolegate.so' | file .hidden
printf '@include .hidden\naccount required pam_permit.so\n' | file hidden
printf 'auth required pam_rolegate.so\nauth required pam_permit.so\naccount required pam_permit.so\n' | file auth
rm $table
for service in sudo su cron login sshd hidden; do goes "$service asks, and there is no table" $service kim out; done
says "disable SERVICE, where an included file has the line" 2 "sshd still asks pam_rolegate.so, at /etc/pam.d/site/inc:1" \
    "$rolegate" disable sshd
holds "disable --all, without a table" "$rolegate" disable --all
same "no line is left" "" "$(grep -rlE '^[^#]*pam_rolegate' /etc/pam.d)"
same "lines that go on are taken out whole" "account required pam_permit.so
# pam_rolegate.so" "$(cat /etc/pam.d/sudo)"
rm "$modules/pam_rolegate.so"
for service in sudo su cron login sshd hidden auth; do goes "$service, without the module" $service kim in; done
cp "$BUILD/pam_rolegate.so" "$modules"
says "disable without a word" 2 "say which services" "$rolegate" disable

# What jumps over the module's line goes where it went.
as_before
rm -rf /etc/pam.d/site
holds "a table with all but root" "$rolegate" install rootless.rg
file sudo <<'END'
account [success=1 default=ignore] pam_succeed_if.so quiet uid = 0
account required pam_rolegate.so
@include common-account
END
goes "root jumps over the module" sudo root in
goes "bob does not" sudo bob out
holds "disable" "$rolegate" disable sudo
goes "root still gets in" sudo root in
goes "and now bob too" sudo bob in
holds "disable again changes nothing" "$rolegate" disable sudo
same "one line says nothing" 1 "$(grep -c 'default=ignore\]  pam_permit.so' /etc/pam.d/sudo)"
file sudo <<'END'
account [success=1 default=ignore] pam_succeed_if.so quiet uid = 0
account required pam_rolegate.so
@include common-account
END
holds "a table with all" "$rolegate" install all.rg
holds "enable" "$rolegate" enable sudo
goes "root" sudo root in
goes "kim" sudo kim in
goes "bob" sudo bob out
# Where only the module lets anybody in, it stays.
file sudo <<'END'
account sufficient pam_rolegate.so
account required pam_deny.so
END
cp /etc/pam.d/sudo "$folder/sudo.pam"
says "nobody would get in without it" 2 "sudo would let nobody in any more" "$rolegate" disable sudo
says "nor is it taken out with all" 2 "sudo would let nobody in any more" "$rolegate" disable --all
holds "the file is as it was" diff /etc/pam.d/sudo "$folder/sudo.pam"

# ---- the package is removed ----
prerm=$root/packaging/debian/libpam-rolegate.prerm
before_removal() { PATH=$1:/usr/bin:/bin sh "$prerm" "$2"; }
mkdir "$folder/works" "$folder/broken" && ln -s "$rolegate" "$folder/works/rolegate"
says "where nobody would get in, the module stays" 1 "pam_rolegate.so stays" before_removal "$folder/works" remove
as_before
printf 'account required \\\npam_rolegate.so\n@include common-account\n' | file sudo
for what in deconfigure upgrade failed-upgrade 1; do
    holds "$what is no removal" before_removal "$folder/works" $what
    holds "$what leaves the lines where they are" grep -q pam_rolegate /etc/pam.d/sudo
done
says "no command, and a line that goes on: the module stays" 1 "pam_rolegate.so stays" before_removal "$folder/broken" remove
same "and the file is as it was" "account required \\ pam_rolegate.so @include common-account" "$(paste -sd' ' /etc/pam.d/sudo)"
holds "removal takes the lines out" before_removal "$folder/works" remove
same "all of them" "@include common-account" "$(cat /etc/pam.d/sudo)"
printf 'account required pam_rolegate.so # here\n@include common-account\n' | file sudo
holds "no command: whole lines go" before_removal "$folder/broken" remove
same "and no others" "@include common-account" "$(cat /etc/pam.d/sudo)"
holds "rpm says 0" before_removal "$folder/works" 0

# ---- preflight: what install looks at ----
as_before
holds "login asks" "$rolegate" enable login 'table=/etc/security//rolegate.rgt'
says "the table by another name" 1 "would shut root out of login" "$rolegate" install rootless.rg
holds "login breaks no glass" "$rolegate" enable login breakglass=none
says "root has to get in all the same" 1 "would shut root out of login" "$rolegate" install rootless.rg
cat >console.rg <<'END'
permission shell.use
service login, su requires shell.use
condition console tty tty*, ttyS*
allow shell.use to user root when console because "the console"
END
says "root at the console" 0 "installed" "$rolegate" install console.rg </dev/null
holds "as PAM has it" pamtester -I tty=/dev/tty1 login root acct_mgmt
holds "a table with all" "$rolegate" install all.rg
rm /etc/pam.d/login
printf 'account required pam_rolegate.so\naccount required pam_permit.so\n' | file other
says "a service without a file asks as \`other' does" 1 "would shut root out of login" "$rolegate" install rootless.rg

finish

#!/usr/bin/env bash
# enable, disable, stack and the preflight of install: on a machine of their own (a mount namespace with private
# /etc/security, /var/lib, PAM configuration and accounts), each stack asked through libpam by pamtester.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "enable and its kin" --mount

own_command || exit 2
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
all="su, su-l, sudo, cron, login, sshd, systemd-user, polkit-1, passwd, mine, tool"
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
as_before() { rm -rf /etc/pam.d/* /var/lib/rolegate/enabled.json && cp -a "$folder/pam.d/." /etc/pam.d; }
unchanged() { diff -r /etc/pam.d "$folder/pam.d"; }

# ---- enable ----
says "enable without a table" 1 "install a policy first" "$rolegate" enable --force sshd
says "enable without a table or a module" 1 "would report: missing" "$rolegate" enable sshd
holds "and changes nothing" unchanged
: >"$modules/pam_rolegate.so"
holds "a table" "$rolegate" install all.rg
says "enable, where the module is none" 1 "would report: missing" "$rolegate" enable sshd
cp "$BUILD/pam_rolegate.so" "$modules"
rm $table
says "enable without a table" 1 "install a policy first" "$rolegate" enable sshd
holds "and changes nothing" unchanged
holds "a table" "$rolegate" install all.rg
says "enable with an option that the module does not know" 2 "unknown option" "$rolegate" enable sshd perm
says "enable a service without a file" 2 "cannot read /etc/pam.d/gone" "$rolegate" enable gone
says "before, it is not guarded" 1 "does not name pam_rolegate.so" "$rolegate" stack sshd
says "enable, for a look" 0 "rolegate disable sshd" "$rolegate" enable sshd permissive
says "which does not guard" 1 "only logs there" "$rolegate" stack sshd
holds "enable" "$rolegate" enable sshd
same "the line stands once, before all others" "account  required  pam_rolegate.so/1" \
    "$(sed -n 3p /etc/pam.d/sshd)/$(grep -c rolegate /etc/pam.d/sshd)"
says "and guards" 0 "guarded: every way in passes pam_rolegate.so, first in the stack" "$rolegate" stack sshd
goes "whom the policy lets in" sshd kim in
goes "whom it does not" sshd bob out
says "all that name it" 1 "sshd: guarded" "$rolegate" stack
says "and those that the policy lists and that do not ask" 1 "note: the policy lists it, but its stack does not call pam_rolegate.so" "$rolegate" stack
printf '@include common-account\naccount required pam_rolegate.so\n' | file cron
says "behind another module it can be got around" 1 "pam_unix.so (common-account:1) answers new_authtok_reqd: done" \
    "$rolegate" stack cron
cp "$modules/pam_permit.so" "$folder/pam_permit.so"
printf 'account [success=ignore new_authtok_reqd=done default=ignore] %s\naccount required pam_rolegate.so\n' "$folder/pam_permit.so" | file tool
says "a module that only has the name of a known one" 1 "answers new_authtok_reqd" "$rolegate" stack tool
rm /etc/pam.d/tool
says "the fix is said" 1 "to fix it: \`rolegate enable cron'" "$rolegate" stack cron
holds "enable fixes it" "$rolegate" enable cron
holds "it is guarded now" "$rolegate" stack cron
printf 'account required pam_permit.so\naccount [default=reset] pam_permit.so\naccount required pam_permit.so\n' | file su
holds "a module that has denials forgotten" "$rolegate" enable su
says "is not asked: requisite" 0 "/etc/pam.d/su:1" "$rolegate" stack su
holds "requisite it is" grep -q 'account  requisite  pam_rolegate.so' /etc/pam.d/su

says "a service without a file: that of \`other' is the one to change" 1 "to fix it: \`rolegate enable other'" \
    "$rolegate" stack nosuch
chmod 600 /etc/pam.d/cron && chown 1001:1002 /etc/pam.d/cron
holds "enable" "$rolegate" enable cron
same "mode and owner stay" "600 1001:1002" "$(stat -c '%a %u:%g' /etc/pam.d/cron)"

# What PAM's configuration cannot say is refused, not cut short.
as_before
cp $table "/etc/security/x#y.rgt" && cp $table "/etc/security/x]y z.rgt" && cp $table "/etc/security/x y.rgt"
says "a # in an option" 1 "cannot be written in PAM's configuration" "$rolegate" enable su 'table=/etc/security/x#y.rgt'
says "a bracket" 1 "cannot be written in PAM's configuration" "$rolegate" enable su 'table=/etc/security/x]y z.rgt'
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
says "a file that others read: root would be shut out of them" 1 "would lock root out of su:" "$rolegate" enable common-account
says "su is su-l's too" 1 "would lock root out of su-l" "$rolegate" enable su
holds "and changes nothing" unchanged
holds "a table with all" "$rolegate" install all.rg
says "the others are named" 0 "cron includes that file: guarded now" "$rolegate" enable common-account
goes "and guarded" login bob out
holds "disable" "$rolegate" disable common-account
holds "leaves the files as they were" unchanged
ln -s su /etc/pam.d/mine
says "a second name of one file" 0 "mine includes that file" "$rolegate" enable su
holds "the link stays one" test -L /etc/pam.d/mine
as_before
says "without a table, root is not shut out by force of habit" 0 "" "$rolegate" install rootless.rg
says "enable does not shut root out of su" 1 "would lock root out of su" "$rolegate" enable su
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
says "enable, for all" 0 "cron includes that file: unlisted now" "$rolegate" enable common-account
says "the one that is listed" 0 "sudo: guarded" "$rolegate" stack sudo
goes "is guarded" sudo bob out
says "others are not" 1 "the policy does not list it and ignores unlisted services" "$rolegate" stack cron
goes "all pass" cron bob in
says "enable says so" 0 "cron: the policy does not list it and ignores unlisted services" "$rolegate" enable cron
as_before
{ echo 'unlisted requires shell.use' && cat few.rg; } >others.rg
holds "a table that decides what it does not list" "$rolegate" install others.rg
says "enable, for all" 0 "cron includes that file: guarded now" "$rolegate" enable common-account
says "what is not listed is guarded" 0 "cron: guarded" "$rolegate" stack cron
goes "is decided" cron bob out
goes "is decided" cron kim in
as_before
echo '@include common-account' | file sudo-i
says "a sibling that is not listed is decided as the service all the same" 0 "sudo-i is decided as sudo, which the policy lists" \
    "$rolegate" enable sudo
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

# ---- siblings: other names of one door ----
as_before
echo '@include common-account' | file sudo-i
says "a sibling is done too" 0 "sudo-i is decided as sudo, which the policy lists" "$rolegate" enable sudo
goes "so that it is no way in" sudo-i bob out
goes "and decided as the service" sudo-i kim in
holds "both guarded" "$rolegate" stack sudo sudo-i
holds "disable takes both out" "$rolegate" disable sudo
same "no line is left" "" "$(grep -l pam_rolegate /etc/pam.d/*)"
says "--only leaves it, and says so" 0 "sudo-i is a sibling service that is not guarded: run \`rolegate enable sudo-i'" \
    "$rolegate" enable sudo --only
goes "it is open" sudo-i bob in
holds "the sibling itself" "$rolegate" enable sudo-i --only
holds "disable --only" "$rolegate" disable sudo --only
same "leaves it" /etc/pam.d/sudo-i "$(grep -l pam_rolegate /etc/pam.d/*)"
as_before
holds "a sibling that includes the service's file" "$rolegate" enable su
same "has no line of its own" 0 "$(grep -c pam_rolegate /etc/pam.d/su-l)"
printf 'account required pam_permit.so\n' | file runuser
printf 'account sufficient pam_permit.so\naccount optional pam_permit.so\n' | file runuser-l
says "a service that the policy does not list would be shut" 1 "runuser would let nobody in: the policy does not list it and denies" \
    "$rolegate" enable runuser
same "and nothing is changed, of it and its sibling" 0 "$(cat /etc/pam.d/runuser /etc/pam.d/runuser-l | grep -c pam_rolegate)"
says "--force" 0 "the policy does not list it and denies unlisted services" "$rolegate" enable runuser --force
as_before
printf 'policy "void"\npermission shell.use\nservice %s requires shell.use\nservice tool requires shell.use and void.use\npermission void.use\n' \
    "${all%, tool}" >void.rg
printf 'allow shell.use to user root, user kim because "test"\n' >>void.rg
holds "a policy by which nobody gets in at one service" "$rolegate" install void.rg
printf 'account required pam_permit.so\n' | file tool
says "enable looks whether anybody gets in" 1 "tool would let nobody in: the policy allows nobody what it requires" \
    "$rolegate" enable tool
says "--force" 0 "" "$rolegate" enable tool --force
says "stack says it" 1 "tool: lets nobody in: the policy allows nobody what it requires" "$rolegate" stack tool
says "what is answered is said" 0 "cron: at present the policy lets in root" "$rolegate" enable cron
as_before
for unlisted in deny ignore; do
    echo "unlisted $unlisted" >empty.rg
    holds "a policy that says nothing, unlisted $unlisted" "$rolegate" install empty.rg --force
    says "is no policy to ask, unlisted $unlisted" 1 "the policy is empty: it has no service" "$rolegate" enable sudo
    holds "and nothing is changed, unlisted $unlisted" unchanged
    holds "but for what only logs, unlisted $unlisted" "$rolegate" enable sudo permissive
    as_before
    holds "--force, unlisted $unlisted" "$rolegate" enable sudo --force
    as_before
done
holds "a table with all" "$rolegate" install all.rg

# ---- a file of the vendor's ----
own_folders /usr/lib/pam.d
printf 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n' >/usr/lib/pam.d/tool
says "stack names the command" 1 "to fix it: \`rolegate enable tool'" "$rolegate" stack tool
says "enable copies the vendor's file" 0 "/etc/pam.d/tool: a copy of /usr/lib/pam.d/tool" "$rolegate" enable tool
goes "it is guarded" tool bob out
holds "its other lines still count" pamtester tool kim authenticate acct_mgmt
same "the vendor's own is as it was" 0 "$(grep -c rolegate /usr/lib/pam.d/tool)"
same "the copy is root's" 644:0 "$(stat -c %a:%u /etc/pam.d/tool)"
holds "once more" "$rolegate" enable tool permissive
holds "disable" "$rolegate" disable tool
holds "takes the copy away" test ! -e /etc/pam.d/tool
holds "enable" "$rolegate" enable tool
echo '# ours' >>/etc/pam.d/tool
holds "disable" "$rolegate" disable tool
same "a copy that was changed stays" "# ours" "$(tail -n 1 /etc/pam.d/tool)"
umount /usr/lib/pam.d
as_before

# ---- advice ----
as_before
printf 'account required pam_rolegate.so\r\naccount required pam_permit.so\r\n' | file tool
says "a carriage return behind the name is what is wrong" 1 "/etc/pam.d/tool:1 ends in a carriage return" \
    "$rolegate" stack tool
goes "and nobody gets in" tool kim out
fix=$("$rolegate" stack tool | sed -n "s/^  to fix it: \`\\(.*\\)'\$/\\1/p" | head -n 1)
holds "the command that is named" eval "$fix"
says "fixes it" 0 "guarded" "$rolegate" stack tool
printf 'account required pam_rolegate.so quiet\r\naccount required pam_permit.so\n' | file tool
says "one behind an option" 1 "/etc/pam.d/tool:1 ends in a carriage return" "$rolegate" stack tool
rm /etc/pam.d/tool
# libpam asks the file of `other' twice for that service; what is between the two lines forgets a denial.
cat >>/etc/pam.d/common-account <<'END'
account sufficient pam_localuser.so
account [default=bad success=ok user_unknown=ignore] pam_sss.so
END
printf 'account required pam_rolegate.so\n@include common-account\n' | file other
says "a line that is there already is not what closes a way around" 1 "no position of pam_rolegate.so in /etc/pam.d/other closes this bypass" \
    "$rolegate" stack other
as_before

# ---- whoever may not read the files ----
as_user() { setpriv --reuid 65534 --regid 65534 --clear-groups "$rolegate" "$@"; }
holds "a service" "$rolegate" enable sshd
holds "everybody may look" as_user stack sshd
chmod 600 /etc/pam.d/sshd
says "a file that the caller may not read is no fault of libpam's" 2 "cannot read /etc/pam.d/sshd: Permission denied" as_user stack sshd
says "nor passed over with all" 2 "sshd: cannot be determined" as_user stack
chmod 644 /etc/pam.d/sshd && chmod 600 /etc/pam.d/common-account
says "nor one that is included" 2 "cannot read /etc/pam.d/common-account: Permission denied" as_user stack su
as_before
chmod 700 /etc/pam.d
says "nor the folder" 2 "cannot read /etc/pam.d/sshd: Permission denied" as_user stack sshd
chmod 755 /etc/pam.d
chmod 700 /etc/security
holds "a service" "$rolegate" enable sshd
says "a table that the caller may not read" 2 "cannot read $table" as_user stack sshd
chmod 755 /etc/security
as_before

# ---- files that were put aside ----
holds "a service" "$rolegate" enable sshd
for name in sshd.dpkg-old sshd.dpkg-dist sshd.ucf-old sshd.rpmsave sshd.rpmnew sshd.pam-old sshd.bak sshd.orig sshd~ '#sshd#' .sshd.swp; do
    printf 'account sufficient pam_rolegate.so\naccount required pam_permit.so\n' >"/etc/pam.d/$name"
done
says "services are looked at" 1 "sshd: guarded" "$rolegate" stack
same "they are none" "" "$("$rolegate" stack --json | grep -E 'sshd[.~]|#')"
holds "disable --all" "$rolegate" disable --all
same "leaves them as they were" 11 "$(grep -l pam_rolegate /etc/pam.d/* /etc/pam.d/.sshd.swp | wc -l)"
as_before; rm -f /etc/pam.d/.sshd.swp

# ---- what else a file has ----
attributes() { python3 -c 'import os, sys
print([(name, os.getxattr(sys.argv[1], name)) for name in sorted(os.listxattr(sys.argv[1]))])' "$1"; }
# An access list: kim may read; and a label.
if python3 -c 'import os, struct
entries = [(1, 6, -1), (2, 4, 1001), (4, 4, -1), (16, 4, -1), (32, 4, -1)]
os.setxattr("/etc/pam.d/cron", "system.posix_acl_access",
            struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries))
os.setxattr("/etc/pam.d/cron", "security.rgtest", b"label")' 2>/dev/null; then
    was=$(attributes /etc/pam.d/cron)
    holds "enable" "$rolegate" enable cron
    same "the access list and the label stay" "$was" "$(attributes /etc/pam.d/cron)"
    holds "disable" "$rolegate" disable cron
    same "then too" "$was" "$(attributes /etc/pam.d/cron)"
else
    skip "access lists and labels: the file system has none"
fi
as_before

# ---- two at once ----
for _ in 1 2 3 4 5 6; do
    "$rolegate" enable cron >/dev/null 2>&1 & one=$!
    "$rolegate" enable cron permissive >/dev/null 2>&1 & two=$!
    wait $one $two
    [ "$(grep -c pam_rolegate /etc/pam.d/cron)" = 1 ] || break
done
same "two that enable at once leave one line" 1 "$(grep -c pam_rolegate /etc/pam.d/cron)"
hold /etc/pam.d
"$rolegate" enable su >"$folder/waited" 2>&1 & waiting=$!
waits blocked $waiting
same "whoever changes a stack waits for another who does" "" "$(cat "$folder/waited")"
let_go
wait $waiting
holds "and goes on behind him" grep -q 'first account line is now' "$folder/waited"
as_before

# ---- an image of a machine ----
image=$folder/image
mkdir -p "$image/etc/pam.d" "$image/srv" && printf 'account required pam_rolegate.so\naccount required pam_permit.so\n' >"$image/srv/gate"
ln -s /srv/gate "$image/etc/pam.d/gate"
says "stack --root: a link in an image is the image's" 1 "gate: lets nobody in: /lib" bash -c "mkdir -p $image$modules && touch $image$modules/pam_unix.so && '$rolegate' stack --root $image gate"
printf 'account required pam_permit.so\n' >"$image/srv/gate" && printf 'account required pam_rolegate.so\n' >"$folder/host-gate"
says "and not this machine's" 1 "gate: not guarded: its account stack does not name" "$rolegate" stack --root "$image" gate
says "what fixes it is to be done there" 1 "to fix it, in $image: \`rolegate enable gate'" "$rolegate" stack --root "$image" gate
ln -sf "$folder/host-gate" "$image/etc/pam.d/gate"
says "a file of this machine's is not read" 1 "" "$rolegate" stack --root "$image" gate
same "as if it were the image's" "" "$("$rolegate" stack --root "$image" gate | grep "pam_rolegate.so.*:1")"
rm -r "$image"

# ---- a rescue system ----
rescue=$folder/rescue
mkdir -p "$rescue/bin" "$rescue/dev" "$rescue/etc/pam.d" "$rescue/etc/security"
cp "$rolegate" "$rescue/bin/rolegate" && cp $table "$rescue/etc/security" && cp all.rg rootless.rg "$rescue"
cp "$folder/passwd" "$rescue/etc/passwd"
ldd "$rolegate" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$rescue$(dirname "$library")" && cp -L "$library" "$rescue$library"
done
in_rescue() { chroot "$rescue" /bin/rolegate "$@"; }
printf 'account required pam_rolegate.so\naccount required pam_permit.so\n' >"$rescue/etc/pam.d/sshd"
says "without /dev/null, /proc and /sys: a version" 0 "rolegate " in_rescue --version
holds "check" in_rescue check all.rg
holds "can" in_rescue can kim sshd --no-groups
says "stack" 0 "sshd: guarded" in_rescue stack sshd
holds "install" in_rescue install all.rg
holds "install --confirm" in_rescue install rootless.rg --confirm 600 --force
holds "revert" in_rescue revert
says "status" 0 "services   sshd" in_rescue status
says "disable --all" 0 "sshd: pam_rolegate.so removed" in_rescue disable --all
same "the line is out" "account required pam_permit.so" "$(cat "$rescue/etc/pam.d/sshd")"
closed() { "$@" <&- >&- 2>&-; }
holds "with all descriptors closed" closed in_rescue check all.rg
printf 'account required pam_rolegate.so\n' | cat - "$rescue/etc/pam.d/sshd" >"$folder/line" && cp "$folder/line" "$rescue/etc/pam.d/sshd"
closed in_rescue disable --all
same "disable, with all descriptors closed, writes no message into the file" "account required pam_permit.so" "$(cat "$rescue/etc/pam.d/sshd")"

# ---- pam-auth-update ----
if command -v pam-auth-update >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    cp -a /var/cache/debconf "$folder/debconf" && mount --bind "$folder/debconf" /var/cache/debconf && mkdir -p /var/lib/pam
    rm -f /etc/pam.d/common-*
    holds "Debian's own files" pam-auth-update --package --force --enable unix
    holds "enable" "$rolegate" enable common-account
    same "ahead of the block that pam-auth-update writes" 1 \
        "$(grep -B1 'the "Primary" block' /etc/pam.d/common-account | grep -c pam_rolegate.so)"
    goes "guarded" cron bob out
    same "pam-auth-update goes on as before, without a word" "" "$(pam-auth-update --package --enable mkhomedir 2>&1)"
    holds "forced" pam-auth-update --package --force
    same "it leaves the line where it is" "account  required  pam_rolegate.so" "$(grep pam_rolegate /etc/pam.d/common-account)"
    goes "guarded" cron bob out
    holds "disable" "$rolegate" disable common-account
    same "it is out" "" "$(grep pam_rolegate /etc/pam.d/common-account)"
    umount /var/cache/debconf
else
    skip "pam-auth-update is not there"
fi
as_before

# ---- more than one line ----
as_before
file su <<'END'
account [success=1 default=ignore] pam_localuser.so
account requisite pam_rolegate.so
account required pam_rolegate.so permissive
account required pam_permit.so
END
goes "a line that only logs lets him in who jumped over the other" su bob in
says "stack sees it" 1 "can be bypassed" "$rolegate" stack su
sed -i 's/ permissive/ bogus/' /etc/pam.d/su
says "a second line that is broken" 1 "bogus: unknown option" "$rolegate" stack su
goes "lets nobody in" su kim out
printf 'account required pam_rolegate.so\naccount required pam_rolegate.so permissive service=tool\naccount required pam_permit.so\n' | file su
says "one that only logs, behind one that decides" 0 "guarded" "$rolegate" stack su
printf 'account required pam_rolegate.so\naccount required pam_rolegate.so service=other-tool\naccount required pam_permit.so\n' | file su
printf 'permission tool.use\nservice other-tool requires tool.use\n' | cat - all.rg | sed '/^policy/d' >second.rg
says "install asks every line" 1 "would lock root out of su" "$rolegate" install second.rg

as_before
{ echo 'account optional pam_rolegate.so' && yes 'account required pam_permit.so' | head -n 20000; } | file su
says "more lines than can be walked" 2 "too many lines" "$rolegate" stack su
for i in $(seq 40); do printf '@include f%d\n@include f%d\n' $((i + 1)) $((i + 1)) | file f$i; done
{ cat /etc/pam.d/su && yes '# a long comment that says nothing' | head -n 40000; } | file tool
says "a file that is too large" 2 "the file is too large" "$rolegate" stack tool
echo 'account required pam_permit.so' | file f41
says "files that double" 2 "too many files" "$rolegate" stack f1
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
says "disable SERVICE, where an included file has the line" 2 "sshd still calls pam_rolegate.so, at /etc/pam.d/site/inc:1" \
    "$rolegate" disable sshd
holds "disable --all, without a table" "$rolegate" disable --all
same "no line is left" "" "$(grep -rlE '^[^#]*pam_rolegate' /etc/pam.d)"
same "lines that go on are taken out whole" "account required pam_permit.so
# pam_rolegate.so" "$(cat /etc/pam.d/sudo)"
rm "$modules/pam_rolegate.so"
for service in sudo su cron login sshd hidden auth; do goes "$service, without the module" $service kim in; done
cp "$BUILD/pam_rolegate.so" "$modules"
says "disable without a word" 2 "missing argument: SERVICE or --all" "$rolegate" disable

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
says "nobody would get in without it" 2 "sudo would no longer let anybody in" "$rolegate" disable sudo
says "nor is it taken out with all" 2 "sudo would no longer let anybody in" "$rolegate" disable --all
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
says "the table by another name" 1 "would lock root out of login" "$rolegate" install rootless.rg
holds "login breaks no glass" "$rolegate" enable login breakglass=none
says "root has to get in all the same" 1 "would lock root out of login" "$rolegate" install rootless.rg
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
says "a service without a file asks as \`other' does" 1 "would lock root out of login" "$rolegate" install rootless.rg

finish

#!/usr/bin/env bash
# libnss_rolegate in real processes: nsswitch.conf, passwd, group and the table are private to a mount namespace.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
own_machine "the NSS module" --mount

rolegate=$ROLEGATE
module=$BUILD/libnss_rolegate.so.2
table=/etc/security/rolegate.rgt

# By force, since a policy here names groups that the machine does not know.
install_policy() {
    { "$rolegate" compile "$1" -o new.rgt && "$rolegate" install --force new.rgt; } >error 2>&1 || cat error
}

# ---- a machine ----
mount -t tmpfs none /etc/security && mount -t tmpfs none /var/lib || exit 2
cat >"$folder/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
kim:x:1001:1001::/:/bin/sh
sam:x:1002:1002::/:/bin/sh
lee:x:1003:1003::/:/bin/sh
ann:x:1004:2002::/:/bin/sh
END
cat >"$folder/group" <<'END'
root:x:0:
kim:x:1001:
sam:x:1002:
lee:x:1003:
ops:x:2001:sam,lee
desk:x:2002:
END
printf 'passwd: files\ngroup: files rolegate\nhosts: files\n' >"$folder/nsswitch.conf"
for file in passwd group nsswitch.conf; do mount --bind "$folder/$file" /etc/$file; done
# Programs that change their user look for libraries where ld.so.cache says, and nowhere else.
mkdir "$folder/lib" && cp "$module" "$folder/lib"
{ echo "$folder/lib"; cat /etc/ld.so.conf; } >"$folder/ld.so.conf"
ldconfig -X -f "$folder/ld.so.conf" -C "$folder/ld.so.cache" 2>/dev/null
mount --bind "$folder/ld.so.cache" /etc/ld.so.cache

cd "$folder" || exit 2
cat >main.rg <<'END'
policy "Groups"
zone utc
permission a.use, b.use
service a requires a.use
service b requires b.use
condition mornings time daily 06:00-12:00
role reader gid 64001 { allow a.use }
role writer gid 64002 extends reader { allow b.use }
role helper { allow a.use }
role early gid 64003 { allow a.use }
role auditor gid 64004 { allow a.use }
role owner gid 64005 { allow b.use }
exclusive auditor, owner
assign writer to user kim because "1"
assign reader to group ops
assign reader to gid 2002
assign helper to user sam because "2"
assign early to user kim when mornings because "3"
assign reader to user old until 2020-01-01 because "4"
assign reader to user next starting 2099-01-01 because "5"
assign auditor to user root because "6"
assign owner to user kim because "7"
assign auditor to group domain-people
END
install_policy main.rg

# ---- a group that is another one already ----
resolved() { sed "/domain-people/d" "$1" >told.rg; "$rolegate" check --resolve told.rg 2>&1 | grep -o "error: .*"; }
same "what is installed may be installed again" "" "$(resolved main.rg)"
sed 's/\<reader\>/reading/' main.rg >renamed.rg
same "a role may be renamed" "" "$(resolved renamed.rg)"
sed 's/64001/64010/' main.rg >moved.rg
same "and have another number" "" "$(resolved moved.rg)"
sed 's/64001/2001/' main.rg >taken.rg
same "but not that of a group" 'error: 2001 is the gid of the group "ops" of this machine [group-taken]' "$(resolved taken.rg)"
sed 's/\<reader\>/ops/' main.rg >taken.rg
same "nor a group's name" 'error: "ops" is a group of this machine, with the gid 2001 [group-taken]' "$(resolved taken.rg)"
"$rolegate" install told.rg >said 2>&1
same "nor is such a policy installed" 1 $?

# ---- by name, by number, all ----
same "by name, with whom the policy names, through a role that extends it" "reader:x:64001:kim" "$(getent group reader)"
same "by number" "writer:x:64002:kim" "$(getent group 64002)"
same "a role without a gid is no group" "2:" "$(getent group helper; echo "$?:")"
same "a gid that no role has" "2:" "$(getent group 64999; echo "$?:")"
same "an assignment under a condition does not count" "early:x:64003:" "$(getent group early)"
same "all of them, behind those of the file" "64001 64002 64003 64004 64005" \
    "$(getent group | grep '^[a-z]*:x:64' | cut -d: -f3 | sort | xargs)"
same "of who may be in a conflict through a group that is not known, nothing is said" "owner:x:64005:" "$(getent group owner)"

# ---- the groups of a user ----
same "kim: writer, and reader that it extends; owner may be in conflict" "kim reader writer" \
    "$(id -Gn kim | tr ' ' '\n' | sort | xargs)"
same "sam: through the group ops of the file" "ops reader sam" "$(id -Gn sam | tr ' ' '\n' | sort | xargs)"
same "ann: through the number of her primary group" "desk reader" "$(id -Gn ann | tr ' ' '\n' | sort | xargs)"
same "lee too" "1003(lee),2001(ops),64001(reader)" "$(id lee | sed 's/.*groups=//')"
same "who is not named" "uid=0(root)" "$(id root | cut -d' ' -f1)"
sed -i '/domain-people/d' main.rg && install_policy main.rg
same "without that group, kim is owner" "kim owner reader writer" "$(id -Gn kim | tr ' ' '\n' | sort | xargs)"
same "and is listed" "owner:x:64005:kim" "$(getent group owner)"
echo 'assign auditor to user kim because "8"' >>main.rg
"$rolegate" compile main.rg -o /dev/null >/dev/null 2>&1
sed -i 's/^assign auditor to user kim.*/assign auditor to user kim until 2098-01-01 because "8"/' main.rg && install_policy main.rg
same "in a conflict, neither" "kim reader writer" "$(id -Gn kim | tr ' ' '\n' | sort | xargs)"

# ---- in use ----
echo shared >file && chgrp 64001 file && chmod 640 file && chmod 755 .
same "files of the group can be read" "shared" "$(setpriv --reuid=1002 --regid=1002 --init-groups cat file 2>&1)"
same "by nobody else" "1" "$(setpriv --reuid=65534 --regid=65534 --clear-groups cat file >/dev/null 2>&1; echo $?)"
same "ls says the group's name" "reader" "$(stat -c %G file)"
same "newgrp (sg) lets a member in" "64001" "$(setpriv --reuid=1001 --regid=1001 --clear-groups sg reader -c 'id -g' 2>&1)"
printf 'root ALL=(ALL) ALL\n%%reader ALL=(root) NOPASSWD: /usr/bin/true\n' >"$folder/sudoers"
chmod 440 "$folder/sudoers"
if [ -e /etc/sudoers ]; then

    mount --bind "$folder/sudoers" /etc/sudoers
    same "sudoers' %role" "(root) NOPASSWD: /usr/bin/true" \
        "$(sudo -l -U lee 2>/dev/null | sed -n 's/^ *//;/NOPASSWD/p')"
fi

# ---- a table that cannot be used: UNAVAIL, never "no such group" ----
printf 'passwd: files\ngroup: rolegate [UNAVAIL=return] files\n' >"$folder/nsswitch.conf"
same "a table that is there is asked, and files after it" "ops:x:2001:sam,lee" "$(getent group ops)"
cp $table good.rgt
size=$(stat -c %s good.rgt)
unusable() {
    same "$1: unavailable, so the next source is not asked" "2:" "$(getent group ops; echo "$?:")"
}
rm $table && unusable "no table"
head -c 300 good.rgt >$table && unusable "a table that is cut"
: >$table && unusable "an empty table"
cp good.rgt $table && printf '\x55' | dd of=$table bs=1 seek=$((size / 2)) conv=notrunc status=none && unusable "a changed table"
cp good.rgt $table && printf '\xff\x7f' | dd of=$table bs=1 seek=8 conv=notrunc status=none && unusable "a newer table"
cp good.rgt $table && chmod 666 $table && unusable "a table that all may write"
cp good.rgt $table && chmod 644 $table && chown 1001 $table && unusable "a table of somebody else"
chown 0 $table
printf 'passwd: files\ngroup: files rolegate\n' >"$folder/nsswitch.conf"
rm $table
same "without a table the other sources' groups are there" "1003(lee),2001(ops)" "$(id lee | sed 's/.*groups=//')"
cp good.rgt $table

# ---- nscd ----
if command -v nscd >/dev/null 2>&1; then
    mkdir -p /run/nscd && mount -t tmpfs none /run/nscd && mkdir -p /var/lib/nscd /var/cache/nscd 2>/dev/null
    printf 'enable-cache group yes\nenable-cache passwd yes\npositive-time-to-live group 600\n' >"$folder/nscd.conf"
    nscd -d -f "$folder/nscd.conf" >"$folder/nscd.log" 2>&1 &
    waits ended_or $! test -S /run/nscd/socket
    same "under nscd: by name" "reader:x:64001:kim" "$(getent group reader)"
    same "under nscd: of a user" "lee ops reader" "$(id -Gn lee | tr ' ' '\n' | sort | xargs)"
    sed 's/gid 64001/gid 64011/' main.rg >moved.rg && install_policy moved.rg
    waits prints "reader:x:64011:kim" getent group reader
    same "install has nscd forget" "reader:x:64011:kim" "$(getent group reader)"
    nscd -K -f "$folder/nscd.conf" >/dev/null 2>&1 || kill %1
    wait 2>/dev/null
    umount /run/nscd
fi

# ---- many ----
{
    printf 'permission a.use\nservice a requires a.use\n'
    for n in $(seq 1000); do printf 'role r%d gid %d { allow a.use }\nassign r%d to user kim because "1"\n' "$n" $((70000 + n)) "$n"; done
} >many.rg
install_policy many.rg
same "a thousand groups of one user" 1001 "$(id -G kim | wc -w)"
same "each by its name" 1000 "$(id -Gn kim | tr ' ' '\n' | grep -c '^r[0-9]*$')"

{
    printf 'permission a.use\nservice a requires a.use\nrole crowd gid 70000 { allow a.use }\n'
    for n in $(seq 5000); do printf 'assign crowd to user person%d because "1"\n' "$n"; done
} >many.rg
install_policy many.rg
same "a group of five thousand: the caller's buffer grows" 5000 "$(getent group crowd | tr ',' '\n' | grep -c person)"

# ---- the entries themselves ----
install_policy main.rg
"$BUILD/tests/nss/entry_driver" "$module" >"$folder/entries" 2>&1
status=$?
[ $status -eq 0 ] || cat "$folder/entries"
same "every buffer length, 16 threads, no leak" 0 "$status"
same "asks nobody" "" "$(nm -D --undefined-only "$module" | awk '{print $NF}' | grep -E '^(get(pw|gr|sp|hostby|addr)|initgroups|setgr|endgr|getenv|secure_getenv|setlocale|syslog|openlog)' | xargs)"
same "exports its entries alone" "endgrent getgrent_r getgrgid_r getgrnam_r initgroups_dyn setgrent" \
    "$(nm -D --defined-only "$module" | awk '{print $3}' | sed 's/^_nss_rolegate_//' | sort | xargs)"
same "links libc alone" "libc.so.6" "$(objdump -p "$module" | awk '/NEEDED/ {print $2}' | grep -v '^ld-linux' | xargs)"

finish

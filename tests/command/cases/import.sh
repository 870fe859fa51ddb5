# import: another program's rules as a policy; what is lost; what is refused.
cat >access.conf <<'END'
# who may log in
+:root:LOCAL
+:(admins) maria:10.0.0.0/8 192.168.201.
-:ALL:ALL
END
says "import, the usual shape" 0 rolegate import access access.conf --service sshd -a nodefgroup <<'EOF'
# Imported from access.conf by `rolegate import`.

service sshd

allow sshd to user root when from local because "access.conf:2"
allow sshd to group admins, user maria when from 10.0.0.0/8, 192.168.201.0/24
    because "access.conf:3"

test "access.conf:2 +:root:LOCAL" {
    given user root
    may sshd
}
test "access.conf:3 +:(admins) maria:10.0.0.0/8 192.168.201." {
    given user maria from 10.0.0.1
    may sshd
}
test "access.conf:4 -:ALL:ALL" {
    given user somebody
    may not sshd
}
EOF
says "import, two services; a bare name may be a group's" 0 rolegate import pam_access access.conf -s sshd -s login <<'EOF'
# Imported from access.conf by `rolegate import`.

permission sshd

service sshd, login requires sshd

allow sshd to user root, group root when from local because "access.conf:2"
allow sshd to group admins, user maria, group maria when from 10.0.0.0/8, 192.168.201.0/24
    because "access.conf:3"

test "access.conf:2 +:root:LOCAL" {
    given user root
    may sshd, login
}
test "access.conf:3 +:(admins) maria:10.0.0.0/8 192.168.201." {
    given user maria from 10.0.0.1
    may sshd, login
}
test "access.conf:4 -:ALL:ALL" {
    given user somebody
    may not sshd, login
}
EOF
cat >turns.conf <<'END'
-:bob:ALL
+:ALL EXCEPT root:tty1 tty2 console
-:ALL EXCEPT (wheel):ALL EXCEPT LOCAL 10.0.0.0/010 0.0.0.0/0
+:maria:sshd
-:(staff) EXCEPT (lead):10.1.0.0/16
END
says "import, signs that turn, EXCEPT, and an open end" 0 rolegate import access turns.conf -s sshd -a nodefgroup <<'EOF'
# Imported from turns.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   turns.conf: note: whoever no line speaks of is let in; with --closed he is kept out

permission sshd.line-2, sshd.line-3, sshd.line-4, sshd.past-5

service sshd requires sshd.line-2 or sshd.line-3 and (sshd.line-4 or sshd.past-5)

allow sshd.line-2 to everyone when from local and tty tty1, tty2, console because "turns.conf:2"
allow sshd.line-3 to everyone when from local, 10.0.0.0/8, 0.0.0.0 because "turns.conf:3"
allow sshd.line-3 to group wheel because "turns.conf:3"
allow sshd.line-4 to user maria when from local and (tty sshd or tty none) because "turns.conf:4"
allow sshd.line-4 to group lead because "turns.conf:5"
allow sshd.past-5 to everyone
deny sshd.* to user bob because "turns.conf:1"
deny sshd.line-2 to user root because "turns.conf:2"
deny sshd.past-5 to group staff when from 10.1.0.0/16 because "turns.conf:5"

test "turns.conf:1 -:bob:ALL" {
    given user bob
    may not sshd
}
test "turns.conf:2 +:ALL EXCEPT root:tty1 tty2 console" {
    given user somebody tty tty1
    may sshd
}
test "turns.conf:3 -:ALL EXCEPT (wheel):ALL EXCEPT LOCAL 10.0.0.0/010 0.0.0" {
    given user somebody from 192.0.2.1
    may not sshd
}
test "turns.conf:4 +:maria:sshd" {
    given user maria
    may sshd
}
test "turns.conf:5 -:(staff) EXCEPT (lead):10.1.0.0/16" {
    given user somebody in staff from 10.1.0.1
    may not sshd
}
test "turns.conf: whom no line speaks of" {
    given user somebody
    may sshd
}
! turns.conf: note: whoever no line speaks of is let in; with --closed he is kept out
EOF
cat >lost.conf <<'END'
+:@net foo ann@host:host.example.org .example.org
-:bob:@hosts
+:carl:LOCAL
 +:ALL:ALL
+:ALL
+:dan:10.0.0.0/255.0.255.0
-:ALL:ALL
END
printf '+:ALL:ALL' >>lost.conf
says "import, what is lost" 1 rolegate import access lost.conf -s sshd -a nodefgroup <<'EOF'
# Imported from lost.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   lost.conf:1: lost: `host.example.org' (the name of a host) is not carried over; it counts as no match
#   lost.conf:1: lost: `.example.org' (a domain) is not carried over; it counts as no match
#   lost.conf:1: lost: `@net' (a netgroup) is not carried over; it counts as no match
#   lost.conf:1: lost: `ann@host' (a user at a host) is not carried over; it counts as no match
#   lost.conf:2: lost: `@hosts' (a netgroup) is not carried over; it counts as a match
#   lost.conf:4: note: the module passes over this line: it begins with neither + nor -
#   lost.conf:5: note: the module passes over this line: it has fewer than three fields
#   lost.conf:6: lost: `10.0.0.0/255.0.255.0' (a mask with holes) is not carried over; it counts as no match
#   lost.conf:8: note: the module passes over this line: it is too long, has a NUL byte, or no line end

service sshd

allow sshd to user carl when from local because "lost.conf:3"
deny sshd to user bob because "lost.conf:2"

test "lost.conf:2 -:bob:@hosts" {
    given user bob
    may not sshd
}
test "lost.conf:3 +:carl:LOCAL" {
    given user carl
    may sshd
}
test "lost.conf:7 -:ALL:ALL" {
    given user somebody
    may not sshd
}
! lost.conf:1: lost: `host.example.org' (the name of a host) is not carried over; it counts as no match
! lost.conf:1: lost: `.example.org' (a domain) is not carried over; it counts as no match
! lost.conf:1: lost: `@net' (a netgroup) is not carried over; it counts as no match
! lost.conf:1: lost: `ann@host' (a user at a host) is not carried over; it counts as no match
! lost.conf:2: lost: `@hosts' (a netgroup) is not carried over; it counts as a match
! lost.conf:4: note: the module passes over this line: it begins with neither + nor -
! lost.conf:5: note: the module passes over this line: it has fewer than three fields
! lost.conf:6: lost: `10.0.0.0/255.0.255.0' (a mask with holes) is not carried over; it counts as no match
! lost.conf:8: note: the module passes over this line: it is too long, has a NUL byte, or no line end
EOF
printf '+:root:127.0.0.1\n+:(1000):2001:db8::5/32\n-:Eve:ALL\n' >version.conf
says "import, as an older version reads it" 1 rolegate import access version.conf -s sshd -a nodefgroup --pam-version 1.5.2 --closed <<'EOF'
# Imported from version.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   version.conf: note: whoever no line speaks of is let in there, and kept out here, by --closed
#   version.conf:2: lost: `(1000)' (no name that a group can have in a policy) is not carried over; it counts as no match
#   version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, also in small letters, and accounts of this machine that differ from it in the case of letters

service sshd

allow sshd to user root when from 127.0.0.1 because "version.conf:1"

test "version.conf:1 +:root:127.0.0.1" {
    given user root from 127.0.0.1
    may sshd
}
test "version.conf:3 -:Eve:ALL" {
    given user Eve
    may not sshd
}
test "version.conf: whom no line speaks of" {
    given user somebody
    may not sshd
}
! version.conf:2: lost: `(1000)' (no name that a group can have in a policy) is not carried over; it counts as no match
! version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, also in small letters, and accounts of this machine that differ from it in the case of letters
! version.conf: note: whoever no line speaks of is let in there, and kept out here, by --closed
EOF
says "import, as a newer version reads it" 0 rolegate import access version.conf -s sshd -a nodefgroup --pam-version 1.7.0 --closed <<'EOF'
# Imported from version.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   version.conf: note: whoever no line speaks of is let in there, and kept out here, by --closed
#   version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, also in small letters, and accounts of this machine that differ from it in the case of letters

service sshd

allow sshd to user root when from 127.0.0.1, ::1 because "version.conf:1"
allow sshd to gid 1000 when from 2001:db8::/32 because "version.conf:2"

test "version.conf:1 +:root:127.0.0.1" {
    given user root from 127.0.0.1
    may sshd
}
test "version.conf:2 +:(1000):2001:db8::5/32" {
    given user somebody in gid 1000 from 2001:db8::
    may sshd
}
test "version.conf:3 -:Eve:ALL" {
    given user Eve
    may not sshd
}
test "version.conf: whom no line speaks of" {
    given user somebody
    may not sshd
}
! version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, also in small letters, and accounts of this machine that differ from it in the case of letters
! version.conf: note: whoever no line speaks of is let in there, and kept out here, by --closed
EOF
{ printf '+:root:LOCAL\n-:ALL:'; printf '%08200d' 0; printf '\n+:bob\0:ALL\n-:ALL:ALL\n'; } >long.conf
says "import, a line that is longer than the module's buffer" 0 rolegate import access long.conf -s sshd -a nodefgroup --pam-version 1.5.3 <<'EOF'
# Imported from long.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   long.conf:2: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   long.conf:3: note: the module passes over this line: it has fewer than three fields
#   long.conf:4: note: the module passes over this line: it is too long, has a NUL byte, or no line end

service sshd

allow sshd to user root when from local because "long.conf:1"

test "long.conf:1 +:root:LOCAL" {
    given user root
    may sshd
}
test "long.conf:5 -:ALL:ALL" {
    given user somebody
    may not sshd
}
! long.conf:2: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! long.conf:3: note: the module passes over this line: it has fewer than three fields
! long.conf:4: note: the module passes over this line: it is too long, has a NUL byte, or no line end
EOF
says "import, other separators" 0 rolegate import access -s sshd -a 'fieldsep=|' -a 'listsep=;' -a nodefgroup - <<'EOF'
# Imported from standard input by `rolegate import`.
#
# What was lost, and what is to be known:
#   standard input: note: whoever no line speaks of is let in; with --closed he is kept out

service sshd

allow sshd to everyone

test "standard input: whom no line speaks of" {
    given user somebody
    may sshd
}
! standard input: note: whoever no line speaks of is let in; with --closed he is kept out
EOF
mkdir -p image/etc/security/access.d
printf '+:root:LOCAL\n' >image/etc/security/access.conf
printf '+:(admins):ALL\n' >image/etc/security/access.d/10-more.conf
printf -- '-:ALL:ALL\n' >image/etc/security/access.d/20-rest.conf
printf -- '+:ALL:ALL\n' >image/etc/security/access.d/05-not.txt
says "import, the module's own files, of an image" 0 rolegate import access -s sshd -a nodefgroup --root image <<'EOF'
# Imported from image/etc/security/access.conf, image/etc/security/access.d/10-more.conf, image/etc/security/access.d/20-rest.conf by `rolegate import`.

service sshd

allow sshd to user root when from local because "access.conf:1"
allow sshd to group admins because "10-more.conf:1"

test "access.conf:1 +:root:LOCAL" {
    given user root
    may sshd
}
test "10-more.conf:1 +:(admins):ALL" {
    given user somebody in admins
    may sshd
}
test "20-rest.conf:1 -:ALL:ALL" {
    given user somebody
    may not sshd
}
EOF
says "import, a service whose name is no permission's" 0 rolegate import access access.conf -s Door -s user -a nodefgroup <<'EOF'
# Imported from access.conf by `rolegate import`.

permission enter-1

# rolegate: ignore capital-service "as it was imported"
service Door, "user" requires enter-1

allow enter-1 to user root when from local because "access.conf:2"
allow enter-1 to group admins, user maria when from 10.0.0.0/8, 192.168.201.0/24
    because "access.conf:3"

test "access.conf:2 +:root:LOCAL" {
    given user root
    may Door, "user"
}
test "access.conf:3 +:(admins) maria:10.0.0.0/8 192.168.201." {
    given user maria from 10.0.0.1
    may Door, "user"
}
test "access.conf:4 -:ALL:ALL" {
    given user somebody
    may not Door, "user"
}
EOF
says "import, nobody is let in" 0 rolegate import access image/etc/security/access.d/20-rest.conf -s sshd <<'EOF'
# Imported from image/etc/security/access.d/20-rest.conf by `rolegate import`.

# rolegate: ignore unreachable-service "as it was imported"
service sshd

test "20-rest.conf:1 -:ALL:ALL" {
    given user somebody
    may not sshd
}
EOF
says "import, everybody is let in" 0 rolegate import access image/etc/security/access.d/05-not.txt -s sshd <<'EOF'
# Imported from image/etc/security/access.d/05-not.txt by `rolegate import`.

service sshd

allow sshd to everyone

test "05-not.txt:1 +:ALL:ALL" {
    given user somebody
    may sshd
}
EOF
head -c 100000 /dev/zero | tr '\0' '\377' >binary.conf
says "import, bytes that are no text" 0 rolegate import access binary.conf -s sshd <<'EOF'
# Imported from binary.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   binary.conf: note: whoever no line speaks of is let in; with --closed he is kept out
#   binary.conf:1: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:2: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:3: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:4: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:5: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:6: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:7: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:8: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:9: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:10: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:11: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:12: note: the module passes over this line: it is too long, has a NUL byte, or no line end
#   binary.conf:13: note: the module passes over this line: it is too long, has a NUL byte, or no line end

service sshd

allow sshd to everyone

test "binary.conf: whom no line speaks of" {
    given user somebody
    may sshd
}
! binary.conf:1: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:2: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:3: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:4: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:5: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:6: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:7: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:8: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:9: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:10: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:11: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:12: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf:13: note: the module passes over this line: it is too long, has a NUL byte, or no line end
! binary.conf: note: whoever no line speaks of is let in; with --closed he is kept out
EOF
says "import, no such file" 2 rolegate import access missing.conf -s sshd <<'EOF'
! rolegate: missing.conf: No such file or directory
EOF
says "import, an argument that the module has not" 0 rolegate import access access.conf -s sshd -a nodefgroups <<'EOF'
# Imported from access.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   pam_access: note: the module passes over its argument `nodefgroups'

service sshd

allow sshd to user root, group root when from local because "access.conf:2"
allow sshd to group admins, user maria, group maria when from 10.0.0.0/8, 192.168.201.0/24
    because "access.conf:3"

test "access.conf:2 +:root:LOCAL" {
    given user root
    may sshd
}
test "access.conf:3 +:(admins) maria:10.0.0.0/8 192.168.201." {
    given user maria from 10.0.0.1
    may sshd
}
test "access.conf:4 -:ALL:ALL" {
    given user somebody
    may not sshd
}
! pam_access: note: the module passes over its argument `nodefgroups'
EOF
says "import, no such source" 2 rolegate import casbin access.conf -s sshd <<'EOF'
! rolegate import: unknown source 'casbin'
! Try 'rolegate import --help'.
EOF
says "import, no service" 2 rolegate import access access.conf <<'EOF'
! rolegate import: name the service with --service
! Try 'rolegate import --help'.
EOF
says "import, no version" 2 rolegate import access access.conf -s sshd --pam-version new <<'EOF'
! rolegate import: 'new' is not a version of Linux-PAM, such as 1.5.2
! Try 'rolegate import --help'.
EOF
says "import, a name that is no service's" 2 rolegate import access access.conf -s 'a/b' <<'EOF'
! rolegate import: 'a/b' is not a valid service name
! Try 'rolegate import --help'.
EOF

# ---- lists ----
printf 'root\nmaria\n1000\n# staff\n' >users
says "import, a list of users" 1 rolegate import listfile users -s ftp -a item=user -a sense=allow -a onerr=fail <<'EOF'
# Imported from users by `rolegate import`.
#
# What was lost, and what is to be known:
#   users:3: lost: `1000' (no name that a policy can have) is not carried over; it counts as no match

service ftp

allow ftp to user root, user maria, user "# staff" because "users"

test "users:1 root" {
    given user root
    may ftp
}
test "users:2 maria" {
    given user maria
    may ftp
}
test "users:4 # staff" {
    given user "# staff"
    may ftp
}
test "users: whoever is not listed" {
    given user somebody
    may not ftp
}
! users:3: lost: `1000' (no name that a policy can have) is not carried over; it counts as no match
EOF
printf 'bob\r\n' >denied
says "import, a list of users who are kept out" 0 rolegate import pam_listfile denied -s ftp -a item=user -a sense=deny -a onerr=succeed -a debug <<'EOF'
# Imported from denied by `rolegate import`.
#
# What was lost, and what is to be known:
#   pam_listfile: note: the module passes over its argument `debug'
#   denied: note: onerr=succeed: where the list cannot be read, the module lets everybody in; the policy does not

service ftp

allow ftp to everyone
deny ftp to user bob because "denied"

test "denied:1 bob" {
    given user bob
    may not ftp
}
test "denied: whoever is not listed" {
    given user somebody
    may ftp
}
! pam_listfile: note: the module passes over its argument `debug'
! denied: note: onerr=succeed: where the list cannot be read, the module lets everybody in; the policy does not
EOF
printf '/dev/tty1\ntty2\n' >terminals
says "import, a list of terminals for one group" 0 rolegate import listfile terminals -s login -a item=tty -a sense=allow -a apply=@operators <<'EOF'
# Imported from terminals by `rolegate import`.

permission login.past, login.rule

service login requires login.past or login.rule

allow login.past to everyone
allow login.rule to everyone when tty tty1, tty2 because "terminals"
deny login.past to group operators because "terminals"

test "terminals:1 tty1" {
    given user somebody tty tty1
    may login
}
test "terminals:2 tty2" {
    given user somebody tty tty2
    may login
}
test "terminals: whoever is not listed" {
    given user somebody
    may login
}
EOF
printf '10.1.2.3\nhost.example.org\n' >hosts
says "import, a list of origins that are kept out" 1 rolegate import listfile hosts -s sshd -a item=rhost -a sense=deny <<'EOF'
# Imported from hosts by `rolegate import`.
#
# What was lost, and what is to be known:
#   hosts:2: lost: `host.example.org' (no plain address) is not carried over; it counts as a match

# rolegate: ignore unreachable-service "as it was imported"
service sshd

test "hosts:1 10.1.2.3" {
    given user somebody from 10.1.2.3
    may not sshd
}
test "hosts: whoever is not listed" {
    given user somebody
    may not sshd
}
! hosts:2: lost: `host.example.org' (no plain address) is not carried over; it counts as a match
EOF
says "import, a list of shells" 1 rolegate import listfile users -s ftp -a item=shell -a sense=allow <<'EOF'
# Imported from users by `rolegate import`.
#
# What was lost, and what is to be known:
#   users: lost: item=shell has no equivalent in a policy; the list lets nobody in

# rolegate: ignore unreachable-service "as it was imported"
# rolegate: ignore untested-service "as it was imported"
service ftp
! users: lost: item=shell has no equivalent in a policy; the list lets nobody in
EOF
says "import, a list without sense" 2 rolegate import listfile users -s ftp -a item=user <<'EOF'
! rolegate: pam_listfile needs an argument sense=: allow or deny
EOF
chmod o+w users
says "import, a list that everybody may write to" 2 rolegate import listfile users -s ftp -a item=user -a sense=allow <<'EOF'
! rolegate: users: the module lets nobody in by a list that is not there, is no regular file, or that everybody may write to
EOF

# ---- times ----
cat >time.conf <<'END'
# service;terminals;users;times
sshd|login ; * ; !root & !maria ; Wk0800-1800
sshd;tty*|pts/0;kim|bob;!Wd0000-2400
login;*;@games;Al1800-0800
sshd;*;eve*;Al0000-0000
sshd;*;carl;MoXx
sshd;*;dora;Al08-17
*;*;fay;Wk2200-0600
sshd;*;kim
END
says "import, times" 1 rolegate import time time.conf -s sshd -s login <<'EOF'
# Imported from time.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   time.conf:5: lost: `eve*' (no name of one user) is not carried over; it counts as a match
#   time.conf:9: note: the module passes over this line: it has fewer than four fields
#   time.conf:4: lost: `@games' (a netgroup) is not carried over; it counts as a match

zone local

service sshd

allow sshd to user root because "time.conf:2"
allow sshd to user maria because "time.conf:2"
allow sshd to everyone when time mon-fri 08:00-18:00 because "time.conf:2"
deny sshd to user kim, user bob when not tty none and tty tty*, pts/0 and time sat-sun
    because "time.conf:3"
deny sshd to user carl because "time.conf:6"
deny sshd to user fay when not time mon-fri 22:00-06:01 because "time.conf:8"

test "time.conf:2 sshd|login;*;!root & !maria;Wk0800-1800" {
    given user somebody
    may not sshd
}
test "time.conf:3 sshd;tty*|pts/0;kim|bob;!Wd0000-2400" {
    given user kim at 2026-01-10T00:00:00+00:00 tty tty1
    may not sshd
}
test "time.conf:6 sshd;*;carl;MoXx" {
    given user carl
    may not sshd
}
test "time.conf:8 *;*;fay;Wk2200-0600" {
    given user fay at 2026-01-05T21:59:00+00:00
    may not sshd
}
test "time.conf: whoever no line keeps out" {
    given user root
    may sshd
}

service login

allow login to user root when time daily 18:00-08:01 because "time.conf:2"
allow login to user maria when time daily 18:00-08:01 because "time.conf:2"
allow login to everyone when time daily 18:00-08:01 and time mon-fri 08:00-18:00
    because "time.conf:2"
deny login to user fay when not time mon-fri 22:00-06:01 because "time.conf:8"

test "time.conf:2 sshd|login;*;!root & !maria;Wk0800-1800" {
    given user somebody
    may not login
}
test "time.conf:4 login;*;@games;Al1800-0800" {
    given user somebody at 2026-01-05T17:59:00+00:00
    may not login
}
test "time.conf:8 *;*;fay;Wk2200-0600" {
    given user fay at 2026-01-05T21:59:00+00:00
    may not login
}
test "time.conf: whoever no line keeps out" {
    given user root
    may login
}
! time.conf:5: lost: `eve*' (no name of one user) is not carried over; it counts as a match
! time.conf:9: note: the module passes over this line: it has fewer than four fields
! time.conf:4: lost: `@games' (a netgroup) is not carried over; it counts as a match
EOF
holds "import, times, whatever TZ says" cmp <(TZ=Asia/Tokyo rolegate import time time.conf -s sshd 2>&1) \
    <(rolegate import time time.conf -s sshd 2>&1)
printf 'sshd;*;root;' >crash.conf
says "import, a file at which the module crashes" 2 rolegate import time crash.conf -s sshd <<'EOF'
! rolegate: crash.conf:1: the module crashes at this line, which has no times
EOF

# ---- conditions ----
says "import, conditions" 0 rolegate import succeed_if -s su -a user -a ingroup -a wheel:admins -a tty -a '!=' -a pts/9 -a quiet <<'EOF'
# Imported from the conditions of pam_succeed_if by `rolegate import`.

service su

allow su to group wheel, group admins when not (not tty none and tty pts/9)
    because "pam_succeed_if user ingroup wheel:admins"

test "pam_succeed_if: not user ingroup wheel:admins" {
    given user somebody
    may not su
}
test "pam_succeed_if: not tty != pts/9" {
    given user somebody in wheel tty pts/9
    may not su
}
test "pam_succeed_if: whoever meets all" {
    given user somebody in wheel
    may su
}
EOF
says "import, conditions that are lost" 1 rolegate import succeed_if -s su -a uid -a '>=' -a 1000 -a user -a notin -a root:bob <<'EOF'
# Imported from the conditions of pam_succeed_if by `rolegate import`.
#
# What was lost, and what is to be known:
#   pam_succeed_if uid >= 1000: lost: a policy has no such condition; nobody meets it here

# rolegate: ignore unreachable-service "as it was imported"
service su

test "pam_succeed_if: not uid >= 1000" {
    given user somebody
    may not su
}
! pam_succeed_if uid >= 1000: lost: a policy has no such condition; nobody meets it here
EOF
says "import, a condition that is incomplete" 0 rolegate import succeed_if -s su -a user -a notin <<'EOF'
# Imported from the conditions of pam_succeed_if by `rolegate import`.
#
# What was lost, and what is to be known:
#   pam_succeed_if: note: the last condition is incomplete: the module lets nobody in

# rolegate: ignore unreachable-service "as it was imported"
service su

test "pam_succeed_if: whoever meets all" {
    given user somebody
    may not su
}
! pam_succeed_if: note: the last condition is incomplete: the module lets nobody in
EOF
says "import, conditions are in no file" 2 rolegate import succeed_if users -s su <<'EOF'
! rolegate: pam_succeed_if reads no file: give its conditions with --argument
EOF

# ---- stacks ----
mkdir -p image/etc/pam.d
cat >image/etc/pam.d/sshd <<'END'
account required pam_nologin.so
account required pam_access.so nodefgroup listsep=, accessfile=/etc/security/sshd.conf
account [success=1 default=ignore] pam_succeed_if.so quiet user ingroup admins
account required pam_time.so
@include common-account
END
printf 'account [success=1 default=ignore] pam_unix.so\naccount requisite pam_deny.so\naccount required pam_permit.so\n' >image/etc/pam.d/common-account
printf '+:root,(staff),(admins):ALL\n-:ALL:ALL\n' >image/etc/security/sshd.conf
printf 'sshd;*;!root;Wk0800-1800\n' >image/etc/security/time.conf
says "import, a stack" 0 rolegate import --service sshd --root image <<'EOF'
# Imported from image/etc/pam.d/sshd by `rolegate import`.
#
# What was lost, and what is to be known:
#   image/etc/pam.d/sshd: note: other modules of the stack are not carried over: they stay there, and decide besides

zone local

permission sshd.line-1, sshd.rule

service sshd requires sshd.line-1 and sshd.rule

allow sshd.line-1 to user root, group staff, group admins because "sshd.conf:1"
allow sshd.rule to group admins because "pam_succeed_if user ingroup admins"
allow sshd.rule to user root because "time.conf:1"
allow sshd.rule to everyone when time mon-fri 08:00-18:00 because "time.conf:1"

test "sshd.conf:1 +:root,(staff),(admins):ALL" {
    given user root
    may sshd
}
test "sshd.conf:2 -:ALL:ALL" {
    given user somebody
    may not sshd
}
test "pam_succeed_if: not user ingroup admins" {
    given user somebody
    may not sshd
}
test "pam_succeed_if: whoever meets all" {
    given user somebody in admins
    may sshd
}
test "time.conf:1 sshd;*;!root;Wk0800-1800" {
    given user somebody
    may not sshd
}
test "time.conf: whoever no line keeps out" {
    given user root
    may sshd
}
! image/etc/pam.d/sshd: note: other modules of the stack are not carried over: they stay there, and decide besides
EOF
printf 'account sufficient pam_localuser.so\naccount required pam_access.so\n' >image/etc/pam.d/login
says "import, a stack with a way past what is imported" 1 rolegate import --service login --root image <<'EOF'
# Imported from image/etc/pam.d/login by `rolegate import`.
#
# What was lost, and what is to be known:
#   image/etc/pam.d/login: note: other modules of the stack are not carried over: they stay there, and decide besides
#   image/etc/pam.d/login: lost: other modules can let somebody in past the lines that are imported; in the policy nobody gets past them

service login

allow login to user root, group root when from local because "access.conf:1"
allow login to group admins because "10-more.conf:1"

test "access.conf:1 +:root:LOCAL" {
    given user root
    may login
}
test "10-more.conf:1 +:(admins):ALL" {
    given user somebody in admins
    may login
}
test "20-rest.conf:1 -:ALL:ALL" {
    given user somebody
    may not login
}
! image/etc/pam.d/login: note: other modules of the stack are not carried over: they stay there, and decide besides
! image/etc/pam.d/login: lost: other modules can let somebody in past the lines that are imported; in the policy nobody gets past them
EOF
printf 'account required pam_unix.so\n' >image/etc/pam.d/plain
says "import, a stack with nothing to import" 2 rolegate import --service plain --root image <<'EOF'
! rolegate: image/etc/pam.d/plain: no line of its account stack asks pam_access, pam_listfile, pam_succeed_if or pam_time
EOF
printf 'account required pam_listfile.so item=user sense=allow file=/etc/none\n' >image/etc/pam.d/ftp
says "import, a stack with a list that is not there" 2 rolegate import --service ftp --root image <<'EOF'
! rolegate: image/etc/none: the module lets nobody in by a list that is not there, is no regular file, or that everybody may write to
EOF
says "import, a stack with arguments" 2 rolegate import --service sshd --root image -a nodefgroup <<'EOF'
! rolegate import: --argument is for one SOURCE; a stack has the arguments of its lines
! Try 'rolegate import --help'.
EOF

# ---- sshd ----
mkdir -p image/etc/ssh/sshd_config.d
cat >image/etc/ssh/sshd_config <<'END'
Include /etc/ssh/sshd_config.d/*.conf
Port 22
allowusers root@10.0.0.0/8 ann "bob" adm*
DenyUsers=mallory
Match Address 192.168.0.0/16,!192.168.9.0/24
    AllowUsers carl   # in the house
    PermitRootLogin no
Match Host *.example.org
    DenyGroups interns
END
printf 'AllowGroups staff wheel\n' >image/etc/ssh/sshd_config.d/10-groups.conf
says "import, sshd's lists" 1 rolegate import sshd -s sshd --root image <<'EOF'
# Imported from image/etc/ssh/sshd_config by `rolegate import`.
#
# What was lost, and what is to be known:
#   sshd_config: lost: Match with patterns, or with more than User, Group and Address: in the policy somebody must be let in with these blocks and without
#   sshd_config:3: lost: `adm*' is not carried over; it counts as no match

permission sshd.line-6, sshd.line-5, sshd.line-3, sshd.line-1

service sshd requires (sshd.line-6 or sshd.line-5 and sshd.line-3) and sshd.line-1

allow sshd.line-6 to user carl when from 192.168.0.0/16 and not from 192.168.9.0/24
    because "sshd_config:6"
allow sshd.line-5 to everyone when not from 192.168.0.0/16 because "sshd_config:5"
allow sshd.line-5 to everyone when from 192.168.9.0/24 because "sshd_config:5"
allow sshd.line-3 to user root when from 10.0.0.0/8 because "sshd_config:3"
allow sshd.line-3 to user ann, user bob because "sshd_config:3"
allow sshd.line-1 to group staff, group wheel because "10-groups.conf:1"
deny sshd.* to user mallory because "sshd_config:4"
deny sshd.* to group interns because "sshd_config:9"

test "10-groups.conf:1 AllowGroups staff" {
    given user carl in staff from 192.168.0.1
    may sshd
}
test "10-groups.conf:1 AllowGroups wheel" {
    given user carl in wheel from 192.168.0.1
    may sshd
}
test "sshd_config:3 allowusers root@10.0.0.0/8" {
    given user root in staff from 10.0.0.1
    may sshd
}
test "sshd_config:3 allowusers ann" {
    given user ann in staff
    may sshd
}
test "sshd_config:3 allowusers bob" {
    given user bob in staff
    may sshd
}
test "sshd_config:4 DenyUsers mallory" {
    given user mallory
    may not sshd
}
test "sshd_config:6 AllowUsers carl" {
    given user carl in staff from 192.168.0.1
    may sshd
}
test "sshd_config:9 DenyGroups interns" {
    given user somebody in interns
    may not sshd
}
test "sshd_config: whom no list names" {
    given user somebody
    may not sshd
}
! sshd_config:3: lost: `adm*' is not carried over; it counts as no match
! sshd_config: lost: Match with patterns, or with more than User, Group and Address: in the policy somebody must be let in with these blocks and without
EOF
printf 'Port 22\n' >plain_config
says "import, sshd without lists" 0 rolegate import sshd plain_config -s sshd <<'EOF'
# Imported from plain_config by `rolegate import`.

service sshd

allow sshd to everyone

test "sshd_config: whom no list names" {
    given user somebody
    may sshd
}
EOF
printf 'Include /etc/ssh/loop.conf\n' >image/etc/ssh/loop.conf
says "import, an sshd_config that includes itself" 2 rolegate import sshd image/etc/ssh/loop.conf -s sshd --root image <<'EOF'
! rolegate: image/etc/ssh/loop.conf: files include each other more than 16 deep
EOF
says "import --help" 0 rolegate import --help <<'EOF'
usage: rolegate import [SOURCE [FILE]] --service NAME [options]

Prints a policy that decides as the rules of another program do, with tests made of those rules. What has no
exact form in a policy is listed on standard error, and counts so that nobody gets in who did not before.
SOURCE is access, listfile, time or succeed_if, the PAM module of that name; or sshd, sudoers or hbac. Without
one: the account stack of the service in /etc/pam.d, with the files and arguments of these modules that it asks.
Exit status: 0 it decides the same, 1 it is narrower, 2 there is no policy.

options:
  -s, --service NAME        the service that the policy is for (again and again)
  -a, --argument WORD       an argument of the module, as in its line in /etc/pam.d (again and again)
      --closed              keep out whoever the file says nothing of
      --pam-version VERSION
                            read it as this Linux-PAM does (default: the installed one)
      --root DIR            read the files in DIR, the image of a machine
  -h, --help                print this help

examples:
  rolegate import --service sshd >sshd.rg
  rolegate import access /etc/security/access.conf -s login -s su -a nodefgroup
  rolegate import listfile /etc/ftpusers -s ftp -a item=user -a sense=deny
  rolegate import succeed_if -s su -a user -a ingroup -a wheel
EOF

# ---- FreeIPA ----
cat >hbac.json <<'END'
{"result": {"result": [
  {"cn": ["admins anywhere"], "ipaenabledflag": ["TRUE"], "accessruletype": ["allow"], "hostcategory": ["all"],
   "servicecategory": ["all"], "memberuser_group": ["admins"]},
  {"cn": ["web team"], "ipaenabledflag": [true], "memberuser_user": ["ann", "1000"], "memberuser_group": ["web"],
   "memberhost_host": ["web1.example.org", "web2.example.org", "web3"], "memberhost_hostgroup": ["webs"],
   "memberservice_hbacsvc": ["sshd"], "memberservice_hbacsvcgroup": ["Sudo"]},
  {"cn": ["allow_all"], "ipaenabledflag": ["FALSE"], "usercategory": ["all"], "hostcategory": ["all"],
   "servicecategory": ["all"]}], "count": 3}, "error": null}
END
says "import, FreeIPA's rules as JSON" 1 rolegate import hbac hbac.json -s sshd -s login <<'EOF'
# Imported from hbac.json by `rolegate import`.
#
# What was lost, and what is to be known:
#   rule web team: lost: the group of services `Sudo' is not carried over; it counts as no match
#   rule web team: lost: the host `web3' is not carried over; it counts as no match
#   rule web team: lost: the group of hosts `webs' is not carried over; it counts as no match
#   rule web team: lost: the user `1000' is not carried over; it counts as no match
#   rule allow_all: note: it is disabled

service sshd

allow sshd to group admins because "rule admins anywhere"
allow sshd to user ann, group web when host web1.example.org, web2.example.org
    because "rule web team"

test "rule: admins anywhere" {
    given user somebody in admins
    may sshd
}
test "rule: web team" {
    given user ann host web1.example.org
    may sshd
}
test "rules: whom no rule names" {
    given user somebody
    may not sshd
}

service login

allow login to group admins because "rule admins anywhere"

test "rule: admins anywhere" {
    given user somebody in admins
    may login
}
test "rules: whom no rule names" {
    given user somebody
    may not login
}
! rule web team: lost: the group of services `Sudo' is not carried over; it counts as no match
! rule web team: lost: the host `web3' is not carried over; it counts as no match
! rule web team: lost: the group of hosts `webs' is not carried over; it counts as no match
! rule web team: lost: the user `1000' is not carried over; it counts as no match
! rule allow_all: note: it is disabled
EOF
cat >hbac.ldif <<'END'
version: 1

dn: ipaUniqueID=1,cn=hbac,dc=example,dc=org
objectClass: ipaassociation
objectClass: ipahbacrule
cn: web team
ipaEnabledFlag: TRUE
accessRuleType: allow
memberUser: uid=ann,cn=users,cn=accounts,dc=example,dc=org
memberUser:: Y249d2ViLGNuPWdyb3Vwcyxjbj1hY2NvdW50cyxkYz1leGFtcGxlLGRjPW9yZw==
memberHost: fqdn=web1.example.org,cn=computers,cn=acc
 ounts,dc=example,dc=org
serviceCategory: all
END
says "import, FreeIPA's rules as LDIF" 0 rolegate import hbac hbac.ldif -s sshd <<'EOF'
# Imported from hbac.ldif by `rolegate import`.

service sshd

allow sshd to user ann, group web when host web1.example.org because "rule web team"

test "rule: web team" {
    given user ann host web1.example.org
    may sshd
}
test "rules: whom no rule names" {
    given user somebody
    may not sshd
}
EOF
printf '[{"cn": ["no"], "ipaenabledflag": ["TRUE"], "accessruletype": ["deny"], "servicecategory": ["all"]}]' >deny.json
says "import, a rule of FreeIPA that denies" 2 rolegate import hbac deny.json -s sshd <<'EOF'
! rolegate: the rule "no" denies, which clients take for a denial of everybody
EOF
printf '{"result": {"result": [{"cn": 1}]}}' >odd.json
says "import, JSON that is no list of rules" 2 rolegate import hbac odd.json -s sshd <<'EOF'
! rolegate: odd.json: expected a list of rules, as hbacrule_find prints
EOF
printf '{"result": ' >cut.json
says "import, JSON that is cut off" 2 rolegate import hbac cut.json -s sshd <<'EOF'
! rolegate: cut.json:1: unexpected token near end of file
EOF
says "import, neither JSON nor LDIF" 2 rolegate import hbac binary.conf -s sshd <<'EOF'
! rolegate: binary.conf: expected JSON with a list of rules, or entries of the class ipahbacrule
EOF

# ---- sudoers ----
cat >sudoers <<'END'
User_Alias ADMINS = ann, %wheel, !bob
root ALL=(ALL:ALL) ALL
ADMINS web1.example.org = (ALL) NOPASSWD: ALL, !/bin/su
%staff ALL = NOTBEFORE=20260101000000Z NOTAFTER=20271231235959Z /bin/ls, /bin/true
%interns ALL = (ALL) !ALL
END
chmod 440 sudoers
says "import, sudoers" 0 rolegate import sudoers sudoers -s sudo <<'EOF'
# Imported from sudoers by `rolegate import`.
#
# What was lost, and what is to be known:
#   sudoers: note: the policy says who may run anything at all; which commands, and as whom, stays with sudo

permission sudo.rule, sudo.rule-again-1, sudo.rule-again-2

service sudo requires sudo.rule or sudo.rule-again-1 or sudo.rule-again-2

allow sudo.rule to user root because "sudoers, rule 1"
allow sudo.rule-again-1 to user ann, group wheel when host web1.example.org
    because "sudoers, rule 2"
allow sudo.rule-again-2 to group staff starting 2026-01-01T00:00:00Z until 2028-01-01T00:00:00Z
    because "sudoers, rule 3"
deny sudo.rule, sudo.rule-again-1 to group interns because "sudoers, rule 4"
deny sudo.rule-again-1 to user bob because "sudoers, rule 2"
deny sudo.rule-again-2 to group interns because "sudoers, rule 4"

test "sudoers, rule 1: part 1" {
    given user root
    may sudo
}
test "sudoers, rule 2: part 1" {
    given user ann host web1.example.org
    may sudo
}
test "sudoers, rule 3: part 1" {
    given user somebody in staff
    may sudo
}
test "sudoers, rule 4: part 1" {
    given user somebody in interns
    may not sudo
}
test "sudoers: whom no rule names" {
    given user somebody
    may not sudo
}
! sudoers: note: the policy says who may run anything at all; which commands, and as whom, stays with sudo
EOF
printf '#1001 ALL = ALL\ncarl 10.0.0.0/8 = ALL\ndora ALL = (ALL) CWD=/tmp ALL\n' >sudoers.lost
says "import, sudoers with what is lost, and with options that cvtsudoers prints no JSON for" 1 rolegate import sudoers sudoers.lost -s sudo <<'EOF'
# Imported from sudoers.lost by `rolegate import`.
#
# What was lost, and what is to be known:
#   sudoers.lost, rule 1: lost: a user by number, of a netgroup, or with a name that no policy can have is not carried over; it counts as no match
#   sudoers.lost, rule 2: lost: an address, a netgroup or a pattern of hosts is not carried over; it counts as no match
#   sudoers.lost: note: the policy says who may run anything at all; which commands, and as whom, stays with sudo

service sudo

allow sudo to user dora because "sudoers.lost, rule 3"

test "sudoers.lost, rule 3: part 1" {
    given user dora
    may sudo
}
test "sudoers.lost: whom no rule names" {
    given user somebody
    may not sudo
}
! sudoers.lost, rule 1: lost: a user by number, of a netgroup, or with a name that no policy can have is not carried over; it counts as no match
! sudoers.lost, rule 2: lost: an address, a netgroup or a pattern of hosts is not carried over; it counts as no match
! sudoers.lost: note: the policy says who may run anything at all; which commands, and as whom, stays with sudo
EOF
printf 'dora ALL = \n' >sudoers.bad
says "import, sudoers that make no sense" 2 rolegate import sudoers sudoers.bad -s sudo <<'EOF'
! rolegate: sudoers.bad: cvtsudoers, which comes with sudo, is missing or rejects the file; `cvtsudoers -f json sudoers.bad' says why
EOF
# Names whose letters' case does not count: most accounts are written in small letters, and those of a directory are not
# listed.
printf '%s\n' '+:Eve:ALL' '-:ALL:ALL' >capital.conf
holds "a name with a capital letter is meant in small letters as well" bash -c '"$1" import access capital.conf -s sshd -a nodefgroup 2>/dev/null | grep -qx "allow sshd to user Eve, user eve because .capital.conf:1."' - "$rolegate"

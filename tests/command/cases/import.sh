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
#   version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, and accounts of this machine that differ from it in the case of letters

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
! version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, and accounts of this machine that differ from it in the case of letters
! version.conf: note: whoever no line speaks of is let in there, and kept out here, by --closed
EOF
says "import, as a newer version reads it" 0 rolegate import access version.conf -s sshd -a nodefgroup --pam-version 1.7.0 --closed <<'EOF'
# Imported from version.conf by `rolegate import`.
#
# What was lost, and what is to be known:
#   version.conf: note: whoever no line speaks of is let in there, and kept out here, by --closed
#   version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, and accounts of this machine that differ from it in the case of letters

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
! version.conf:3: note: `Eve': letters' case counts in a policy, and not in this file: the users who are meant are those of this name, and accounts of this machine that differ from it in the case of letters
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
says "import, an argument that the module has not" 2 rolegate import access access.conf -s sshd -a nodefgroups <<'EOF'
! rolegate: pam_access has no argument `nodefgroups'
EOF
says "import, no such source" 2 rolegate import casbin access.conf -s sshd <<'EOF'
! rolegate import: there is no source 'casbin'
! Try 'rolegate import --help'.
EOF
says "import, no service" 2 rolegate import access access.conf <<'EOF'
! rolegate import: name the service with --service
! Try 'rolegate import --help'.
EOF
says "import, no version" 2 rolegate import access access.conf -s sshd --pam-version new <<'EOF'
! rolegate import: 'new' is no version of Linux-PAM, such as 1.5.2
! Try 'rolegate import --help'.
EOF
says "import, a name that is no service's" 2 rolegate import access access.conf -s 'a/b' <<'EOF'
! rolegate import: 'a/b' cannot be the name of a service
! Try 'rolegate import --help'.
EOF

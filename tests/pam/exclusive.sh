#!/usr/bin/env bash
# Exclusive sets and denials over the groups that NSS knows, with a source of groups that is sound or down: who may be in
# a conflict, or under a deny, is let in by no other group. Each service asks through groups and roles of its own, so that
# nothing but its own rule makes the module look a group up. Without the right to make a namespace this is skipped.
cd "$(dirname "$0")" || exit 2
. ./shell.sh

namespace=(unshare --mount)
[ "$(id -u)" -eq 0 ] || namespace=(unshare --map-root-user --mount)
if [ -z "${INSIDE:-}" ]; then
    if ! "${namespace[@]}" true 2>/dev/null; then
        skip "no mount namespace may be made here"
        finish
    fi
    rm -rf "$folder"
    INSIDE=1 exec "${namespace[@]}" bash "./${0##*/}"
fi
export LD_LIBRARY_PATH=$BUILD/tests/pam

# kim is paid; eve is paid and audits. Of `away` only the other source could know.
cat >"$folder/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
kim:x:1001:1001::/:/bin/sh
eve:x:1002:1002::/:/bin/sh
END
cat >"$folder/group" <<'END'
root:x:0:
kim:x:1001:
eve:x:1002:
pay:x:2001:kim,eve
audit:x:2002:eve
END
: >"$folder/nsswitch.conf"
for file in passwd group nsswitch.conf; do mount --bind "$folder/$file" /etc/$file || exit 2; done

# A case: its name, whether kim is let in where every source is sound, whether where the other one is down, whether eve
# where every source is sound. Then its statements (standard input), in which % is the case's own number.
cases=()
policy() {
    cases+=("$1|$2|$3|$4")
    sed "s/%/${#cases[@]}/g" >>"$folder/policy"
}
policy "two roles of one set" yes yes no <<'END'
role payer% { allow gate% }
role auditor% { }
assign payer% to group pay
assign auditor% to group audit
exclusive payer%, auditor%
END
policy "two roles of one set, one of a group that may not be found" yes no yes <<'END'
role payer% { allow gate% }
role verifier% { }
assign payer% to group pay
assign verifier% to group away%
exclusive payer%, verifier%
END
policy "the same, by number" yes no yes <<'END'
role payer% { allow gate% }
role verifier% { }
assign payer% to group pay
assign verifier% to gid 424242
exclusive payer%, verifier%
END
policy "the set names a parent" yes yes no <<'END'
role base% { }
role payer% extends base% { allow gate% }
role verifier% { }
assign payer% to group pay
assign verifier% to group audit
exclusive base%, verifier%
END
policy "the set names a parent, the other role is of a group that may not be found" yes no yes <<'END'
role base% { }
role payer% extends base% { allow gate% }
role verifier% { }
assign payer% to group pay
assign verifier% to group away%
exclusive base%, verifier%
END
policy "the set names a parent's parent" yes no yes <<'END'
role base% { }
role middle% extends base% { }
role payer% extends middle% { allow gate% }
role verifier% { }
assign payer% to group pay
assign verifier% to group away%
exclusive base%, verifier%
END
policy "the set names a second parent" yes no no <<'END'
role first% { }
role second% { }
role payer% extends first%, second% { allow gate% }
role verifier% { }
assign payer% to group pay
assign verifier% to group audit, group away%
exclusive second%, verifier%
END
policy "the other role is held through one that extends it" yes no yes <<'END'
role payer% { allow gate% }
role verifier% { }
role head% extends verifier% { }
assign payer% to group pay
assign head% to group away%
exclusive payer%, verifier%
END
policy "both are held through others" yes no no <<'END'
role base% { }
role payer% extends base% { allow gate% }
role verifier% { }
role head% extends verifier% { }
assign payer% to group pay
assign head% to group audit, group away%
exclusive base%, verifier%
END
policy "a set of three" yes no yes <<'END'
role payer% { allow gate% }
role clerk% { }
role verifier% { }
assign payer% to group pay
assign verifier% to group away%
exclusive payer%, clerk%, verifier%
END
policy "the second of two sets" yes no yes <<'END'
role payer% { allow gate% }
role clerk% { }
role verifier% { }
assign payer% to group pay
assign verifier% to group away%
exclusive payer%, clerk%
exclusive payer%, verifier%
END
policy "the permission is given to the role by a rule" yes no yes <<'END'
role payer% { }
role verifier% { }
allow gate% to role payer%
assign payer% to group pay
assign verifier% to group away%
exclusive payer%, verifier%
END
policy "the role is a named user's" yes no no <<'END'
role payer% { allow gate% }
role verifier% { }
assign payer% to user kim
assign verifier% to group away%
exclusive payer%, verifier%
END
policy "a set in doubt of which no role gives the permission" yes yes yes <<'END'
role payer% { }
role verifier% { }
allow gate% to group pay
assign payer% to group pay
assign verifier% to group away%
exclusive payer%, verifier%
END
policy "another role gives the permission as well" yes yes yes <<'END'
role payer% { allow gate% }
role verifier% { }
role spare% { allow gate% }
assign payer%, spare% to group pay
assign verifier% to group away%
exclusive payer%, verifier%
END
policy "a deny to a group that may not be found" yes no yes <<'END'
allow gate% to group pay
deny gate% to group away%
END
policy "a deny to one, and many groups that let in" yes no yes <<'END'
allow gate% to group pay, group one%, group two%, group three%, group four%, group five%, group six%, group seven%
deny gate% to group away%
END
policy "a deny to a number" yes no yes <<'END'
allow gate% to group pay
deny gate% to gid 424242
END
policy "a deny to a role of a group that may not be found" yes no yes <<'END'
role suspended% { }
allow gate% to group pay
deny gate% to role suspended%
assign suspended% to group away%
END
policy "a deny in a role that another extends" yes no yes <<'END'
role suspended% { deny gate% }
role gone% extends suspended% { }
allow gate% to group pay
assign gone% to group away%
END
policy "a deny to a group of the file" yes yes no <<'END'
allow gate% to group pay
deny gate% to group audit
END
policy "an allow to a group that may not be found" no no no <<'END'
allow gate% to group away%
END
{
    for ((n = 1; n <= ${#cases[@]}; n++)); do printf 'permission gate%d\nservice gate%d requires gate%d\n' "$n" "$n" "$n"; done
    cat "$folder/policy"
} | table gate
for ((n = 1; n <= ${#cases[@]}; n++)); do
    printf 'account required %s table=%s/gate.rgt\n' "$MODULE" "$folder" | stack "gate$n"
done

# Asks every case: what is said of it, nsswitch.conf's group line, RGTEST, user, which column of the case must come.
every() {
    local n row result
    printf 'passwd: files\ngroup: %s\n' "$2" >"$folder/nsswitch.conf"
    for ((n = 1; n <= ${#cases[@]}; n++)); do
        IFS='|' read -ra row <<<"${cases[n - 1]}"
        result=perm_denied
        [ "${row[$5]}" = yes ] && result=success
        same "$1: ${row[0]}" "$result" "$(RGTEST=$3 result "gate$n" "$4")"
    done
}
every "files alone" "files" "" kim 1
every "files alone, the auditor" "files" "" eve 3
every "the other source is down" "files rgtest" unavail kim 2
every "the other source is busy" "files rgtest" tryagain kim 2
every "the other source says that there is none" "files rgtest" notfound kim 2
every "it is down ahead of the file" "rgtest files" unavail kim 2
finish

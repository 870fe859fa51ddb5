# diff: who gains and who loses what, between policies and tables.
rolegate compile desk.rg -o desk.rgt
cat >old.rg <<'END'
zone utc
permission a.p, a.q, b
service s requires a.p
service t requires a.p and a.q
service gone requires b
condition workday time mon-fri 09:00-18:00
role one { allow a.p when workday allow b }
role two extends one { allow a.q }
assign one to group g1, group g3
assign two to group g2 until 2090-12-31
allow a.q to user kim
deny a.p to group bad
END
# The role one is another name now, a rule has moved to the subject, and the order is another.
cat >renamed.rg <<'END'
zone utc
allow a.q to user kim
permission a.p, b, a.q
role first { allow b allow a.p when workday }
deny a.p to group bad
condition workday time mon-fri 09:00-18:00
role second extends first { }
assign second to group g2 until 2090-12-31
allow a.q to group g2 until 2090-12-31
assign first to group g3
assign first to group g1
service t requires a.q and a.p
service gone requires b
service s requires a.p
END
cat >new.rg <<'END'
zone utc
unlisted ignore
permission a.p, a.q, b
service s requires a.p
service t requires a.p and a.q
condition workday time mon-fri 09:00-18:00
role one { allow a.p when workday or time sat 00:00-24:00 allow b }
role two extends one { allow a.q }
assign one to group g1, group g3
assign two to group g2 until 2090-12-31
allow a.q to user kim, group g1
deny a.p to group bad, group worse
END
cat >staff.rg <<'END'
permission p
service s requires p
roster group staff
allow p to group one
deny p to group barred
END
cat >open.rg <<'END'
permission p
service s requires p
allow p to group one
deny p to group barred
END
cat >broken.rg <<'END'
permission p p
END
# The times of witnesses are those of today.
timeless() {
    "$@" | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z/TIME/g'
    return "${PIPESTATUS[0]}"
}
says "diff" 1 timeless rolegate diff old.rg new.rg <<'EOF'
gone (listed no more)
  - group g1, group g3, role one, role two
    for example: user someone, in group g1
    reproduce: rolegate can someone gone --policy old.rg --group g1 --why
  - group g2: until 2090-12-31
s
  + group g1, group g3, role one, role two: when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone s --policy new.rg --group g1 --at TIME --why
  + group g2: when time sat until 2090-12-31
  - group worse together with group g1: when workday
    for example: user someone, in group worse, group g1, at TIME
    reproduce: rolegate can someone s --policy new.rg --group worse --group g1 --at TIME --why
t
  + group g1: when workday, or when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone t --policy new.rg --group g1 --at TIME --why
  + group g2: when time sat until 2090-12-31
  + role two: when time sat
  + group g3 together with user kim: when time sat
  - group worse together with group g2: when workday until 2090-12-31
    for example: user someone, in group worse, group g2, at TIME
    reproduce: rolegate can someone t --policy new.rg --group worse --group g2 --at TIME --why
3 services and 2 permissions differ: somebody gains and somebody loses.
Services that are not listed are left to others, and no longer denied.
EOF
says "diff, the other way" 1 timeless rolegate diff new.rg old.rg <<'EOF'
gone (listed now)
  + group g1, group g3, role one, role two
    for example: user someone, in group g1
    reproduce: rolegate can someone gone --policy old.rg --group g1 --why
  + group g2: until 2090-12-31
s
  - group g1, group g3, role one, role two: when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone s --policy old.rg --group g1 --at TIME --why
  - group g2: when time sat until 2090-12-31
  + group worse together with group g1: when workday
    for example: user someone, in group worse, group g1, at TIME
    reproduce: rolegate can someone s --policy old.rg --group worse --group g1 --at TIME --why
t
  - group g1: when workday, or when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone t --policy old.rg --group g1 --at TIME --why
  - group g2: when time sat until 2090-12-31
  - role two: when time sat
  - group g3 together with user kim: when time sat
  + group worse together with group g2: when workday until 2090-12-31
    for example: user someone, in group worse, group g2, at TIME
    reproduce: rolegate can someone t --policy old.rg --group worse --group g2 --at TIME --why
3 services and 2 permissions differ: somebody gains and somebody loses.
Services that are not listed are denied, and no longer left to others.
EOF
says "diff: a policy and its table" 0 rolegate diff desk.rg desk.rgt <<'EOF'
No difference: everybody has the same access.
EOF
says "diff: other names and another order are no difference" 0 rolegate diff old.rg renamed.rg <<'EOF'
No difference: everybody has the same access.
EOF
says "diff --fail-on widen" 1 timeless rolegate diff --fail-on widen old.rg new.rg <<'EOF'
gone (listed no more)
  - group g1, group g3, role one, role two
    for example: user someone, in group g1
    reproduce: rolegate can someone gone --policy old.rg --group g1 --why
  - group g2: until 2090-12-31
s
  + group g1, group g3, role one, role two: when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone s --policy new.rg --group g1 --at TIME --why
  + group g2: when time sat until 2090-12-31
  - group worse together with group g1: when workday
    for example: user someone, in group worse, group g1, at TIME
    reproduce: rolegate can someone s --policy new.rg --group worse --group g1 --at TIME --why
t
  + group g1: when workday, or when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone t --policy new.rg --group g1 --at TIME --why
  + group g2: when time sat until 2090-12-31
  + role two: when time sat
  + group g3 together with user kim: when time sat
  - group worse together with group g2: when workday until 2090-12-31
    for example: user someone, in group worse, group g2, at TIME
    reproduce: rolegate can someone t --policy new.rg --group worse --group g2 --at TIME --why
3 services and 2 permissions differ: somebody gains and somebody loses.
Services that are not listed are left to others, and no longer denied.
EOF
says "diff --fail-on narrow" 1 rolegate diff --fail-on narrow open.rg staff.rg <<'EOF'
0 services and 0 permissions differ: somebody gains and somebody loses.
The rosters differ: of whom a list of groups counts as complete is another.
Everybody is taken to be on the rosters, but for "people on no roster".
EOF
says "diff, of rosters" 1 rolegate diff staff.rg open.rg <<'EOF'
0 services and 0 permissions differ: somebody gains and somebody loses.
The rosters differ: of whom a list of groups counts as complete is another.
Everybody is taken to be on the rosters, but for "people on no roster".
EOF
says "diff, Markdown" 1 timeless rolegate diff --format markdown old.rg new.rg <<'EOF'
### Access: 3 services and 2 permissions differ: somebody gains and somebody loses.

<details><summary><code>gone</code></summary>

<pre>
gone (listed no more)
  - group g1, group g3, role one, role two
    for example: user someone, in group g1
    reproduce: rolegate can someone gone --policy old.rg --group g1 --why
  - group g2: until 2090-12-31
</pre>

</details>
<details><summary><code>s</code></summary>

<pre>
s
  + group g1, group g3, role one, role two: when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone s --policy new.rg --group g1 --at TIME --why
  + group g2: when time sat until 2090-12-31
  - group worse together with group g1: when workday
    for example: user someone, in group worse, group g1, at TIME
    reproduce: rolegate can someone s --policy new.rg --group worse --group g1 --at TIME --why
</pre>

</details>
<details><summary><code>t</code></summary>

<pre>
t
  + group g1: when workday, or when time sat
    for example: user someone, in group g1, at TIME
    reproduce: rolegate can someone t --policy new.rg --group g1 --at TIME --why
  + group g2: when time sat until 2090-12-31
  + role two: when time sat
  + group g3 together with user kim: when time sat
  - group worse together with group g2: when workday until 2090-12-31
    for example: user someone, in group worse, group g2, at TIME
    reproduce: rolegate can someone t --policy new.rg --group worse --group g2 --at TIME --why
</pre>

</details>

Services that are not listed are left to others, and no longer denied.
EOF
says "diff, JSON" 0 rolegate diff --format json staff.rg staff.rg <<'EOF'
{"widens":false,"narrows":false,"complete":true,"on_rosters":true,"rosters_changed":false,"unlisted":null,"desk":[],"differences":[]}
EOF
says "diff: a policy with errors" 2 rolegate diff broken.rg old.rg <<'EOF'
! broken.rg:1:14: error: unexpected "p", expected a string, "," or the next statement [syntax]
!   permission p p
!                ^
! note: a comma separates the names of a list: p, p
! 1 error
EOF
says "diff: a file that is not there" 2 rolegate diff old.rg none.rg <<'EOF'
! rolegate: none.rg: no table at that path
EOF
says "diff: one operand" 2 rolegate diff old.rg <<'EOF'
! rolegate diff: missing argument
! usage: rolegate diff OLD NEW [options]
!        rolegate diff OLD NEW --accounts [DIR] [options]
! Try 'rolegate diff --help'.
EOF
says "diff: an unknown format" 2 rolegate diff --format xml old.rg new.rg <<'EOF'
! rolegate diff: unknown format 'xml'; use text, json or markdown
! Try 'rolegate diff --help'.
EOF
says "diff: an unknown --fail-on" 2 rolegate diff --fail-on gain old.rg new.rg <<'EOF'
! rolegate diff: --fail-on: unknown value 'gain'; use widen, narrow or any
! Try 'rolegate diff --help'.
EOF
mkdir people
cat >people/passwd <<'END'
root:x:0:0::/root:/bin/sh
kim:x:1001:100::/:/bin/sh
lou:x:1002:101::/:/bin/sh
ann:x:1003:100::/:/bin/sh
END
cat >people/group <<'END'
users:x:100:
g1:x:101:ann
g3:x:104:kim
worse:x:103:ann
END
accounts() { rolegate diff old.rg new.rg --accounts people "$@" | grep -i people; }
says "diff --accounts DIR: who of these people" 0 accounts <<'EOF'
    people: ann, kim, lou lose
    people: kim, lou gain
    people: ann loses
    people: kim, lou gain
Of 4 people 3 gain and 3 lose.
EOF
own_people() { rolegate diff old.rg new.rg --accounts | grep -q "^Of .* people"; }
holds "diff --accounts: this machine's, too" own_people
says "diff --accounts: no folder" 2 rolegate diff old.rg new.rg --accounts elsewhere <<'EOF'
! rolegate diff: --accounts: expected at least one folder
! Try 'rolegate diff --help'.
EOF
says "diff: three things" 2 rolegate diff old.rg new.rg people <<'EOF'
! rolegate diff: too many arguments
! Try 'rolegate diff --help'.
EOF
rm people/group
says "diff --accounts: a file that is not there" 2 rolegate diff old.rg new.rg --accounts people <<'EOF'
! rolegate: cannot read people/group: No such file or directory
EOF
mkdir desk.d
cat >desk.rg <<'END'
permission a.p, a.q, b
service s requires a.p and a.q and b
role clerk { allow a.p }
role lead { allow b }
assign clerk to group g
include "desk.d/*.rg" only by 2 of user kim, user lou, user ann { allow a.p to users for 7 days assign clerk to users for 7 days deny b to users for 7 days }
END
cat >wider.rg <<'END'
permission a.p, a.q, b
service s requires a.p and a.q and b
role clerk { allow a.p allow a.q }
role lead { allow b }
assign clerk to group g
include "desk.d/*.rg" only by user kim, user lou, group desk { allow a.* to users, groups for 12 hours allow b to users for 7 days assign clerk, lead to users for 14 days deny b to users for 7 days }
END
says "diff: what the desk may hand out" 1 timeless rolegate diff desk.rg wider.rg <<'EOF'
permission a.q
  + group g, role clerk
    for example: user someone, in group g
    reproduce: rolegate can someone --permission a.q --policy wider.rg --group g --why
0 services and 1 permission differ: somebody gains, nobody loses.
desk.d/*.rg may now be written by group desk
desk.d/*.rg may now be written where 1 agree, not 2
desk.d/*.rg may now allow a.p to groups for 12 hours
desk.d/*.rg may now allow a.q to users, groups for 12 hours
desk.d/*.rg may now allow b to users for 7 days
desk.d/*.rg may now assign clerk, lead to users for 14 days
desk.d/*.rg may now assign role clerk with a.q in it
EOF
says "diff: and what it may no longer" 1 timeless rolegate diff wider.rg desk.rg <<'EOF'
permission a.q
  - group g, role clerk
    for example: user someone, in group g
    reproduce: rolegate can someone --permission a.q --policy desk.rg --group g --why
0 services and 1 permission differ: somebody loses, nobody gains.
desk.d/*.rg may now be written by user ann
desk.d/*.rg may now allow a.p to users for 7 days
EOF
sed 's/for 7 days/for 8 days/' desk.rg >longer.rg
rolegate compile desk.rg -o desk.rgt
rolegate compile longer.rg -o longer.rgt
says "diff: only what the desk may hand out, of tables" 1 rolegate diff desk.rgt longer.rgt --fail-on widen <<'EOF'
Everybody has the same access; more may be handed out.
desk.d/*.rg may now allow a.p to users for 8 days
EOF
cat >strange.rg <<'END'
policy "strange"
permission p
service "```" requires p
service "<b>&" requires p
allow p to group "<i>"
END
strange() { rolegate diff open.rg strange.rg --format markdown | grep -c '^```\|<b>\|<i>'; }
says "diff, Markdown: no name is markup" 1 strange <<'EOF'
0
EOF
# What is said to be pasted is: each line is given to a shell, which finds the command by its name.
mkdir "its parts" apart bin
ln -s "$rolegate" bin/rolegate
cat >"its parts/shared.rg" <<'END'
permission p
service "-s" requires p
service s requires p
END
cat >"apart/it's old.rg" <<'END'
include <shared>
allow p to user "-x", group "all $HOME's"
END
echo >beside.rg
cat >apart/elsewhere.rg <<'END'
include <shared>
include "../beside.rg"
allow p to user "-y z", group "`date`"
never user "-y z" may "-s"
END
# Each line of a command's output that is to be pasted, run: the first word of its answer.
pasted() {
    local line
    "$@" 2>&1 | sed -n 's/.*reproduce: //p' | while IFS= read -r line; do
        PATH=$PWD/bin:$PATH sh -c "$line" 2>/dev/null | sed -n '1s/:.*//p'
    done
}
says "diff: commands can be pasted" 0 pasted rolegate diff "apart/it's old.rg" apart/elsewhere.rg -I "its parts" \
    --include-anywhere <<'EOF'
allow
deny
allow
deny
EOF
says "check: commands can be pasted" 0 pasted rolegate check apart/elsewhere.rg -I "its parts" --include-anywhere <<'EOF'
allow
EOF

# fmt: policies in their one form.
cat >odd.rg <<'EOF'
policy   "Odd"   # a remark


zone
    utc
service a,b requires c when office
service long-name   "What it is"
permission c "one", d.e "two",
  # of three
  f
condition office time mon-fri 09:00-18:00
role r{allow c}
role s extends r { allow c when office
  # alone
  deny  d.*, f

}
allow c to (user maria , group "domain users") when not (office or from 10.0.0.0/8, local) until 2027-01-01 because "a long reason"
EOF
cp odd.rg kept.rg
says "a policy in its form" 0 rolegate fmt odd.rg <<'EOF'
policy "Odd"  # a remark

zone utc
service a, b      requires c when office
service long-name "What it is"
permission c   "one",
           d.e "two",
           # of three
           f
condition office time mon-fri 09:00-18:00
role r { allow c }
role s extends r {
    allow c when office
    # alone
    deny d.*, f
}
allow c to (user maria, group "domain users") when not (office or from 10.0.0.0/8, local)
    until 2027-01-01 because "a long reason"
EOF
says "what is not in its form is named" 1 rolegate fmt --check odd.rg desk.rg odd.rg <<'EOF'
odd.rg
desk.rg
odd.rg
EOF
holds "nothing was written" cmp -s odd.rg kept.rg
says "what would change" 0 rolegate fmt --diff odd.rg <<'EOF'
--- odd.rg
+++ odd.rg
@@ -1,18 +1,18 @@
-policy   "Odd"   # a remark
+policy "Odd"  # a remark
 
-
-zone
-    utc
-service a,b requires c when office
-service long-name   "What it is"
-permission c "one", d.e "two",
-  # of three
-  f
+zone utc
+service a, b      requires c when office
+service long-name "What it is"
+permission c   "one",
+           d.e "two",
+           # of three
+           f
 condition office time mon-fri 09:00-18:00
-role r{allow c}
-role s extends r { allow c when office
-  # alone
-  deny  d.*, f
-
+role r { allow c }
+role s extends r {
+    allow c when office
+    # alone
+    deny d.*, f
 }
-allow c to (user maria , group "domain users") when not (office or from 10.0.0.0/8, local) until 2027-01-01 because "a long reason"
+allow c to (user maria, group "domain users") when not (office or from 10.0.0.0/8, local)
+    until 2027-01-01 because "a long reason"
EOF
holds "--diff with --check is a question" test "$(rolegate fmt --diff --check odd.rg >/dev/null; echo $?)" = 1
patched() { rolegate fmt --diff "$1" >"$1.patch"; cp "$1" "$1.new" && patch -s "$1.new" "$1.patch" && rolegate fmt "$1" | cmp - "$1.new"; }
printf 'zone utc\n#end' >open.rg
printf 'zone utc' >unended.rg
printf 'zone utc\r\n\r\n\r\nunlisted\rdeny # x\r\n' >crlf.rg
: >empty.rg
{ for i in $(seq 3000); do echo "allow  c$((i % 7)) to user u$i"; [ $((i % 50)) -gt 2 ] || echo "permission x$i"; done; } >long.rg
for name in odd desk warns open unended crlf empty long; do holds "the difference of $name.rg applies" patched $name.rg; done
says "lines end with LF" 0 rolegate fmt crlf.rg <<'EOF'
zone utc

unlisted deny  # x
EOF
says "standard input" 0 bash -c 'printf "zone  utc" | "$0" fmt' "$rolegate" <<'EOF'
zone utc
EOF
says "standard input by its sign" 1 bash -c 'printf "zone  utc" | "$0" fmt --check -' "$rolegate" <<'EOF'
<stdin>
EOF
chmod 640 odd.rg && ln -s odd.rg link.rg
says "writing" 0 rolegate fmt --write link.rg desk.rg <<'EOF'
EOF
holds "the link is one still" test -L link.rg
holds "the mode is what it was" test "$(stat -c %a odd.rg)" = 640
says "what was written is in its form" 0 rolegate fmt --check odd.rg desk.rg <<'EOF'
EOF
before=$(stat -c '%i %y' desk.rg)
rolegate fmt --write desk.rg
holds "a file in its form is not written" test "$before" = "$(stat -c '%i %y' desk.rg)"
printf 'role r extends nobody {}\nallow a to user 7 until 2026-02-31\ninclude "nowhere.rg"\n' >wrong-in-meaning.rg
says "what it means need not be right" 0 rolegate fmt wrong-in-meaning.rg <<'EOF'
role r extends nobody {}
allow a to user 7 until 2026-02-31
include "nowhere.rg"
EOF
printf 'role r {\n    allow\n}\nassign r to user maria until 2026-02-31\n' >broken.rg
cp broken.rg kept.rg
says "what is not well formed is refused, and the others are not" 2 rolegate fmt --write broken.rg nowhere.rg unended.rg <<'EOF'
! broken.rg:3:1: error: unexpected "}", expected a name [syntax]
!   }
!   ^
! 1 error
! rolegate: error: cannot read "nowhere.rg": No such file or directory [cannot-read]
! 1 error
EOF
holds "and left as it is" cmp -s broken.rg kept.rg
holds "the others are written" test "$(cat unended.rg)" = "zone utc"
says "a dump is in its form" 0 bash -c '"$0" compile desk.rg -o t >/dev/null 2>&1; "$0" dump t >dump.rg; "$0" fmt --check dump.rg' "$rolegate" <<'EOF'
EOF
says "standard input cannot be written" 2 rolegate fmt --write <<'EOF'
! rolegate fmt: --write requires files, not standard input
! Try 'rolegate fmt --help'.
EOF
says "nor by its sign" 2 rolegate fmt --write odd.rg - <<'EOF'
! rolegate fmt: --write requires files, not standard input
! Try 'rolegate fmt --help'.
EOF
says "a word that is longer than a line" 0 bash -c 'printf "assign r to user %0120d, user b because \"x\"" 0 | "$0" fmt' "$rolegate" <<'EOF'
assign r
    to user 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000,
        user b
    because "x"
EOF

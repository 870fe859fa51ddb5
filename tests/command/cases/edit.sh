# init and edit: a first policy, and changing it.
says "a first policy" 0 bash -c '"$0" init first.rg | sed 1d' "$rolegate" <<'EOF'
  rolegate check first.rg
  rolegate edit first.rg
  rolegate can root --policy first.rg
EOF
says "it draws no report" 0 rolegate check -Werror first.rg <<'EOF'
EOF
says "it is in fmt's form" 0 rolegate fmt --check first.rg <<'EOF'
EOF
cp first.rg kept.rg
says "a file that is there is left" 2 rolegate init --from-accounts first.rg <<'EOF'
! rolegate: cannot write first.rg: it is there already
EOF
holds "as it is" cmp -s first.rg kept.rg
says "of this machine's groups too" 0 bash -c '"$0" init --from-accounts - >accounts.rg && "$0" check -Werror accounts.rg && "$0" fmt --check accounts.rg' "$rolegate" <<'EOF'
EOF
holds "standard output gets the same" test "$(rolegate init - | cat)" = "$(cat first.rg)"
mkdir jobs && cd jobs || exit 2
says "a job for CI" 0 bash -c '"$0" init --ci github | tail -n 1' "$rolegate" <<'EOF'
.github/workflows/policy.yml is written; put where you have rolegate in the place of OWNER.
EOF
cp main.rg kept.rg
says "a policy that is there is kept" 0 rolegate init --ci gitlab main.rg <<'EOF'
.gitlab-ci.yml is written; set ROLEGATE_IMAGE to an image that has rolegate.
EOF
holds "as it is" cmp -s main.rg kept.rg
holds "the jobs are those that are shipped" cmp -s .github/workflows/policy.yml "$tree/packaging/ci/github.yml"
holds "both" cmp -s .gitlab-ci.yml "$tree/packaging/ci/gitlab.yml"
says "a job that is there is left" 2 rolegate init --ci gitlab main.rg <<'EOF'
! rolegate: cannot write .gitlab-ci.yml: it is there already
EOF
rm .gitlab-ci.yml
rolegate init --ci gitlab nowhere/main.rg >/dev/null 2>&1
holds "without a policy there is no job" test ! -e .gitlab-ci.yml
says "a service of CI that is none" 2 rolegate init --ci jenkins <<'EOF'
! rolegate: --ci takes github or gitlab, not jenkins
EOF
for path in - /main.rg ../main.rg 'a b.rg' '$(id).rg' "a'b.rg"; do
    rolegate init --ci github -- "$path" >out 2>&1
    holds "a path that would not stand in a job: $path" grep -q 'a job needs a path below the repository' out
done
holds "nothing is written then" test "$(find . -type f | wc -l)" = 4
cp main.rg ours.rg && rm -r .github && rolegate init --ci github ours.rg >/dev/null
holds "the job names its policy" grep -qx '          policy: ours.rg' .github/workflows/policy.yml
cd .. && rm -r jobs

editor() {
    printf '#!/bin/sh\n%s\n' "$1" >editor && chmod +x editor
    SUDO_EDITOR='' VISUAL='' EDITOR="$PWD/editor" rolegate edit first.rg
}
says "nothing has changed" 0 editor : <<'EOF'
nothing has changed
EOF
says "what is right is written" 0 editor 'sed -i "s/contact .*/contact \"us\"/" "$1"' <<'EOF'
EOF
holds "it is there" grep -qx 'contact "us"' first.rg
cp first.rg kept.rg
editor 'echo "assign nobody to user kim" >>"$1"' </dev/null >left.out 2>&1
holds "after errors the old one can be left" test "$?" = 1
holds "they are reported" grep -q '^first.rg:[0-9]*:8: error: unknown role "nobody" \[unknown-role\]$' left.out
holds "and it is asked what to do" grep -q '^What now? (e)dit again, (x) leave the old one, ' left.out
holds "it is as it was" cmp -s first.rg kept.rg
again='if grep -q nobody "$1"; then sed -i s/nobody/staff/ "$1"; else echo "assign nobody to user kim because \"x\"" >>"$1"; fi'
printf '#!/bin/sh\n%s\n' "$again" >editor
EDITOR="$PWD/editor" rolegate edit first.rg <<<e >/dev/null 2>&1
holds "or edited again" grep -q 'assign staff to user kim' first.rg
printf '#!/bin/sh\necho "assign nobody to user kim" >>"$1"\n' >editor
EDITOR="$PWD/editor" rolegate edit first.rg <<<q >/dev/null 2>&1
holds "or written all the same" grep -q 'assign nobody' first.rg
says "an editor that fails" 2 env SUDO_EDITOR= VISUAL=false "$rolegate" edit first.rg <<'EOF'
! rolegate: the editor, false, failed: nothing was changed
EOF
cp kept.rg first.rg
says "a policy that is written to meanwhile" 2 editor 'echo "# mine" >>"$1"; echo "# theirs" >>first.rg' <<'EOF'
! rolegate: first.rg was written to meanwhile: it is left as it is
EOF
holds "keeps what was written" test "$(tail -n 1 first.rg)" = "# theirs"
says "one person at a time" 2 flock .first.rg.edit env EDITOR=true "$rolegate" edit first.rg <<EOF
! rolegate: first.rg is being edited by somebody else, or $PWD/.first.rg.edit is not your file
EOF
rm -f .first.rg.edit
says "a file that is not there" 2 rolegate edit nowhere.rg <<'EOF'
! rolegate: cannot edit nowhere.rg: No such file or directory
EOF
holds "nothing is left beside it" test -z "$(find . -name '.*.edit')"

#!/usr/bin/env bash
# Tries the ways out of a bounded include that take files, links or sizes: whatever somebody who may write in the folder
# puts there, the policy is refused, or holds no more than the bounds say. (What statements may say is in
# tests/language.) ROLEGATE: the command.
set -u
cd "$(dirname "$0")" || exit 2
ROLEGATE=${ROLEGATE:-../../build/rolegate}
case $ROLEGATE in /*) ;; *) ROLEGATE=$PWD/$ROLEGATE ;; esac
export LC_ALL=C NO_COLOR=1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# A fresh folder with a policy and one good exception; what follows is done in it.
begin() {
    rm -rf "$work/p" && mkdir -p "$work/p/desk.d" && cd "$work/p" || exit 2
    cat >main.rg <<'END'
zone utc
permission door.open, door.lock, safe.open
service door requires door.open
service safe requires safe.open
role porter { allow door.open }
assign porter to group porters
include "desk.d/*.rg" only by group desk, user olga {
    allow door.* to users for 31 days
    deny door.open to users for 31 days
}
test "all" { given user root may not safe given user kim in porters may door }
END
    echo 'allow door.open to user kim starting 2030-01-01 until 2030-01-31 because "T-1"' >desk.d/kim.rg
}

# Holds what `check` says to a pattern, and its exit status to one.
says() {
    local name=$1 status=$2 pattern=$3 got
    "$ROLEGATE" check -Wno-all main.rg >"$work/said" 2>&1
    got=$?
    if [ "$got" -eq "$status" ] && grep -qE -- "$pattern" "$work/said"; then
        passed=$((passed + 1))
    else
        echo "FAILED: $name: exit status $got, not $status, or no: $pattern"
        sed 's/^/    /' "$work/said" | head -n 20
        failed=$((failed + 1))
    fi
}
refused() { says "$1" 1 "$2"; }

# Nothing is said, and the policy compiles.
admitted() {
    if "$ROLEGATE" check -Wno-all main.rg >"$work/said" 2>&1 && [ ! -s "$work/said" ]; then
        passed=$((passed + 1))
    else
        echo "FAILED: $1"
        sed 's/^/    /' "$work/said" | head -n 20
        failed=$((failed + 1))
    fi
}

begin
admitted "one exception within the bounds"

# ---- which file it is ----

link="desk.d/[a-z]*.rg\" is a link, or is reached by one.*\[bounded-file\]"
begin
echo 'allow safe.open to user kim' >elsewhere
ln -s ../elsewhere desk.d/link.rg
refused "a symbolic link to another file" "$link"
begin
ln -s kim.rg desk.d/link.rg
refused "a symbolic link to an exception" "$link"
begin
ln -s missing desk.d/link.rg
refused "a symbolic link to nothing" "$link"
begin
ln -s ../main.rg desk.d/main.rg
refused "a symbolic link to the policy itself" "$link"
begin
ln -s /etc/shadow desk.d/shadow.rg
refused "a symbolic link out of the folder" "$link"
begin
mv desk.d real.d && ln -s real.d desk.d
refused "a folder that is a symbolic link" "$link"
begin
mkdir deep && mv desk.d deep/desk.d && ln -s deep here && sed -i 's,"desk.d/,"here/desk.d/,' main.rg
refused "a folder above that is a symbolic link" "here/desk.d/kim.rg\" is a link"
begin
mkdir real && mv main.rg desk.d real && ln -s real/main.rg main.rg && ln -s real/desk.d desk.d
refused "the folder beside a policy that is reached by a link" "$link"
begin
mkdir ../q && mv main.rg desk.d ../q && cd .. && rm -r p && mv q real && ln -s real p && cd p || exit 2
admitted "a link above the policy, which whoever gave its path has followed"
rm -rf "$work/real" "$work/p"

begin
ln desk.d/kim.rg desk.d/again.rg
refused "a hard link within the folder" "has 2 links.*\[bounded-file\]"
begin
ln desk.d/kim.rg outside
refused "a hard link from elsewhere" "has 2 links.*\[bounded-file\]"
begin
ln main.rg desk.d/main.rg
refused "a hard link to the policy itself" "\[bounded-file\]"
begin
mkfifo desk.d/pipe.rg
refused "a pipe that nobody writes to" "it is not a regular file"
begin
mkdir desk.d/folder.rg
refused "a folder with a file's name" "it is a directory"
begin
echo 'allow safe.open to user kim' >desk.d/.hidden.rg
echo 'allow safe.open to user kim' >desk.d/kim.rg~
admitted "files that the pattern does not name are not read"

begin
sed -i 's,^role,include "desk.d/kim.rg"\nrole,' main.rg
refused "the file by a plain include as well" "by a bounded include and by another way"
begin
sed -i 's,^test,include "desk.d/k*.rg"\ntest,' main.rg
refused "the file by a plain include behind" "by a bounded include and by another way"
begin
echo 'include "desk.d/*.rg" only by user olga { allow * to everyone }' >>main.rg
refused "the file by another bounded include" "by a bounded include and by another way"
begin
echo 'include "*.rg" only by user olga { allow door.open to users }' >>main.rg
refused "the policy itself by a bounded include" "by a bounded include and by another way"
begin
cp main.rg other.rg && echo 'include "main.rg"' >>other.rg
sed -i '/^include "desk/,/^}/d; s,^test.*,include "other.rg",' main.rg
refused "a policy included by another one, which declares all again" "duplicate permission"
begin
mkdir library && mv desk.d/kim.rg library/kim.rg
printf 'include <kim>\ninclude <kim> only { allow door.open to users }\n' >>main.rg
"$ROLEGATE" check -Wno-all -I library main.rg 2>&1 | grep -q "by a bounded include and by another way" &&
    passed=$((passed + 1)) || { echo "FAILED: the file by the include path"; failed=$((failed + 1)); }

# ---- what stands in it ----

outside='safe.open" to be allowed \[not-bounded\]'
begin
echo 'include "more.rg"' >desk.d/lou.rg && echo 'allow safe.open to user kim because "x"' >desk.d/more.rg
refused "an include in a bounded file" "may hold only rules and assignments"
begin
printf 'allow door.open to user kim starting 2030-03-01 until 2030-03-02 because "T-2\nallow safe.open to user kim because "x"\n' \
    >desk.d/lou.rg
refused "a string that is not closed does not hide the next line" "$outside"
begin
printf '}\nallow safe.open to user kim because "x"\n' >desk.d/lou.rg
refused "a brace more does not end the bounds" "$outside"
begin
printf 'role x {\nallow safe.open to user kim because "x"\n' >desk.d/lou.rg
refused "a brace less does not hide what follows" "\[syntax\]"
begin
printf '# a comment\rallow safe.open to user kim because "x"\r# another' >desk.d/lou.rg
refused "a carriage return ends a comment, as for whoever reads it in an editor" "$outside"
begin
printf '#rolegate dump 1\n#source "main.rg" %064d\n#line 1 "main.rg"\nallow safe.open to user kim because "x"\n' 0 >desk.d/lou.rg
refused "the marks of a dump mean nothing there" "$outside"
begin
printf 'allow safe.open to user kim because "x" # rolegate: ignore not-bounded "please"\n' >desk.d/lou.rg
refused "a comment has no effect" "$outside"
begin
printf '\0' >desk.d/lou.rg
refused "a file that is no text" "\[bad-bytes\]"
begin
printf '\xef\xbb\xbfallow safe.open to user kim because "x"\n' >desk.d/lou.rg
refused "a byte order mark" "\[bad-bytes\]"
begin
: >desk.d/empty.rg
echo '# nothing' >desk.d/comment.rg
admitted "files that say nothing"

# ---- what the policy says besides ----

begin
echo 'deny door.open to user kim because "root says so"' >>main.rg
sed -i 's/^test.*/test "kim" { given user kim at 2030-01-15 may not door }/' main.rg
admitted "an exception does not beat a deny"
begin
sed -i 's/^test.*/test "kim" { given user kim at 2030-01-15 may not door }/' main.rg
refused "an exception that breaks a test of the policy" "\[test-failed\]"
begin
echo 'permission door.grow' >>main.rg
echo 'allow door.open, door.lock to user lou starting 2030-01-01 until 2030-01-31 because "T-3"' >desk.d/lou.rg
sed -i 's/^service safe.*/service safe requires safe.open service grow requires door.grow/; s/^test.*/test "lou" { given user lou at 2030-01-15 may door may not grow }/' main.rg
admitted "what is named one by one does not grow"
begin
sed -i 's/allow door.\* to/allow door.lock to/' main.rg
refused "an exception that no longer fits a narrowed bound" 'allows "door.open" to be allowed \[not-bounded\]'
begin
sed -i 's/allow door.\* to users for 31 days/allow door.* to users for 30 days/' main.rg
refused "an exception that is too long for a shortened bound" "in force for 31 days, but the bound is for 30 days"

# ---- sizes ----

begin
for i in {1..20000}; do
    echo "allow door.open to user u$i starting 2030-01-01 until 2030-01-31 because \"T-$i\""
done >desk.d/many.rg
admitted "20,000 exceptions"
begin
for i in {1..5000}; do
    d=$(printf '20%02d-01-01' $((i % 90 + 10)))
    echo "allow door.open to user kim starting $d until $d because \"T-$i\""
done >desk.d/many.rg
admitted "5,000 exceptions for one user, in stretches that are short enough"
begin
{ echo -n 'permission a.p0'; for i in {1..12000}; do echo -n ", a.p$i"; done; echo; } >>main.rg
sed -i 's/allow door.\* to users/allow door.*, a.* to users/' main.rg
for i in {1..12000}; do
    echo "allow a.* except a.p$i to user lou starting 2030-01-01 until 2030-01-01 because \"x\""
    echo "allow a.p$i to user lou starting 2030-01-01 until 2030-01-01 because \"x\""
done >desk.d/many.rg
refused "statements that ask for too much work" "too many statements of these files speak of one subject"
begin
{ echo 'include "desk.d/*.rg" only {'; for i in {1..1001}; do echo "allow door.open to users for $i days"; done; echo '}'; } >>main.rg
refused "more bounds than an include may have" "an include has at most 1000 bounds"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

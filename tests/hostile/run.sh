#!/usr/bin/env bash
# Policies from strangers: nothing of a file outside of the policy's folders is printed or told of, and a policy of a few
# KB does not hold a machine. Costs are bounded by processor time and memory that no honest run comes near to.
cd "$(dirname "$0")" || exit 2
. ../pam/shell.sh
# The commands that change a machine are tried as well. Who is not root may change nothing.
if [ "$(id -u)" -eq 0 ]; then
    own_machine "policies from strangers" --mount
    own_folders /etc/security /etc/pam.d /etc/rolegate /var/lib /var/spool /run || exit 2
fi
cd "$folder" || exit 2

# ---- what lies outside ----
mkdir -p repo/policy/sub repo/.git home repo/lib
echo 'secret-of-git' >repo/.git/config
echo 'secret-of-netrc' >home/.netrc
echo 'permission secret.of.lib' >repo/lib/lib.rg
echo 'permission inside.link' >repo/policy/sub/inside.rg
ln -s "$folder/home/.netrc" repo/policy/link.rg
cp -P repo/policy/link.rg repo/policy/existing.rg
ln -s ../../home repo/policy/folder
ln -s /proc/self repo/policy/self
ln -s sub/inside.rg repo/policy/inner.rg
ln -s "$folder/repo/policy/sub" repo/policy/inner
ln -s "$folder/absent" repo/policy/dangling.rg
export DEPLOY_TOKEN=secret-of-environ
said_of() { # the includes, a line each: all that is said of them, in all formats
    printf 'include "%s"\n' "$@" >repo/policy/main.rg
    printf 'permission a\nservice s requires a\nallow a to everyone\n' >>repo/policy/main.rg
    for format in ${formats:-text json sarif}; do
        (cd "${from:-repo}" && "$ROLEGATE" check "${main:-policy/main.rg}" --format $format "${options[@]}" 2>&1)
    done
}
options=()
outside=(../.git/config "$folder/home/.netrc" /proc/self/environ /proc/self/cmdline link.rg folder/.netrc self/environ
    '../.git/*' "$folder/home/.n*" 'folder/.*' '/proc/self/env*' 'self/env*' ../lib/lib.rg sub/../../lib/lib.rg
    /sys/kernel/uevent_seqnum /dev/stdin ../policy/../lib/lib.rg)
for path in "${outside[@]}"; do
    same "no word of $path" 0 "$(said_of "$path" | grep -c secret)"
    same "$path is said to be outside" 1 "$(said_of "$path" | grep -cF "[outside-file]")"
done
formats="text json"
# Whether something is there is nothing that a stranger is told. A fingerprint is of the statement's own words.
without_prints() { sed 's/"fingerprint": .*//'; }
same "what is there and what is not are told alike" "$(said_of /etc/passwd | sed 's/passwd/absent/g' | without_prints)" \
    "$(said_of /etc/absent | without_prints)"
same "and by links" "$(said_of existing.rg | sed 's/existing/dangling/g' | without_prints)" \
    "$(said_of dangling.rg | without_prints)"
for path in sub/inside.rg ./sub/../sub/inside.rg inner.rg inner/inside.rg 'inner/*.rg' "$folder/repo/policy/sub/inside.rg" \
    ../policy/sub/inside.rg; do
    same "$path is inside" 0 "$(said_of "$path" | grep -c ': error:')"
    same "$path is inside, from there" 0 "$(main=main.rg from=repo/policy said_of "$path" | grep -c ': error:')"
done
options=(-I lib)
same "-I makes a folder one of the policy's" 0 "$(said_of ../lib/lib.rg | grep -c outside-file)"
same "and no other" 1 "$(said_of ../.git/config | grep -cF "[outside-file]")"
options=(--include-anywhere)
same "--include-anywhere includes from anywhere" 0 "$(said_of ../lib/lib.rg | grep -c ': error:')"
same "but nothing of the kernel's" 0 "$(said_of /proc/self/environ self/environ | grep -c secret)"
options=()
said_of sub/inside.rg >/dev/null
holds "through a pipe the current folder is the policy's" \
    sh -c "cd repo/policy && '$ROLEGATE' check - <main.rg"
for command in "compile main.rg -o x.rgt" "can kim s --policy main.rg --no-groups" "test main.rg" "install --dry-run main.rg"; do
    said_of ../.git/config >/dev/null
    # shellcheck disable=SC2086 # words
    same "$command is no way around" 0 "$(cd repo/policy && "$ROLEGATE" $command 2>&1 | grep -c secret)"
done

# ---- what a terminal would obey, or what hides or turns around other text ----
# None of these bytes may reach standard output or standard error, out of a policy or out of arguments.
evil=$(printf 'a\033[2J\033]0;x\007\302\233\177\342\200\256b\342\200\213c\342\201\246d\357\273\277e\363\240\201\201f\302\255g\330\234h\343\205\244i')
raw=$(printf '[\001-\010\013-\037\177]|\302[\200-\237]|\342\200[\213-\217\250-\256]|\342\201[\240-\257]|\357\273\277|\363\240|\302\255|\330\234|\343\205\244')
shows_nothing() { # NAME COMMAND...: whatever its exit status
    local name=$1
    shift
    "$@" >"$folder/said" 2>&1 </dev/null
    same "not shown raw: $name" "" "$(LC_ALL=C grep -aoE "$raw" "$folder/said" | od -An -c | head -n 3)"
}
mkdir evil && cd evil || exit 2
hidden=$(printf 'x\342\200\256y\342\200\213z\363\240\201\201\302\255')
cat >main.rg <<END
policy "$hidden"
contact "$hidden"
permission a "$hidden"
permission b
service s requires a "$hidden"
service t requires a and b
allow a to user "$hidden" because "$hidden"
allow a to user kim until 2020-01-01 because "$hidden"
deny a to group "$hidden" because "$hidden"
allow a to user "u$hidden" when host "$hidden" because "x"
test "$hidden" { given user "$hidden" in "$hidden" may s }
END
printf 'permission a\nservice s requires a\nallow a to user kim because "\\x1b[2J\\xc2\\x9b\\xe2\\x80\\xae"\n' >escaped.rg
"$ROLEGATE" compile escaped.rg -o escaped.rgt >/dev/null 2>&1
sed '/^test/d' main.rg >untested.rg
"$ROLEGATE" compile untested.rg -o main.rgt >/dev/null 2>&1
printf '{"user":"%s","service":"s","groups":["%s"]}\n' "$hidden" "$hidden" >requests
printf '%s\n' "$evil" '{"user":"kim","service":"'"$hidden"'"}' >>requests
cp main.rg "$evil.rg"
for format in text json sarif; do
    shows_nothing "check --format $format" "$ROLEGATE" check main.rg --format "$format"
    shows_nothing "check of a file's name, $format" "$ROLEGATE" check "$evil.rg" --format "$format"
done
for format in text tap junit json; do shows_nothing "test --format $format" "$ROLEGATE" test main.rg --format "$format"; done
for table in main.rgt escaped.rgt; do
    shows_nothing "dump $table" "$ROLEGATE" dump "$table"
    shows_nothing "verify $table" "$ROLEGATE" verify "$table"
    shows_nothing "verify --json $table" "$ROLEGATE" verify --json "$table"
    for user in kim "$hidden"; do
        shows_nothing "can $table" "$ROLEGATE" can "$user" s --table "$table" --no-groups
        shows_nothing "can --why $table" "$ROLEGATE" can "$user" s --table "$table" --no-groups --why
        shows_nothing "can --json $table" "$ROLEGATE" can "$user" s --table "$table" --group "$hidden" --json --why
    done
done
shows_nothing replay "$ROLEGATE" replay requests --table main.rgt --why
shows_nothing "replay --against" "$ROLEGATE" replay requests --table main.rgt --against escaped.rgt
"$ROLEGATE" dump main.rgt >again.rg 2>/dev/null && "$ROLEGATE" compile again.rg -o again.rgt 2>/dev/null
holds "a dump without them gives the same bytes" cmp main.rgt again.rgt
# Arguments, in the place of each operand and of each option's value.
for command in $("$ROLEGATE" --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    shows_nothing "$command ARGUMENT" env VISUAL=true "$ROLEGATE" "$command" "$evil"
    shows_nothing "$command two" "$ROLEGATE" "$command" "$evil" "$evil"
    shows_nothing "$command --OPTION" "$ROLEGATE" "$command" "--$evil"
    for option in $("$ROLEGATE" "$command" --help | grep -oE -- '--[a-z-]+ [A-Z]+' | cut -d' ' -f1); do
        shows_nothing "$command $option" "$ROLEGATE" "$command" x "$option" "$evil"
        shows_nothing "$command $option, two" "$ROLEGATE" "$command" x y "$option" "$evil"
    done
done
shows_nothing "no command" "$ROLEGATE" "$evil"
shows_nothing "no option" "$ROLEGATE" "--$evil"
cd ..

# ---- what costs ----
# bounded NAME STATUS TEXT FILE: check ends by itself within a minute of processor time and 2 GiB.
bounded() {
    local name=$1 status=$2 text=$3 got
    (ulimit -t 60 -v 2097152 && exec "$ROLEGATE" check "$4" >"$folder/said" 2>&1)
    got=$?
    same "$name: the exit status" "$status" "$got"
    same "$name: what is said" yes "$(grep -qF "$text" "$folder/said" && echo yes || head -c 300 "$folder/said")"
}
mkdir circle
for i in $(seq 3000); do echo 'include "*.rg"' >"circle/f$i.rg"; done
echo 'include "circle/*.rg"' >circle.rg
bounded "3,000 files that each include all" 1 "policy is empty" circle.rg
for i in $(seq 3000); do echo "include \"*f*$i*.rg\"" >"circle/f$i.rg"; done
bounded "3,000 files with a pattern each" 1 "the patterns of all includes look at more than 1000000 names" circle.rg
printf 'include "%s*.rg"\n' "$(printf '*a%.0s' {1..90})" >stars.rg
for i in $(seq 200); do : >"circle/$(printf 'a%.0s' {1..200})$i"; done
mv stars.rg circle/
bounded "a pattern of many stars" 1 "policy is empty" circle/stars.rg
python3 - <<'END'
with open("tests.rg", "w") as out:
    out.write("permission " + ", ".join(f"a.p{i}" for i in range(20000)) + "\nservice s requires a.p0\nallow * to everyone\n")
    for i in range(3000):
        out.write(f'test "t{i}" {{ given user u may permission * }}\n')
END
bounded "3,000 tests of * over 20,000 permissions" 1 "all tests together ask more than 1000000 questions" tests.rg

finish

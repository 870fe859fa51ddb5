#!/usr/bin/env bash
# Runs the test suites and counts. Every suite is a cmocka program (tests/unit/WING/NAME_test.c)
# or a runner (tests/KIND/run.sh) whose last line is `N passed, N failed` (`, N skipped` may follow). Arguments name kinds of
# tests (folders of tests/); without any, all are run. BUILD: where things were built.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build}"
case $BUILD in /*) ;; *) BUILD=$PWD/$BUILD ;; esac
export BUILD
export ROLEGATE=$BUILD/rolegate MODULE=$BUILD/pam_rolegate.so
results=$BUILD/results
rm -rf "$results"
mkdir -p "$results"

passed=0 failed=0 skipped=0
number() { grep -Eo "[0-9]+ $1" <<<"$2" | tail -n 1 | cut -d' ' -f1; }

# A suite that has not ended by now hangs: the longest takes three minutes on two idle cores. What runs the suites has
# a limit of its own, and would be ended by it without having said which one hung.
hung_after=1800

# What of this machine rolegate could change: no suite may, but on a machine of its own.
machine_state() {
    find /etc/pam.d /usr/lib/pam.d /etc/security /etc/rolegate /var/lib/rolegate /var/spool/rolegate ! -type d \
        -printf '%p %M %u %s %T@\n' 2>/dev/null | sort
}

# One suite: name, command. Its output goes to a file; it is shown where something failed.
suite() {
    local name=$1 log=$results/${1//\//-}.log status last p f s begin=$SECONDS before changed
    shift
    before=$(machine_state)
    timeout --kill-after=60 $hung_after "$@" >>"$log" 2>&1 </dev/null
    status=$?
    [ $status -eq 124 ] && echo "hung: ended after $((hung_after / 60)) minutes" >>"$log"
    last=$(grep -E '^([a-z]+: )?[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    if [ -z "$last" ]; then # cmocka's own closing lines
        p=$(grep -E '^\[  PASSED  \] [0-9]+ test' "$log" | grep -Eo '[0-9]+' | tail -n 1)
        f=$(grep -E '^\[  FAILED  \] [0-9]+ test' "$log" | grep -Eo '[0-9]+' | head -n 1)
        s=$(grep -E '^\[  SKIPPED \] [0-9]+ test' "$log" | grep -Eo '[0-9]+' | head -n 1)
    else
        p=$(number passed "$last") f=$(number failed "$last") s=$(number skipped "$last")
    fi
    # A suite that did not end well, or counted nothing, has failed, whatever it counted.
    if [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; then f=1; fi
    if [ "${p:-0}" -eq 0 ] && [ "${f:-0}" -eq 0 ] && [ "${s:-0}" -eq 0 ]; then f=1; fi
    changed=$(diff <(echo "$before") <(machine_state)) || {
        printf 'FAILED  this machine is as it was\n%s\n' "$changed" >>"$log"
        f=$((${f:-0} + 1))
    }
    printf '  %-34s %7d passed, %d failed' "$name" "${p:-0}" "${f:-0}"
    [ "${s:-0}" -gt 0 ] && printf ', %d skipped' "$s"
    printf '  (%d s)\n' "$((SECONDS - begin))"
    [ "${f:-0}" -gt 0 ] && tail -n 60 "$log" | sed 's/^/    | /'
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
}

kinds=("$@")
if [ ${#kinds[@]} -eq 0 ]; then
    for folder in tests/*/; do kinds+=("$(basename "$folder")"); done
fi
for kind in "${kinds[@]}"; do
    for source in tests/"$kind"/*/*_test.c; do
        [ -e "$source" ] || continue
        name=${source%.c}
        suite "${name#tests/}" "$BUILD/$name"
    done
    [ -e "tests/$kind/run.sh" ] && suite "$kind" bash "tests/$kind/run.sh"
done
printf '%d passed, %d failed' "$passed" "$failed"
[ "$skipped" -gt 0 ] && printf ', %d skipped' "$skipped"
echo
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

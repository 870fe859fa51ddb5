#!/bin/sh
# Installs what building, testing and the demo need, on Debian and its kin: only what is missing, as root or through
# sudo. Silent, and without network, where nothing is missing. Elsewhere it says what to install.
set -u

build='gcc make flex bison pkg-config libpam0g-dev libjansson-dev nettle-dev libxxhash-dev'
tests='libcmocka-dev libpamtest0-dev libpam-wrapper libnss-wrapper libuid-wrapper pamtester nscd mypy g++'
tools='python3 tzdata sudo util-linux binutils mandoc strace procps tmux fish zsh'
peers='libipa-hbac-dev opendoas checkpolicy secilc apparmor valgrind'
packages='debhelper dpkg-dev fakeroot lintian debootstrap rpm'
checks='clang clang-tidy clang-format libclang-rt-14-dev cppcheck shellcheck valgrind'

if ! command -v dpkg-query >/dev/null 2>&1; then
    for tool in gcc make flex bison pkg-config python3; do
        command -v "$tool" >/dev/null 2>&1 && continue
        echo "deps: this is no Debian system, and $tool is missing. Install, under the names of your system:" >&2
        printf '  to build: %s\n  to test: %s\n  to analyse: %s\n' "$build" "$tests $tools" "$checks" >&2
        exit 1
    done
    exit 0
fi

# What of the packages that are named is not installed.
missing_of() {
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
    for package in "$@"; do
        echo "$installed" | grep -qxF "$package" || echo "$package"
    done
}

# What `make bench` measures rolegate beside is wanted only there: `deps.sh bench`.
[ "${1-}" = bench ] || peers=
# And what builds packages, for `make deb`: `deps.sh package`.
[ "${1-}" = package ] || packages=
# And what makes the machine of `make directory-test`.
[ "${1-}" != directory ] || packages='debootstrap iproute2'
# npm may come from elsewhere than Debian's package, which then would not go beside it.
[ -z "$peers" ] || command -v npm >/dev/null 2>&1 || peers="$peers npm"
# shellcheck disable=SC2086 # lists of words
missing=$(missing_of $build $tests $tools $checks $peers $packages)
[ -z "$missing" ] && exit 0
missing=$(echo "$missing" | tr '\n' ' ')

if [ "$(id -u)" -eq 0 ]; then
    as_root='env'
elif command -v sudo >/dev/null 2>&1; then
    as_root='sudo env'
else
    echo "deps: run this as root: apt-get install $missing" >&2
    exit 1
fi
echo "deps: installing $missing"
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # lists of words
install() {
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
# The lists of packages are fetched only where the ones at hand do not do.
if ! install >"$log" 2>&1; then
    if ! { $as_root apt-get update && install; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        echo "deps: apt-get could not install: $missing" >&2
        exit 1
    fi
fi
# nscd is wanted by a test, which starts one of its own: as a service it would answer this machine's look-ups from now on.
case " $missing " in
*' nscd '*)
    if [ -d /run/systemd/system ]; then
        $as_root systemctl disable --now --quiet nscd.service nscd.socket 2>/dev/null
    else
        $as_root service nscd stop >/dev/null 2>&1
    fi
    exit 0
    ;;
esac

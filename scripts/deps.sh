#!/bin/sh
# Installs what is needed, on Debian and its kin: only what is missing, as root or through sudo. Silent, and without
# network, where nothing is missing. Elsewhere it says what to install. No service is started, nor switched on for later.
# Usage: deps.sh [build|check|lint|demo|bench|fuzz|package|wheel|directory|playground|boot]
set -u

what=${1:-build}
build='gcc make flex bison pkg-config libc6-dev libpam0g-dev libjansson-dev nettle-dev libxxhash-dev picosat'
case $what in
build) for='building' more='' ;;
check)
    for='make check'
    more='git python3 tzdata sudo util-linux binutils file patch mandoc strace procps tmux fish zsh mypy g++ clang musl-tools
        libcmocka-dev libpamtest0-dev libpam-wrapper libnss-wrapper libuid-wrapper pamtester openssh-server openssh-client
        nscd systemd dpkg-dev python3-jsonschema chromium poppler-utils neovim emacs-nox elpa-eglot nodejs
        python3-setuptools python3-wheel python3-pip python3-venv'
    ;;
lint) for='make lint' more='git python3 libcmocka-dev clang clang-tidy clang-format cppcheck shellcheck mandoc binutils' ;;
demo) for='make demo' more='python3 tzdata sudo util-linux libpam-wrapper libnss-wrapper libuid-wrapper' ;;
bench) for='make bench' more='git python3 tzdata util-linux strace valgrind libipa-hbac-dev opendoas checkpolicy secilc apparmor setools' ;;
fuzz) for='fuzzing' more='clang libclang-rt-14-dev' ;;
package) for='make deb' more='git build-essential debhelper dh-python dpkg-dev fakeroot lintian python3-all python3-setuptools rpm debootstrap' ;;
directory) for='make directory-test' more='debootstrap iproute2' ;;
wheel) for='make wheel' more='python3 python3-pip python3-setuptools python3-wheel' ;;
playground)
    for='the playground'
    more='python3 tzdata clang lld wasi-libc libclang-rt-14-dev-wasm32 dpkg-dev zopfli nodejs chromium'
    ;;
boot) for='make boot-test' more='debootstrap procps util-linux' ;;
*)
    echo "deps: there is no '$what'; see the first lines of $0" >&2
    exit 2
    ;;
esac
# Services that some of these packages bring along.
services='ssh nscd apparmor'
# FreeIPA's rules are held against its own library.
[ "$what" != check ] || more="$more python3-libipa-hbac"

if ! command -v dpkg-query >/dev/null 2>&1; then
    for tool in gcc make flex bison pkg-config python3; do
        command -v "$tool" >/dev/null 2>&1 && continue
        echo "deps: this is no Debian system, and $tool is missing. Install, under the names of your system:" >&2
        printf '  to build: %s\n' "$build" >&2
        [ -z "$more" ] || printf '  for %s: %s\n' "$for" "$more" >&2
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

# npm may come from elsewhere than Debian's package, which then would not go beside it.
{ [ "$what" != bench ] && [ "$what" != check ]; } || command -v npm >/dev/null 2>&1 || more="$more npm"
# shellcheck disable=SC2086 # lists of words
missing=$(missing_of $build $more)
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
echo "deps: installing for $for: $missing"
log=$(mktemp) || exit 1
denies= # the file that tells packages to start nothing, where it is this script's
undo() {
    [ -z "$denies" ] || $as_root rm -f "$denies"
    rm -f "$log"
}
trap undo EXIT
trap 'exit 1' INT TERM
if [ ! -e /usr/sbin/policy-rc.d ]; then
    denies=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$denies" >/dev/null && $as_root chmod 755 "$denies"
fi
install() {
    # shellcheck disable=SC2086 # lists of words
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
# Nor are they started with the machine: an sshd or an nscd that nobody asked for.
for service in $services; do
    case " $missing " in
    *" $service "* | *" open$service-server "*)
        $as_root systemctl disable --quiet "$service.service" "$service.socket" >/dev/null 2>&1
        $as_root update-rc.d "$service" disable >/dev/null 2>&1
        ;;
    esac
done
exit 0

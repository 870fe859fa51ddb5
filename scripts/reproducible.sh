#!/usr/bin/env bash
# Builds and installs the tree twice - in two folders, as two users, at two times, in two time zones, languages and umasks -
# and compares what is installed, byte for byte. Needs root, for the second user.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
passed=0 failed=0
[ "$(id -u)" -eq 0 ] || { echo "reproducible: this needs root"; echo "0 passed, 0 failed, 1 skipped"; exit 0; }

# built NAME FOLDER USER UMASK ENVIRONMENT...: a copy of the tree in FOLDER, built by USER.
built() {
    local name=$1 folder=$2 user=$3 mask=$4
    shift 4
    mkdir -p "$folder" "$work/$name"
    git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- -cf - | tar -C "$folder" -xf -
    chown -R "$user" "$folder" "$work/$name"
    setpriv --reuid="$user" --clear-groups env -u CCACHE_DIR CCACHE_DISABLE=1 "$@" sh -c "umask $mask && cd '$folder' &&
        make -j$(nproc) all && make DESTDIR='$work/$name' install" >"$work/$name.log" 2>&1 ||
        { tail -n 20 "$work/$name.log"; exit 1; }
}
built one "$work/a" 0 0022 TZ=UTC LC_ALL=C HOME="$work/a"
find "$work/one" -exec touch -d 2001-01-01 {} +
sleep 2
built two "$work/another folder/below" 65534 0077 TZ=Asia/Kolkata LC_ALL=C.UTF-8 HOME="$work/another folder"
while read -r file; do
    if cmp -s "$work/one/$file" "$work/two/$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL  $file differs"
    fi
done < <(cd "$work" && { (cd one && find . -type f); (cd two && find . -type f); } | sort -u)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 20 ]

#!/bin/sh
# Builds the Debian packages from a clean copy of the tree, and has lintian look at them.
# Usage: package.sh FOLDER [VERSION]: where they are put (emptied first), and the version where it is not the changelog's.
set -eu
cd "$(dirname "$0")/.."
target=$1
version=${2-}

for tool in dpkg-buildpackage dh lintian; do
    command -v "$tool" >/dev/null 2>&1 || { echo "package: $tool is missing; scripts/deps.sh package installs it" >&2; exit 1; }
done
rm -rf "$target"
mkdir -p "$target/tree"
target=$(cd "$target" && pwd)
git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- -cf - | tar -C "$target/tree" -xf -
mv "$target/tree/packaging/debian" "$target/tree/debian"
[ -z "$version" ] || sed -i "1s/([^)]*)/($version)/" "$target/tree/debian/changelog"
cd "$target/tree"
# The whole suite wants root, namespaces and programs that a build has not; it is run before, on the tree.
DEB_BUILD_OPTIONS="nocheck ${DEB_BUILD_OPTIONS-}" dpkg-buildpackage -us -uc -b >"$target/build.log" 2>&1 || {
    tail -n 40 "$target/build.log" >&2
    exit 1
}
cd "$target"
python3 tree/scripts/sbom.py . >rolegate.cdx.json
rm -rf tree
lintian --allow-root --fail-on error,warning --tag-display-limit 0 ./*.changes
ls ./*.deb

#!/usr/bin/env bash
# The library, the modules and the command compile for musl: every file, against musl's own headers, no function undeclared.
cd "$(dirname "$0")/../.." || exit 2
. tests/pam/shell.sh
if ! command -v musl-gcc >/dev/null 2>&1; then
    skip "musl-gcc is not here"
    finish
fi
# Of the system's headers only those of other libraries; musl's own come first.
mkdir "$folder/include"
for header in security jansson.h jansson_config.h nettle picosat xxhash.h linux asm asm-generic; do
    for place in /usr/include "/usr/include/$(gcc -print-multiarch)"; do
        [ -e "$place/$header" ] && ln -s "$place/$header" "$folder/include/$header" && break
    done
done
multiarch=$(gcc -print-multiarch)
compiles() {
    musl-gcc -std=c11 -D_GNU_SOURCE -DROLEGATE_VERSION='"0"' -DROLEGATE_POLICY_DIR='"/x"' -DROLEGATE_PAM_DIR='"/x"' \
        -isystem "$folder/include" -Ilib -Ipam_module -Ipolicy-compiler -I"$BUILD" -I"$BUILD/policy-compiler" \
        -Wall -Werror=implicit-function-declaration -Werror=int-conversion -O1 -c -o "$folder/object" "$1"
}
[ -n "$multiarch" ] || exit 2
files=0
while read -r file; do
    files=$((files + 1))
    holds "$file" compiles "$file"
done < <(ls lib/*.c lib/*/*.c pam_module/*.c policy-compiler/*.c policy-compiler/*/*.c policy-compiler/*/*/*.c \
    "$BUILD/policy-compiler/compile/parse/parse.c" "$BUILD/policy-compiler/compile/scan/scan.c")
holds "there are files" test "$files" -gt 100
finish

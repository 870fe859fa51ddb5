#!/usr/bin/env bash
# Builds the playground: the compiler as WebAssembly, and one page that holds it. Or, with `npm`, a package for npm.
# jansson and nettle are built from the sources of Debian's packages, which apt checks. With `links`, only whether it could
# be linked. Usage: build.sh [page|npm|links]
# BUILD: where the command was built, and where playground/ is put.
set -eu
cd "$(dirname "$0")/../.."
: "${BUILD:=build}"
here=packaging/playground
work=$BUILD/playground
version=$(sed -n 's/^VERSION *:= *//p' Makefile)
mkdir -p "$work/obj" "$work/generated"

# What it is made of: all that needs no machine.
sources() {
    local name
    ls lib/*.c lib/{base,table,decide,explain,inspect,verify,dump}/*.c policy-compiler/compile/*.c \
        policy-compiler/{answer,tools/fmt,machine/nss}/*.c policy-compiler/machine/exceptions/{exception_list,grantor}.c
    for name in policy-compiler/{analysis,compile/*,support}/*.c; do
        case $name in
        */matrix_html.c | */solve.c | */solver.c | */circuit.c | */*_formula.c) ;;
        */diag_sarif.c | */diag_ci.c | */diag.c) ;;
        */atomic_file.c | */editor.c | */file_watch.c | */progress.c | */spawn.c | */syslog_event.c) ;;
        *) echo "$name" ;;
        esac
    done
    for name in baseline can_ask cmd_can cmd_check cmd_compile cmd_fmt cmd_matrix cmd_test command \
        policy_names policy_options policy_report table_source; do
        echo "policy-compiler/commands/$name.c"
    done
}

# Whether all that is called is among it, with what the command was built from: a link that takes no time. What is not
# called is left out of it, as below.
links() {
    local objects
    mapfile -t objects < <(sources | sed "s|^|$BUILD/|; s|c$|o|")
    ${CC:-cc} -w -D_GNU_SOURCE -Ilib -Ipolicy-compiler -ffunction-sections -Wl,--gc-sections -o "$work/links" "$here/main.c" \
        "${objects[@]}" "$BUILD"/policy-compiler/compile/{scan/scan,parse/parse,diag/diag}.o -ljansson -lnettle
}
if [ "${1:-}" = links ]; then
    links
    exit
fi

# The sources of a package, as Debian ships them, in $work/NAME.
fetch() {
    local name=$1 list=$work/apt file
    [ -d "$work/$name" ] && return
    mkdir -p "$list/parts" "$list/lists/partial" "$work/download"
    for file in /etc/apt/sources.list.d/debian*.sources; do
        [ -e "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" >"$list/parts/$(basename "$file")"
    done
    if [ -s /etc/apt/sources.list ]; then
        sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$list/parts/main.list"
    fi
    local options=(-q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$(realpath "$list/parts")"
        -o "Dir::State::lists=$(realpath "$list/lists")" -o APT::Sandbox::User=root)
    [ -n "$(find "$list/lists" -name '*Sources*' -print -quit)" ] || apt-get "${options[@]}" update >/dev/null
    (cd "$work/download" && apt-get "${options[@]}" source --download-only "$name" >/dev/null)
    mkdir "$work/$name.part"
    tar xf "$work/download/$name"_*.orig.tar.gz -C "$work/$name.part" --strip-components=1
    mv "$work/$name.part" "$work/$name"
}
fetch jansson
fetch nettle
mkdir -p "$work/include" && ln -sfn ../nettle "$work/include/nettle"

# The scanner with small tables: the large ones are as much as all the rest.
sed 's/ fast prefix/ prefix/' policy-compiler/compile/scan/scan.l >"$work/generated/scan.l"
# And the reports without the paragraphs of `rolegate help`.
sed 's/, summary, paragraph}/, summary, ""}/' policy-compiler/compile/diag/diag.c >"$work/generated/diag.c"
flex -Cem -o "$work/generated/scan.c" "$work/generated/scan.l"

all_sources() {
    sources
    echo "$BUILD/policy-compiler/compile/parse/parse.c"
    ls "$work"/generated/{scan,diag}.c "$here/main.c" "$work"/jansson/src/*.c \
        "$work"/nettle/{sha256,sha256-compress,write-be32}.c
}
cat >"$work/flags.new" <<END
--target=wasm32-wasi -std=gnu11 -Oz -w -DNDEBUG -D_GNU_SOURCE -ffunction-sections -fdata-sections
-D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS -D_WASI_EMULATED_GETPID
'-DROLEGATE_VERSION="$version"' '-DROLEGATE_POLICY_DIR="/policies"' '-DROLEGATE_PAM_DIR="/lib/security"'
-I$here/shim -include $here/shim/compat.h -Ilib -Ipolicy-compiler -I$BUILD -I$BUILD/policy-compiler -Ipam_module
-Ipolicy-compiler/compile/diag -I$work/include -I$work/jansson/src
END
cmp -s "$work/flags.new" "$work/flags" || mv "$work/flags.new" "$work/flags"
# Where a header has changed since, all is compiled again.
newer=(-newer "$work/flags")
[ -z "$(find lib policy-compiler "$here/shim" \( -name '*.h' -o -name '*.def' \) "${newer[@]}")" ] ||
    touch "$work/flags"

# One file, where it is newer than its object.
compile() {
    local source=$1 object=$work/obj/${1//\//_}.o more=()
    case $source in
    */jansson/*) more=(-DHAVE_CONFIG_H) ;;
    */nettle/*) more=("-I$work/nettle" -DHAVE_CONFIG_H=0) ;;
    esac
    [ "$object" -nt "$source" ] && [ "$object" -nt "$work/flags" ] && return
    clang "@$work/flags" "${more[@]}" -c "$source" -o "$object"
}
export -f compile
export work
all_sources | xargs -P "$(nproc)" -I{} bash -c 'compile {}'
mapfile -t objects < <(all_sources | sed "s|/|_|g; s|^|$work/obj/|; s|$|.o|")
clang --target=wasm32-wasi -Oz -Wl,--gc-sections,--strip-all -Wl,-z,stack-size=1048576 -o "$work/rolegate.wasm" \
    "${objects[@]}" -lwasi-emulated-signal -lwasi-emulated-process-clocks -lwasi-emulated-getpid

case ${1:-page} in
page)
    zopfli -c "$work/rolegate.wasm" >"$work/rolegate.wasm.gz"
    python3 "$here/make_page.py" "$work/rolegate.wasm.gz" . >"$work/playground.html"
    echo "$work/playground.html: $(stat -c %s "$work/playground.html") bytes"
    ;;
npm)
    rm -rf "$work/npm"
    mkdir -p "$work/npm"
    sed "s/\"version\": \"[^\"]*\"/\"version\": \"$version\"/" "$here/npm/package.json" >"$work/npm/package.json"
    cp "$here/npm/README.md" "$here/npm/index.js" "$here/npm/index.d.ts" "$here/wasi.js" "$work/rolegate.wasm" LICENSE \
        policies/predefined.rg "$work/npm/"
    (cd "$work/npm" && npm pack --silent)
    ;;
esac

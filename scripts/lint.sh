#!/usr/bin/env bash
# What can be checked without running anything: format, static analysis, manual pages, and the rules of the tree.
# Each check is one of the last line's `N passed, N failed`. BUILD: what was built, generated headers included.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${BUILD:=build}"
passed=0 failed=0
shopt -s nullglob
sources=(lib/*.c lib/*/*.c pam_module/*.c policy-compiler/*.c policy-compiler/*/*.c policy-compiler/*/*/*.c scripts/*.c
    policies/examples/*.c)
headers=(lib/*.h lib/*/*.h pam_module/*.h policy-compiler/*.h policy-compiler/*/*.h policy-compiler/*/*/*.h)
tests=(tests/*/*.c tests/*/*.h tests/*/*/*.c tests/*/*/*.h bench/*.c)
flags=(-std=c11 -D_GNU_SOURCE -DROLEGATE_VERSION='"0"' -DROLEGATE_POLICY_DIR='"/"' -DROLEGATE_PAM_DIR='"/"' -Ilib -Ipolicy-compiler -Ipam_module -I"$BUILD"
    -I"$BUILD/policy-compiler")
jobs=$(nproc)

# NAME COMMAND...: passes if the command succeeds, and shows what it says if not.
check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        printf '  %-58s ok\n' "$name"
        passed=$((passed + 1))
    else
        printf '  %-58s FAILED\n' "$name"
        head -n 60 <<<"$output" | sed 's/^/    | /'
        failed=$((failed + 1))
    fi
}

# NAME COMMAND...: passes if the command prints nothing.
silent() {
    local name=$1
    shift
    check "$name" says_nothing "$@"
}
says_nothing() {
    local output
    output=$("$@" 2>&1)
    [ -z "$output" ] || { echo "$output"; return 1; }
}

# ---- format and analysis ----

check 'format: clang-format' clang-format --dry-run -Werror "${sources[@]}" "${headers[@]}" "${tests[@]}"

# decide.c ends a program of an unexpected depth with an error, which cppcheck does not follow.
check 'analysis: cppcheck' cppcheck --std=c11 --quiet --inline-suppr --enable=warning,portability,performance \
    --suppress=missingIncludeSystem --suppress=uninitvar:lib/decide/decide.c --error-exitcode=1 -D_GNU_SOURCE -Ilib \
    -Ipolicy-compiler -I"$BUILD/policy-compiler" -j"$jobs" lib pam_module policy-compiler scripts policies bench

# gcc 12 does not know that the arena never answers NULL, nor that a stack's depth or a list's length is counted. Leaks
# are the sanitizers' to find.
analyse_gcc() {
    printf '%s\0' "${sources[@]}" | xargs -0 -P"$jobs" -I{} gcc "${flags[@]}" -O2 -Werror -fanalyzer \
        -Wno-analyzer-use-of-uninitialized-value -Wno-analyzer-null-dereference -Wno-analyzer-null-argument \
        -Wno-analyzer-malloc-leak -c -o /dev/null {}
}
check 'analysis: gcc -fanalyzer' analyse_gcc

# The analyzer's long way through every path is for what runs inside other programs.
analyse_clang() {
    printf '%s\0' lib/*.c lib/*/*.c pam_module/*.c | xargs -0 -P"$jobs" -I{} clang-tidy --quiet {} -- "${flags[@]}" || return 1
    printf '%s\0' policy-compiler/*.c policy-compiler/*/*.c policy-compiler/*/*/*.c scripts/*.c policies/examples/*.c |
        xargs -0 -P"$jobs" -I{} clang-tidy --quiet --checks='-clang-analyzer-*' {} -- "${flags[@]}"
}
check 'analysis: clang-tidy' analyse_clang

# SC1091, SC2154: what a sourced file sets is not looked up. SC1083, SC2093: it does not know `exec {NAME[1]}>&-`.
check 'shell: shellcheck' shellcheck -s bash -S warning -e SC1091,SC2154,SC1083,SC2093 .ci/run scripts/*.sh tests/*/*.sh \
    tests/*/*/*.sh policies/examples/*.sh bench/*.sh

# ---- manual pages ----

# Other manuals that a page names may not be installed here, and that is no fault of the page.
pages() {
    mandoc -Tlint -W style man/* 2>&1 | grep -Ev 'referenced manual not found|outdated mandoc.db'
}
silent 'manual: mandoc -Tlint' pages

# Every id of a diagnostic has its paragraph, and every reserved word is in the list.
reserved_of_language() { sed -n 's/^X([A-Z]*, "\([a-z]*\)")$/\1/p' lib/table/keywords.def | sort; }
reserved_of_manual() {
    sed -n '/^\.Sh RESERVED WORDS/,/^\.Sh /p' man/rolegate-policy.5 | grep -v '^\.' | tr -s ' ,' '\n' | grep -E '^[a-z]+$' | sort
}
same_words() { diff <(reserved_of_language) <(reserved_of_manual); }
check 'manual: the reserved words are those of keywords.def' same_words

# ---- the rules of the tree ----

# Each prints the lines that break it.
lib_alone() {
    grep -nE '#include <(pwd|grp|syslog|security/.*)\.h>' lib/*.[ch] lib/*/*.[ch] | grep -vE '^lib/(nss/.*|decide/(nss_account|membership)\.c):'
}
silent 'includes: lib/ knows no accounts, no log, no PAM' lib_alone
silent 'wings: each uses those above it, and nothing goes in circles' python3 -B scripts/wings.py "$BUILD"

check 'playground: it has all that it calls' bash packaging/playground/build.sh links

format_private() {
    grep -rlE '#include "table/format\.h"' policy-compiler | grep -Ev '^policy-compiler/(compile/(emit|lower|ir|zone|check)/|compile/parse/(ast_build|dump_marks)|support/sort)'
}
silent 'includes: who in the compiler may know the format' format_private

module_header_only() {
    local header
    grep -noE '#include "[^"]+"' pam_module/*.[ch] | while IFS=: read -r file line include; do
        header=${include#*\"} header=${header%\"}
        [ -e "pam_module/$header" ] || [ "$header" = rolegate.h ] || [ "$header" = base/shown.h ] || echo "$file:$line: $include"
    done
}
silent 'includes: the module knows rolegate.h alone' module_header_only

# The marks are put together here, so that this line is none.
marks='TO''DO|FIX''ME|HA''CK'
forbidden() { grep -rnwE "$marks" lib pam_module policy-compiler policies tests scripts bench man \
    --include='*.[chly1-8]' --include='*.def' --include='*.rg' --include='*.sh' --include='*.py'; }
silent 'no marks of unfinished work' forbidden

heads() {
    local file
    for file in "${sources[@]}" "${headers[@]}"; do
        head -n 1 "$file" | grep -q '^/\*' && [ "$(sed -n 2p "$file" | cut -d' ' -f3)" = "$(basename "$file")" ] || echo "$file"
    done
}
silent 'every file says first what it owns' heads

long_lines() { awk 'length > 120 { print FILENAME ":" FNR }' "${sources[@]}" "${headers[@]}" policies/*.rg policies/examples/*.rg; }
silent 'no line is longer than 120' long_lines

# Those of tests/language and others are there for other forms.
silent 'policies: rolegate fmt' "$BUILD/rolegate" fmt --diff policies/*.rg policies/examples/*.rg policies/examples/*/*.rg \
    tests/examples/*.rg

merge_marks() { git grep -nE '^(<{7}|>{7}) ' -- . ':!tests/fuzz'; }
silent 'no merge was left half done' merge_marks

# ---- what was built ----

needed() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort | tr '\n' ' '; }
exported() { nm -D --defined-only "$1" | awk '$2 != "A" { print $3 }' | sed 's/@.*//' | sort | tr '\n' ' '; }
module_links() {
    echo "needs: $(needed "$BUILD/pam_rolegate.so")"
    case $(needed "$BUILD/pam_rolegate.so") in 'libc.so.6 libpam.so.0 ') return 0 ;; esac
    return 1
}
module_exports() { exported "$BUILD/pam_rolegate.so"; [ "$(exported "$BUILD/pam_rolegate.so")" = 'pam_sm_acct_mgmt ' ]; }
library_links() { needed "$BUILD/librolegate.so"; [ "$(needed "$BUILD/librolegate.so")" = 'libc.so.6 ' ]; }
library_exports() { nm -D --defined-only "$BUILD/librolegate.so" | awk '$2 != "A" && $3 !~ /^rolegate_/'; }
hardened() {
    local file
    for file in "$BUILD"/pam_rolegate.so "$BUILD"/librolegate.so "$BUILD"/rolegate; do
        readelf -lW "$file" | grep -q GNU_RELRO || echo "$file: no relro"
        readelf -dW "$file" | grep -qE 'BIND_NOW|FLAGS.*NOW' || echo "$file: not bound at once"
        readelf -lW "$file" | grep GNU_STACK | grep -q RWE && echo "$file: executable stack"
        readelf -dW "$file" | grep -q TEXTREL && echo "$file: text relocations"
    done
    return 0
}
check 'module: needs libc and libpam, nothing else' module_links
check 'module: exports pam_sm_acct_mgmt, nothing else' module_exports
check 'library: needs libc, nothing else' library_links
silent 'library: every exported name begins with rolegate_' library_exports
silent 'hardening: relro, bound at once, no executable stack' hardened

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Real editors drive `rolegate lsp`, each through one life of a document; and the grammars for editors know the words that
# the scanner knows. An editor that is not installed is a skip. ROLEGATE: the command; BUILD: its folder.
set -u
cd "$(dirname "$0")" || exit 2
: "${BUILD:=$(cd ../.. && pwd)/build}"
tree=$(cd ../.. && pwd)
export POLICIES=$tree/policies PLUGIN=$tree/packaging/editors/vim
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state XDG_DATA_HOME=$work/data
passed=0 failed=0 skipped=0

# NAME PROGRAM COMMAND...: adds up what its last line counts.
editor() {
    local name=$1 program=$2 output
    shift 2
    if ! command -v "$program" >/dev/null 2>&1; then
        echo "$name: skipped: $program is not installed"
        skipped=$((skipped + 1))
        return
    fi
    output=$("$@" 2>&1 </dev/null | tr -d '\r')
    if [[ $(tail -n 1 <<<"$output") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
        [ "${BASH_REMATCH[2]}" -eq 0 ] && return
    else
        failed=$((failed + 1))
    fi
    echo "$name: $output"
}

cp -r "$POLICIES/examples" "$work/desk"
editor neovim nvim nvim --headless -u NONE "$work/desk/support-desk.rg" -c "luafile neovim.lua"
editor emacs emacs emacs --batch -l emacs.el "$work/desk/support-desk.rg"

# The client library of Visual Studio Code, from npm; kept in the build's folder.
if command -v npm >/dev/null 2>&1 && ! [ -d "$BUILD/lsp/node_modules" ]; then
    mkdir -p "$BUILD/lsp" && cp package.json "$BUILD/lsp/" &&
        (cd "$BUILD/lsp" && npm install --no-audit --no-fund --no-package-lock --silent >/dev/null 2>&1)
fi
if [ -d "$BUILD/lsp/node_modules/vscode-languageserver-protocol" ]; then
    here=$PWD
    cd "$BUILD/lsp" && editor vscode node node "$here/protocol.js" "$work/desk/support-desk.rg"
    cd "$here" || exit 2
else
    echo 'vscode: skipped: its client library could not be had from npm'
    skipped=$((skipped + 1))
fi

# The words of a grammar, one a line.
words_of_vim() { sed -n 's/^syntax keyword rolegate[A-Z][a-z]* //p' "$PLUGIN/syntax/rolegate.vim" | tr ' ' '\n'; }
words_of_vscode() {
    python3 - "$tree/packaging/editors/vscode/syntaxes/rolegate.tmLanguage.json" <<'END'
import json, re, sys
for pattern in json.load(open(sys.argv[1], encoding="utf-8"))["patterns"]:
    for words in re.findall(r"\(\?:([a-z|]+)\)", pattern.get("match", "")):
        print(words.replace("|", "\n"))
END
}
reserved() { sed -n 's/^X([A-Z]*, "\([a-z]*\)")$/\1/p' "$tree/lib/table/keywords.def" | sort; }
for grammar in vim vscode; do
    if differ=$(diff <(reserved) <(words_of_$grammar | sort)); then
        passed=$((passed + 1))
    else
        echo "the words of $grammar's grammar are not those of keywords.def: $differ"
        failed=$((failed + 1))
    fi
done
printf '%d passed, %d failed' "$passed" "$failed"
[ "$skipped" -gt 0 ] && printf ', %d skipped' "$skipped"
echo
[ "$failed" -eq 0 ]

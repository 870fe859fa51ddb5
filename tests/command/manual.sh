#!/bin/bash
# Compares the list of ids in rolegate(1) with what `rolegate help --all` says; with --write it puts it there.
# Environment: ROLEGATE (default build/rolegate).
set -u
cd "$(dirname "$0")/../.." || exit 2
rolegate=${ROLEGATE:-build/rolegate}
page=man/rolegate.1

# From "name (severity): summary", an empty line and a paragraph to mdoc. A line that mdoc would take as a request, and
# a backslash, are made harmless; every sentence begins a line.
section() {
    "$rolegate" help --all | awk '
        function text(line) {
            gsub(/\\/, "\\e", line)
            if (line ~ /^[.\x27]/) line = "\\&" line
            return line
        }
        function paragraph(words,   line) {
            while (match(words, /[^ .][.] [A-Z`]/)) {
                words = substr(words, 1, RSTART + 1) "\n" substr(words, RSTART + 3)
            }
            n = split(words, lines, "\n")
            for (i = 1; i <= n; i++) {
                line = ""
                m = split(text(lines[i]), each, " ")
                for (j = 1; j <= m; j++) {
                    if (length(line) + length(each[j]) > 78) { print line; line = each[j] }
                    else line = line (line == "" ? "" : " ") each[j]
                }
                if (line != "") print line
            }
        }
        function flush() {
            if (words != "") paragraph(words)
            words = ""
            if (example) print ".Ed"
            example = 0
        }
        BEGIN { print ".Bl -tag -width Ds" }
        /^[a-z-]+ \((error|warning)\): / {
            flush()
            name = $1; kind = $2; gsub(/[():]/, "", kind)
            print ".It Cm " name " Pq " kind
            next
        }
        /^    / {
            if (!example) { flush(); print ".Bd -literal -offset indent -compact"; example = 1 }
            print text(substr($0, 5))
            next
        }
        NF { words = words (words == "" ? "" : " ") $0 }
        END { flush(); print ".El" }'
}

section=$(section)
fresh=$(awk 'BEGIN { while ((getline line < "/dev/stdin") > 0) section = section line "\n" }
    /^\.\\" ids: end/ { printf "%s", section; skip = 0 }
    !skip { print }
    /^\.\\" ids: begin/ { skip = 1 }' "$page" <<<"$section")
if [ "${1-}" = --write ]; then
    printf '%s\n' "$fresh" >"$page"
elif [ "$fresh" != "$(cat "$page")" ]; then
    diff <(printf '%s\n' "$fresh") "$page"
    echo "man/rolegate.1 does not list the ids as they are: tests/command/manual.sh --write"
    exit 1
fi

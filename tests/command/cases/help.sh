# help: ids and commands.
C says "a warning's id" 0 rolegate help no-zone
C says "an error's id" 0 rolegate help unknown-role
C says "a command" 0 rolegate help dump
C says "a mistyped id is suggested" 2 rolegate help unkown-role
C says "neither id nor command" 2 rolegate help xyzzy
C says "--ids" 0 rolegate help --ids
holds "every id has a paragraph" test "$(rolegate help --ids | wc -l)" = "$(rolegate help --all | grep -c '^[a-z-]* (\(error\|warning\)): ')"
every_paragraph() {
    rolegate help --ids | while read -r id rest; do
        [ "$(rolegate help "$id" | wc -w)" -ge 20 ] || echo "$id $rest"
    done
}
C says "no id's paragraph is short" 0 every_paragraph
manual() { ROLEGATE=$rolegate bash "$here/manual.sh"; }
C says "the manual page lists every id as help does" 0 manual

# Completion for bash. Commands, options and ids come from the command itself, so they are those of the one installed.

_rolegate_commands() { rolegate --help 2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'; }
_rolegate_ids() { rolegate --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  *\(error\|warning\) .*/\1/p'; }
_rolegate_topics() { rolegate help --topics 2>/dev/null | cut -d' ' -f1; }
_rolegate_options() {
    rolegate "$1" --help 2>/dev/null | sed -n 's/^  \(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\)\{0,1\}.*/\1 \2/p'
}
# Names of files are never expanded: only those that the shell reads as they stand are offered.
_rolegate_services() {
    local file
    for file in /etc/pam.d/*; do
        [[ -f $file && ${file##*/} =~ ^[A-Za-z0-9_.@-]+$ ]] && printf '%s\n' "${file##*/}"
    done
}

# What can stand at that place, a word a line: command, number of the word, the word, the one before.
_rolegate_words() {
    if [ "$2" -eq 1 ]; then
        _rolegate_commands
        printf '%s\n' --help --version
    elif [[ $4 == -W ]]; then
        _rolegate_ids
    elif [[ $4 == --group || $4 == --unknown-group ]]; then
        compgen -g
    elif [[ $3 == -* ]]; then
        _rolegate_options "$1" | tr -s ' ' '\n'
    else
        case $1:$2 in
            can:2) compgen -u ;;
            can:3 | stack:* | enable:2 | disable:*) _rolegate_services ;;
            help:*)
                _rolegate_commands
                _rolegate_topics
                _rolegate_ids
                ;;
        esac
    fi
}

_rolegate() {
    local current=${COMP_WORDS[COMP_CWORD]} word
    COMPREPLY=()
    while IFS= read -r word; do
        [[ -n $word && $word == "$current"* ]] && COMPREPLY+=("$word")
    done < <(_rolegate_words "${COMP_WORDS[1]}" "$COMP_CWORD" "$current" "${COMP_WORDS[COMP_CWORD - 1]}")
    if [ ${#COMPREPLY[@]} -eq 0 ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
    fi
}
complete -F _rolegate rolegate

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

# Options of a command that take a value, between blanks.
_rolegate_valued() {
    rolegate "$1" --help 2>/dev/null |
        sed -n 's/^  \(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\)\{0,1\} [A-Z].*/ \1 \2 /p' | tr '\n' ' '
}
# The policy's names of a kind: of the policy or table that the line names, or else of the installed one.
_rolegate_names() {
    local i value at=()
    for ((i = 2; i + 1 < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} =~ ^(--policy|--table|--include|-I)$ ]] || continue
        value=${COMP_WORDS[i + 1]}
        [[ $value == = ]] && value=${COMP_WORDS[i + 2]}
        value=${value//[\\\"\']/}
        at+=("${COMP_WORDS[i]}" "${value/#~\//$HOME/}")
    done
    rolegate can --names "$1" "${at[@]}" 2>/dev/null
}
# How many operands stand ahead of the word that is completed.
_rolegate_operands() {
    local valued i count=0
    valued=$(_rolegate_valued "$1")
    for ((i = 2; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -*) [[ $valued == *" ${COMP_WORDS[i]} "* && ${COMP_WORDS[i + 1]} != = ]] && ((i++)) ;;
            =) ((i++)) ;;
            *) ((count++)) ;;
        esac
    done
    echo "$count"
}

# What can stand behind an option that takes a value; nothing for files.
_rolegate_values() {
    case $2 in
        -W) _rolegate_ids ;;
        --group | --unknown-group)
            compgen -g
            _rolegate_names groups
            ;;
        --permission) _rolegate_names permissions ;;
        --ci) printf '%s\n' github gitlab ;;
        --names) printf '%s\n' users groups roles services permissions ;;
    esac
}

# What can stand at an operand's place.
_rolegate_places() {
    case $1:$2 in
        can:0 | grant:0 | revoke:0)
            compgen -u
            _rolegate_names users
            ;;
        can:1)
            _rolegate_services
            _rolegate_names services
            ;;
        who:0) _rolegate_names services ;;
        request:0)
            _rolegate_names services
            _rolegate_names permissions
            ;;
        grant:* | revoke:*) if [[ $3 == role ]]; then _rolegate_names roles; else _rolegate_names permissions; fi ;;
        stack:* | enable:0 | disable:*) _rolegate_services ;;
        help:*)
            _rolegate_commands
            _rolegate_topics
            _rolegate_ids
            ;;
    esac
}

# What can stand at that place, a word a line: command, number of the word, the word, the one before.
_rolegate_words() {
    if [ "$2" -eq 1 ]; then
        _rolegate_commands
        printf '%s\n' --help --version
    elif [[ $4 == -* && $(_rolegate_valued "$1") == *" $4 "* ]]; then
        _rolegate_values "$1" "$4"
    elif [[ $3 == -* ]]; then
        _rolegate_options "$1" | tr -s ' ' '\n'
    else
        _rolegate_places "$1" "$(_rolegate_operands "$1")" "$4"
    fi
}

_rolegate() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} word
    COMPREPLY=()
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
    [[ $current == = ]] && before=${COMP_WORDS[COMP_CWORD - 1]} current=
    while IFS= read -r word; do
        [[ -n $word && $word == "$current"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
    done < <(_rolegate_words "${COMP_WORDS[1]}" "$COMP_CWORD" "$current" "$before" | sort -u)
    if [ ${#COMPREPLY[@]} -eq 0 ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
    fi
}
complete -F _rolegate rolegate

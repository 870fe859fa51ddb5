# Completion for bash. Commands, options and ids come from the command itself, so they are those of the one installed.

_rolegate_commands() { rolegate --help 2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'; }
_rolegate_ids() { rolegate --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  *\(error\|warning\) .*/\1/p'; }
_rolegate_options() {
    rolegate "$1" --help 2>/dev/null | sed -n 's/^  \(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\)\{0,1\}.*/\1 \2/p'
}
_rolegate_services() { find /etc/pam.d -maxdepth 1 -type f -not -name '.*' -printf '%f\n' 2>/dev/null; }

_rolegate() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="$(_rolegate_commands) --help --version"
    elif [[ $previous == -W ]]; then
        words=$(_rolegate_ids)
    elif [[ $previous == --group || $previous == --unknown-group ]]; then
        words=$(compgen -g)
    elif [[ $current == -* ]]; then
        words=$(_rolegate_options "$command")
    else
        case $command:$COMP_CWORD in
            can:2) words=$(compgen -u) ;;
            can:3 | stack:* | enable:2 | disable:*) words=$(_rolegate_services) ;;
            help:*) words="$(_rolegate_commands) $(_rolegate_ids)" ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    if [ ${#COMPREPLY[@]} -eq 0 ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames 2>/dev/null
    fi
}
complete -F _rolegate rolegate

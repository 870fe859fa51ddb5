# Completion for fish. Commands, options and ids come from the command itself, so they are those of the one installed.

function __rolegate_commands
    rolegate --help 2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z][a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __rolegate_ids
    rolegate --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  *\(error\|warning\)  *\(.*\)/\1\t\3/p'
end

function __rolegate_topics
    rolegate help --topics 2>/dev/null | sed 's/^\([a-z]*\)  *\(.*\)/\1\t\2/'
end

function __rolegate_options
    set -l command (commandline -opc)[2]
    rolegate $command --help 2>/dev/null | sed -n 's/^  \(-[A-Za-z], \)\{0,1\} *\(--[a-z-]*\).*/\2/p'
end

function __rolegate_services
    path basename /etc/pam.d/* 2>/dev/null; or basename -a /etc/pam.d/*
end

function __rolegate_after
    set -l said (commandline -opc)
    test (count $said) -ge 2; and contains -- $said[2] $argv
end

function __rolegate_valued
    rolegate $argv[1] --help 2>/dev/null |
        sed -n 's/^  \(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\)\{0,1\} [A-Z].*/\1 \2/p' | string split -n ' '
end

# Whether the word that is completed is an operand of a command, with so many operands ahead: NUMBER COMMAND...
function __rolegate_operand
    set -l said (commandline -opc)
    test (count $said) -ge 2; and contains -- $said[2] $argv[2..-1]; or return 1
    set -l valued (__rolegate_valued $said[2])
    set -l operands 0
    set -l skip 0
    for word in $said[3..-1]
        if test $skip -eq 1
            set skip 0
        else if contains -- $word $valued
            set skip 1
        else if not string match -q -- '-*' $word
            set operands (math $operands + 1)
        end
    end
    test $skip -eq 0; and test $operands -eq $argv[1]
end

# The policy's names of a kind: of the policy or table that the line names, or else of the installed one.
function __rolegate_names
    set -l said (commandline -opc)
    set -l at
    for i in (seq 3 (count $said))
        if string match -qr -- '^(--policy|--table|--include|-I)$' $said[$i]; and test $i -lt (count $said)
            set -a at $said[$i] (string replace -r '^~/' "$HOME/" -- $said[(math $i + 1)])
        else if string match -qr -- '^--(policy|table|include)=' $said[$i]
            set -a at $said[$i]
        end
    end
    rolegate can --names $argv[1] $at 2>/dev/null
end

function __rolegate_behind
    contains -- (commandline -opc)[-1] $argv
end

complete -c rolegate -n 'test (count (commandline -opc)) -eq 1' -f -a '(__rolegate_commands)'
complete -c rolegate -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__rolegate_options)'
complete -c rolegate -n '__rolegate_operand 0 can grant revoke' -f -a '(__fish_complete_users) (__rolegate_names users)'
complete -c rolegate -n '__rolegate_operand 1 can' -f -a '(__rolegate_services) (__rolegate_names services)'
complete -c rolegate -n '__rolegate_operand 0 who request' -f -a '(__rolegate_names services)'
complete -c rolegate -n '__rolegate_operand 0 request; or __rolegate_operand 1 grant revoke' -f -a '(__rolegate_names permissions)'
complete -c rolegate -n '__rolegate_operand 2 grant revoke; and __rolegate_behind role' -f -a '(__rolegate_names roles)'
complete -c rolegate -n '__rolegate_behind --group --unknown-group' -f -a '(__fish_complete_groups) (__rolegate_names groups)'
complete -c rolegate -n '__rolegate_behind --permission' -f -a '(__rolegate_names permissions)'
complete -c rolegate -n '__rolegate_behind --ci' -f -a 'github gitlab'
complete -c rolegate -n '__rolegate_behind --names' -f -a 'users groups roles services permissions'
complete -c rolegate -n '__rolegate_after stack enable disable' -f -a '(__rolegate_services)'
complete -c rolegate -n '__rolegate_after help' -f -a '(__rolegate_commands) (__rolegate_topics) (__rolegate_ids)'
complete -c rolegate -n '__rolegate_behind -W' -f -a '(__rolegate_ids)'

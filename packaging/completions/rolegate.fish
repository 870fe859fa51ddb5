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

complete -c rolegate -n 'test (count (commandline -opc)) -eq 1' -f -a '(__rolegate_commands)'
complete -c rolegate -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__rolegate_options)'
complete -c rolegate -n '__rolegate_after can' -f -a '(__fish_complete_users) (__rolegate_services)'
complete -c rolegate -n '__rolegate_after stack enable disable' -f -a '(__rolegate_services)'
complete -c rolegate -n '__rolegate_after help' -f -a '(__rolegate_commands) (__rolegate_topics) (__rolegate_ids)'
complete -c rolegate -n 'test (commandline -opc)[-1] = -W' -f -a '(__rolegate_ids)'

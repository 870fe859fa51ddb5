# Usage: what is mistyped is answered with 2, and with what to do.
C says "no command" 2 rolegate
C says "a mistyped command is suggested" 2 rolegate cna maria inbox
C says "a command of another kind is not" 2 rolegate frobnicate
C says "a later command is not offered" 2 rolegate install x
C says "an option before a command" 2 rolegate --verbose check desk.rg
C says "--version" 0 rolegate --version
C says "--help" 0 rolegate --help
C says "a mistyped long option is suggested" 2 rolegate can kim inbox --grop agents
C says "a long option that takes no value" 2 rolegate can kim inbox --why=yes
C says "a short option that there is not" 2 rolegate check -z desk.rg
C says "an option without its value" 2 rolegate check desk.rg -I
C says "too few operands" 2 rolegate check
C says "too many operands" 2 rolegate check desk.rg wrong.rg
C says "check --help" 0 rolegate check --help
C says "compile --help" 0 rolegate compile --help
C says "can --help" 0 rolegate can --help
C says "replay --help" 0 rolegate replay --help
C says "test --help" 0 rolegate test --help
C says "verify --help" 0 rolegate verify --help
C says "dump --help" 0 rolegate dump --help
C says "help --help" 0 rolegate help --help
# Descriptors that the caller closed or that take nothing
closed_output() { rolegate --version >&-; }
C says "a closed standard output" 2 closed_output
full_output() { rolegate --version >/dev/full; }
C says "a full standard output" 2 full_output
broken_pipe() { { rolegate help --all; echo "status $?" >&2; } | true; }
holds "a broken pipe says nothing" test -z "$(broken_pipe 2>&1 | grep -v '^status')"

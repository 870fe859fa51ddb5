# help: ids and commands.
says "a warning's id" 0 rolegate help no-zone <<'EOF'
no-zone (warning): a time window without a zone in force

A time window does not say in which time zone its hours are, and the policy has no `zone` statement,
so they are in UTC. Add `zone "Europe/Berlin"` to the policy, or to the window; `zone utc` says that
UTC is meant.
EOF
says "an error's id" 0 rolegate help unknown-role <<'EOF'
unknown-role (error): no such role is declared

A statement names a role that no `role` statement declares. Declare it, include the file that does,
or correct the name; names are compared byte for byte.
EOF
says "a command" 0 rolegate help dump <<'EOF'
usage: rolegate dump TABLE

Prints a table as a policy. Compiled once more it gives the same bytes.
Exit status: 0 done, 2 the table cannot be used.

options:
  -h, --help                print this help

examples:
  rolegate dump /etc/security/rolegate.rgt
EOF
says "a mistyped id is suggested" 2 rolegate help unkown-role <<'EOF'
! rolegate help: unknown command, topic or id 'unkown-role'; did you mean 'unknown-role'?
! Try 'rolegate help --help'.
EOF
says "neither id nor command" 2 rolegate help xyzzy <<'EOF'
! rolegate help: unknown command, topic or id 'xyzzy'
! Try 'rolegate help --help'.
EOF
says "--ids" 0 rolegate help --ids <<'EOF'
  syntax                    error    a statement is not well formed
  bad-bytes                 error    the file holds a NUL byte or is not UTF-8
  bad-string                error    a string is not closed, or has an unknown escape
  bad-name                  error    a name has a form that its kind does not allow
  bad-number                error    a number, time, date or network is not valid
  too-deep                  error    parentheses, not, or braces are nested too deeply
  cannot-read               error    a file cannot be read
  outside-file              error    an include leads out of the policy's folders
  too-large                 error    a limit of the compiler or of the table format is passed
  duplicate-limit           error    when, starting, until or because, or a fact of a situation, is given twice
  duplicate-header          error    policy, zone or unlisted is given twice
  bounded-file              error    a file of a bounded include is a link, or is named by another way
  span-on-list              error    starting or until follows a list without parentheses
  duplicate                 error    a permission, role, service or condition is declared twice
  unknown-permission        error    no such permission is declared
  unknown-role              error    no such role is declared
  unknown-service           error    no such service is declared
  unknown-condition         error    no such condition is declared
  unknown-zone              error    the tz database has no such zone
  empty-pattern             error    a pattern matches no declared permission
  role-cycle                error    a role extends itself
  condition-cycle           error    a condition refers to itself
  bad-gid                   error    a gid is given twice, or is outside 1 to 4294967294
  empty-span                error    starting is not before until
  exclusive-extends         error    one role of an exclusive set extends another
  exclusive-assigned        error    one subject is assigned two roles of an exclusive set without limits
  claim-violated            error    a never or an always does not hold
  claim-undecided           error    whether a never or an always holds could not be determined
  claim-fits-nobody         warning  a never or an always speaks of nobody
  test-failed               error    a test of the policy fails
  unknown-account-in-deny   error    with --resolve: this machine does not know a user or group that a deny, exclusive or never depends on
  other-spelling-in-deny    error    with --resolve: a user in a deny, exclusive or never is spelled otherwise by this machine
  shared-name-in-deny       error    with --resolve: a name in a deny, exclusive or never is that of two groups
  group-taken               error    with --resolve: a role's group is another group of this machine already
  bad-roster                error    this cannot be on a roster
  bad-bound                 error    a bound hands out what none may, or a bounded include's `by` is invalid
  not-bounded               error    a statement in a file of a bounded include is covered by none of its bounds
  unused-permission         warning  nothing requires or names this permission
  open-bound                warning  a bound allows permissions that are not declared yet to be handed out
  broad-bound               warning  a bound allows whole groups or everyone to be locked out
  unused-role               warning  nobody is assigned this role, and no role extends it
  unused-condition          warning  nothing uses this condition
  unreachable-service       warning  nobody can ever use this service
  overridden-allow          warning  a deny always overrides this allow
  redundant                 warning  another statement makes this one redundant
  expired                   warning  this statement has expired, or all days of this list are past
  never-expires             warning  an exception in a file of a bounded include has no end
  no-because                warning  a user's exception gives no reason
  case-variant              warning  two names differ only in case
  capital-service           warning  PAM never asks for a service with a capital letter
  no-zone                   warning  a time window without a zone in force
  allow-all                 warning  everyone is allowed every permission
  untested-service          warning  no test covers this service
  unknown-account           warning  with --resolve: this machine does not know this user or group
  other-spelling            warning  with --resolve: this machine spells this user or group otherwise
  shared-name               warning  with --resolve: two users or groups share this name or gid
  nss-order                 warning  with --resolve: nsswitch.conf lets a source of the network be down without an error
  nss-unread                warning  with --resolve: nsswitch.conf cannot be read or understood
  no-roster                 warning  with --resolve: a deny, exclusive or never rests on a group of the network, and there is no roster
  local-roster              warning  with --resolve: a group of /etc/group on the roster, where groups of the network are denied
  roster-without-root       warning  with --resolve: root, or the account of a listed service, is not on a roster
  unused-ignore             warning  a comment has no effect
  misleading-text           warning  the text does not read as it is
  host-address              warning  a host's glob is an address
  glob-name                 warning  a user's or group's name has * or ? in it
  near-name                 warning  a test names a user or group that is nearly one of the policy's
  empty-test                warning  a test asserts nothing
  no-services               warning  the policy lists no service
  missing-folder            warning  the folder of an include's pattern does not exist
  left-out-file             warning  a file beside an include's matches is not read
  never-holds               warning  a condition can never hold
  always-holds              warning  a condition always holds
EOF
holds "every id has a paragraph" test "$(rolegate help --ids | wc -l)" = "$(rolegate help --all | grep -c '^[a-z-]* (\(error\|warning\)): ')"
every_paragraph() {
    rolegate help --ids | while read -r id rest; do
        [ "$(rolegate help "$id" | wc -w)" -ge 20 ] || echo "$id $rest"
    done
}
says "no id's paragraph is short" 0 every_paragraph <<'EOF'
EOF
manual() { ROLEGATE=$rolegate bash "$here/manual.sh"; }
says "the manual page lists every id as help does" 0 manual <<'EOF'
EOF
says "a statement" 0 rolegate help exclusive <<'EOF'
exclusive ROLE, ROLE, ...

Roles of which nobody has two: whoever is assigned two of them has neither, whatever groups he is
put into.

    exclusive agent, owner
EOF
says "what is a command and a statement" 0 bash -c '"$0" help test | grep -A 2 "^in the language"' "$rolegate" <<'EOF'
in the language:

test "NAME" { {given user NAME [FACTS] {may [not] SERVICE | permission PATTERN, ...}} }
EOF
says "a mistyped topic is suggested" 2 rolegate help exclusiv <<'EOF'
! rolegate help: unknown command, topic or id 'exclusiv'; did you mean 'exclusive'?
! Try 'rolegate help --help'.
EOF
# Every topic's example compiles, and is in fmt's form; every statement is a topic.
mkdir exceptions.d teams.d
for topic in $(rolegate help --topics | cut -d' ' -f1); do
    rolegate help "$topic" | sed '1,/^in the language/d' | grep . >/dev/null || true
    rolegate help "$topic" | tac | sed '/^[^ ]/,$d' | tac | sed '/./,$!d; s/^    //' >topic.rg
    holds "help $topic: its example is in fmt's form" rolegate fmt --check topic.rg
    grep -q '<predefined>' topic.rg || sed -i '1i include <predefined>' topic.rg
    rolegate check --allow-empty -I "$tree/policies" topic.rg >topic.out 2>&1
    holds "help $topic: its example compiles" test $? = 0
done
statements=$(sed -n 's/^    case TOKEN_\([A-Z]*\):.*/\L\1/p' <(sed -n '/^static bool begins_another/,/^}/p' "$tree/policy-compiler/tools/fmt/fmt_unit.c"))
for statement in $statements; do
    holds "help $statement is there" grep -q "^$statement " <(rolegate help --topics)
done
# The help of every command ends with examples, of options that there are.
for command in $(rolegate --help | sed -n '/^commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'); do
    rolegate "$command" --help | sed '1,/xamples:$/d' | sed -n 's/^ *rolegate //p; s/^.* | rolegate //p' | sed 's/ *[#<>|].*//' >examples
    holds "$command --help ends with examples" test -s examples
    while read -r line; do
        # shellcheck disable=SC2086
        rolegate $line --help >examples.out 2>&1
        holds "rolegate $line" test $? = 0
    done <examples
done
says "commands whose JSON has a schema" 0 rolegate help --schema <<'EOF'
check
diff
EOF
schemas() { for name in $(rolegate help --schema); do rolegate help --schema "$name" | cmp - "$tree/docs/$name.schema.json"; done; }
says "each is that of the documents" 0 schemas <<'EOF'
EOF
says "and each of the documents is one" 0 rolegate help --schema < <(cd "$tree/docs" && ls -- *.schema.json | sed 's/[.].*//')
says "a command without" 2 rolegate help --schema fmt <<'EOF'
! rolegate help: --schema: there is none of 'fmt'; `rolegate help --schema' lists them
! Try 'rolegate help --help'.
EOF

# Usage: what is mistyped is answered with 2, and with what to do.
says "no command" 2 rolegate <<'EOF'
! rolegate: missing command
! Try 'rolegate --help'.
EOF
says "a mistyped command is suggested" 2 rolegate cna maria inbox <<'EOF'
! rolegate: unknown command 'cna'; did you mean 'can'?
! Try 'rolegate --help'.
EOF
says "a command of another kind is not" 2 rolegate frobnicate <<'EOF'
! rolegate: unknown command 'frobnicate'
! Try 'rolegate --help'.
EOF
says "an option before a command" 2 rolegate --verbose check desk.rg <<'EOF'
! rolegate: unknown option '--verbose' before the command
! Try 'rolegate --help'.
EOF
says "--version" 0 rolegate --version <<'EOF'
rolegate 0.1.0
EOF
says "--help" 0 rolegate --help <<'EOF'
usage: rolegate COMMAND [arguments]
       rolegate --help | --version

Compiles role policies into tables, and answers who may use which service.

commands:
  init        write a first policy, to be changed
  edit        edit a policy, and write it only if it is right
  check       check a policy: parse it, look for mistakes, run its tests
  compile     check a policy and write its table
  can         ask whether a user may use a service, and why
  replay      ask many questions: JSON lines, or the PAM module's log, in; JSON lines out
  test        run a policy's tests
  fmt         print policies in their one form, or write it into their files
  shell       ask again and again, at a prompt, with other facts
  who         say who may use a service, and under which conditions
  matrix      print roles by services
  graph       print a policy's roles, and who has them, as a graph
  diff        say who gains and who loses what between two policies
  verify      check every byte of a table, and say what it was made from
  dump        print a table as a policy again
  import      make a policy of another program's rules
  install     make a policy or a table the one that decides on this machine
  confirm     keep the table that was installed with --confirm
  revert      put back the table before it
  grant       write an exception for one person, within the bounds of the policy
  revoke      revoke an exception
  exceptions  list exceptions: who has which, until when, why and by whom
  status      say what is installed, what asks it, what it decided, and what ends soon
  request     ask for what you need and have not
  requests    list what has been asked for, approve it or deny it
  notify      run the hooks for requests and for what ends soon
  stack       check whether PAM stacks can be got through without the module's consent
  enable      have a service ask the module: put its line into the PAM stack
  disable     take the module's lines out of PAM stacks
  lsp         serve editors: diagnostics while typing, completion, and more
  help        explain a command, a statement, or an id of a diagnostic

`rolegate COMMAND --help' explains a command, `rolegate help TOPIC' a part of the language:

  policy      zone        contact     unlisted    include     only        roster
  permission  role        service     condition   when        time        date
  from        host        tty         assign      allow       deny        except
  pattern     subject     starting    until       because     exclusive   never
  always      test        comment     name

`rolegate help ID' one of these ids:

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
says "a mistyped long option is suggested" 2 rolegate can kim inbox --grop agents <<'EOF'
! rolegate can: unknown option --grop; did you mean --group?
! Try 'rolegate can --help'.
EOF
says "a long option that takes no value" 2 rolegate can kim inbox --why=yes <<'EOF'
! rolegate can: option --why takes no value
! Try 'rolegate can --help'.
EOF
says "a short option that there is not" 2 rolegate check -z desk.rg <<'EOF'
! rolegate check: unknown option -z
! Try 'rolegate check --help'.
EOF
says "an option without its value" 2 rolegate check desk.rg -I <<'EOF'
! rolegate check: option -I requires a value
! Try 'rolegate check --help'.
EOF
says "too few operands" 2 rolegate check <<'EOF'
! rolegate check: missing argument
! usage: rolegate check FILE... [options]
! Try 'rolegate check --help'.
EOF
says "too many operands" 2 rolegate compile desk.rg wrong.rg -o t <<'EOF'
! rolegate compile: unexpected argument 'wrong.rg'
! Try 'rolegate compile --help'.
EOF
says "check --help" 0 rolegate check --help <<'EOF'
usage: rolegate check FILE... [options]

Reads policies with all that they include ("-": standard input), checks them, proves their claims and runs their tests.
Writes no table. What can be fixed is said below the reports.
Exit status: 0 there is no error, 1 there are errors, or with --expiring something ends, 2 the file cannot be read,
or nothing is wrong but a claim that is undecided.

options:
      --format FORMAT       text (on standard error), or json, sarif, github, gitlab, junit (standard output)
      --baseline FILE       leave out warnings that check --format json has printed into FILE before
      --certificate FILE    write why each claim holds, as JSON that another program can check
      --fix                 fix in the files what can be fixed without changing a decision
      --unsafe              with --fix: do as well what is suggested, though it is a guess
      --diff                with --fix: print what would change, for patch(1), and write nothing
  -I, --include DIR         search this folder first for include <NAME> (may be repeated)
      --include-anywhere    allow includes outside the policy's folders
  -W ID                     -W ID: give this warning; -Wno-ID: do not; -Werror, -Werror=ID: make it an error
      --allow-empty         accept a policy that lists nothing
      --expiring DURATION   list what is in force and ends within 30m, 8h, 14d or 2w from now
      --resolve             look up the named users and groups on this machine
  -h, --help                print this help

examples:
  rolegate check main.rg -Werror                   # in CI: warnings count
  rolegate check main.rg --fix --unsafe --diff     # what could be fixed, for a look at it
  rolegate check /etc/rolegate/main.rg --expiring 14d
EOF
says "compile --help" 0 rolegate compile --help <<'EOF'
usage: rolegate compile FILE -o TABLE [options]

Checks a policy as `rolegate check' does, and writes its table: the whole new one, or nothing.
Exit status: 0 the table is written, 1 the policy has errors, 2 a file cannot be read or written.

options:
  -o, --output TABLE        the table to write; "-" is standard output
      --format FORMAT       text (on standard error), or json, sarif, github, gitlab, junit (standard output)
      --strip-reasons       leave the texts of because out of the table
  -I, --include DIR         search this folder first for include <NAME> (may be repeated)
      --include-anywhere    allow includes outside the policy's folders
  -W ID                     -W ID: give this warning; -Wno-ID: do not; -Werror, -Werror=ID: make it an error
      --allow-empty         accept a policy that lists nothing
      --resolve             look up the named users and groups on this machine
  -h, --help                print this help

examples:
  rolegate compile main.rg -o main.rgt
EOF
says "can --help" 0 rolegate can --help <<'EOF'
usage: rolegate can USER [SERVICE] [options]
       rolegate can USER --permission NAME [options]
       rolegate can --names KIND [options]

Says whether USER may use SERVICE; without one, all that USER may use, now and at other times and places, until
when, and why. Unless --group, --gid or --no-groups says otherwise, this machine is asked for the user's groups.
Exit status: 0 allow, or something is allowed now; 1 deny, or nothing is; 2 there is no answer, or not a whole one;
3 the policy does not list the service and ignores it.

options:
      --table TABLE         the table to ask (default: /etc/security/rolegate.rgt)
      --policy FILE         compile this policy and ask that instead
  -I, --include DIR         with --policy: search this folder first for include <NAME> (may be repeated)
      --include-anywhere    with --policy: allow includes outside the policy's folders
      --permission NAME     ask for a permission instead of a service
      --permissions         without SERVICE: say which permissions the user has as well
      --group NAME          the user is in this group (may be repeated)
      --gid N               the same, by number
      --no-groups           the user is in no group
      --unknown-group NAME  membership of this group is unknown
      --unknown-gid N       the same, by number
      --at TIME             2026-12-31T18:00:00Z, or a date in the policy's zone (default: now)
      --from ADDRESS        where the request comes from (default: local)
      --tty NAME            the terminal, or none (default: none)
      --host NAME           the machine's host name (default: this one's)
      --why                 print the reasons as a tree, with file and line
      --json                print the answer as JSON
      --names KIND          without USER: list the policy's users, groups, roles, services or permissions
  -h, --help                print this help

examples:
  rolegate can maria billing-tool --why
  rolegate can maria                               # all of it, as of now
  rolegate can kim --group agents --at 2026-12-31  # of somebody who has no account here
EOF
says "replay --help" 0 rolegate replay --help <<'EOF'
usage: rolegate replay REQUESTS [options]

Reads questions ("-": standard input), one a line: JSON objects with user, groups, unknown_groups, service, at,
from, tty and host, or lines of a log that hold the PAM module's: syslog, CRI, journalctl -o json.
Prints an answer for each, as JSON, in order; other programs' lines are passed over and counted.
Exit status: 0 done, 1 --against found differences, 2 a file, a table or a line cannot be used, or there
was nothing to replay.

options:
      --table TABLE         the table to ask (default: /etc/security/rolegate.rgt)
      --policy FILE         compile this policy and ask that instead
  -I, --include DIR         with --policy: search this folder first for include <NAME> (may be repeated)
      --include-anywhere    with --policy: allow includes outside the policy's folders
      --against FILE        ask this policy or table too, and print only what it would change
      --why                 print the statements behind each answer
  -h, --help                print this help

examples:
  rolegate replay requests.jsonl
  journalctl -t sshd -o cat | rolegate replay - --against new.rgt
EOF
says "test --help" 0 rolegate test --help <<'EOF'
usage: rolegate test FILE... [options]

Runs the tests of policies ("-": standard input) against their compiled tables.
Exit status: 0 all pass, 1 a test fails, nothing is tested or the policy has errors, 2 a file cannot be read or
written.

options:
      --format FORMAT       text, tap, junit or json, on standard output
      --run REGEX           only the tests in whose names this extended regular expression is found
      --watch               run again whenever a file of the policies changes, until a signal
      --coverage FILE       write which statements decided at least once, as LCOV
      --allow-empty         a policy that lists nothing, or whose tests state nothing, is no failure
  -I, --include DIR         search this folder first for include <NAME> (may be repeated)
      --include-anywhere    allow includes outside the policy's folders
  -W ID                     -W ID: give this warning; -Wno-ID: do not; -Werror, -Werror=ID: make it an error
  -h, --help                print this help

examples:
  rolegate test main.rg
  rolegate test main.rg --format junit >junit.xml
  rolegate test main.rg --run "weekend|holiday" --watch
EOF
says "verify --help" 0 rolegate verify --help <<'EOF'
usage: rolegate verify TABLE [options]

Checks every byte of a table, and prints what it is and what it claims to be made from. That is its own claim:
with --sources it is compiled from them again.
Exit status: 0 it is good, 1 its sources have changed since, or give another table, 2 it cannot be used.

options:
      --sources DIR         compile the policy's files, which lie in DIR, and compare the tables, byte for byte
  -I, --include DIR         search this folder first for include <NAME> (may be repeated)
      --json                print it as JSON
  -h, --help                print this help

examples:
  rolegate verify /etc/security/rolegate.rgt
EOF
says "dump --help" 0 rolegate dump --help <<'EOF'
usage: rolegate dump TABLE

Prints a table as a policy. Compiled once more it gives the same bytes.
Exit status: 0 done, 2 the table cannot be used.

options:
  -h, --help                print this help

examples:
  rolegate dump /etc/security/rolegate.rgt
EOF
says "help --help" 0 rolegate help --help <<'EOF'
usage: rolegate help [ID | COMMAND | TOPIC] [options]
       rolegate help --schema [COMMAND]

Explains an id that stands in [brackets] behind a diagnostic, a command, or a statement of the
language, with an example. Without any: lists them.

options:
      --ids                 list the ids, each with its severity and one line
      --topics              list the language's statements and parts, each with its form
      --all                 print the paragraph of every id
      --schema              print the schema of the JSON that COMMAND prints; without it: list those there are
  -h, --help                print this help

examples:
  rolegate help unknown-role
  rolegate help never
  rolegate help --schema check >check.schema.json
EOF
# Descriptors that the caller closed or that take nothing
closed_output() { rolegate --version >&-; }
says "a closed standard output" 2 closed_output <<'EOF'
! rolegate: standard output: Bad file descriptor
EOF
full_output() { rolegate --version >/dev/full; }
says "a full standard output" 2 full_output <<'EOF'
! rolegate: standard output: No space left on device
EOF
broken_pipe() { { rolegate help --all; echo "status $?" >&2; } | true; }
holds "a broken pipe says nothing" test -z "$(broken_pipe 2>&1 | grep -v '^status')"

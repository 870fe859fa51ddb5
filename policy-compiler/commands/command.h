/*
 * command.h - what every command of `rolegate` is made of: its name, its options, its exit status.
 *
 * The commands are listed once, in COMMAND_LIST: main.c hands over to them, and `rolegate help` prints them.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "compile/compile.h"
#include "compile/diag/diag_render.h"
#include "support/message.h"

enum exit_status {
    EXIT_YES = 0,       /* yes, done */
    EXIT_NO = 1,        /* the policy has errors, the answer is deny, there are differences */
    EXIT_NO_ANSWER = 2, /* usage, a file that cannot be read, a table that cannot be used */
    EXIT_UNLISTED = 3   /* `can` alone */
};

/* name, what it does in one line */
#define COMMAND_LIST(X)                                                                                                \
    X(init, "write a first policy, to be changed")                                                                     \
    X(edit, "edit a policy, and write it only if it is right")                                                         \
    X(check, "check a policy: parse it, look for mistakes, run its tests")                                             \
    X(compile, "check a policy and write its table")                                                                   \
    X(can, "ask whether a user may use a service, and why")                                                            \
    X(replay, "ask many questions: JSON lines, or the PAM module's log, in; JSON lines out")                           \
    X(test, "run a policy's tests")                                                                                    \
    X(fmt, "print policies in their one form, or write it into their files")                                           \
    X(shell, "ask again and again, at a prompt, with other facts")                                                     \
    X(who, "say who may use a service, and under which conditions")                                                    \
    X(matrix, "print roles by services")                                                                               \
    X(graph, "print a policy's roles, and who has them, as a graph")                                                   \
    X(diff, "say who gains and who loses what between two policies")                                                   \
    X(verify, "check every byte of a table, and say what it was made from")                                            \
    X(dump, "print a table as a policy again")                                                                         \
    X(import, "make a policy of another program's rules")                                                              \
    X(install, "make a policy or a table the one that decides on this machine")                                        \
    X(confirm, "keep the table that was installed with --confirm")                                                     \
    X(revert, "put back the table before it")                                                                          \
    X(grant, "write an exception for one person, within the bounds of the policy")                                     \
    X(revoke, "revoke an exception")                                                                                   \
    X(exceptions, "list exceptions: who has which, until when, why and by whom")                                       \
    X(status, "say what is installed, what asks it, what it decided, and what ends soon")                              \
    X(request, "ask for what you need and have not")                                                                   \
    X(requests, "list what has been asked for, approve it or deny it")                                                 \
    X(notify, "run the hooks for requests and for what ends soon")                                                     \
    X(stack, "check whether PAM stacks can be got through without the module's consent")                               \
    X(enable, "have a service ask the module: put its line into the PAM stack")                                        \
    X(disable, "take the module's lines out of PAM stacks")                                                            \
    X(lsp, "serve editors: diagnostics while typing, completion, and more")                                            \
    X(help, "explain a command, a statement, or an id of a diagnostic")

/* One option. Keys from 1 to 127 are short options too. A list ends with one without a key. */
struct command_option {
    int key;
    const char *name;     /* the long name, or NULL */
    const char *argument; /* what it takes, for --help; NULL: nothing */
    const char *help;
};

struct command {
    const char *name;
    const char *usage; /* what follows the name */
    const char *about; /* a paragraph or two for --help, each line ended */
    const struct command_option *options;
    /*
     * Takes one option; value is NULL where it takes none. False: it is wrong, and command_usage_error() has said
     * why. context is the command's own.
     */
    bool (*set_option)(void *context, int key, char *value);
};

#define COMMAND_DECLARE(name, summary)                                                                                 \
    extern const struct command command_##name;                                                                        \
    int cmd_##name(int argc, char **argv);
COMMAND_LIST(COMMAND_DECLARE)
#undef COMMAND_DECLARE

/* What reading the command line came to, in command_parse(). */
enum command_parsed {
    COMMAND_GO,   /* operands are there: go on */
    COMMAND_HELP, /* --help was printed: exit with 0 */
    COMMAND_WRONG /* a usage error was printed: exit with 2 */
};

/*
 * Reads options and operands; argv[0] is the command's name. On COMMAND_GO argv[*first .. argc - 1] are the operands,
 * at least min and at most max of them.
 */
enum command_parsed command_parse(const struct command *command, void *context, int argc, char **argv, int min, int max,
                                  int *first);
/* How a command is used, a line each, or NULL. command_examples.c */
const char *command_examples(const char *name);
/* Prints --help of a command. */
void command_print_help(const struct command *command, FILE *out);
/* Prints "rolegate NAME: text" and where help is, on standard error; returns false. command NULL: of no command. */
bool command_usage_error(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same of a command line that lacks something, with how it is used; what: of the program's own words. */
bool command_incomplete(const struct command *command, const char *what);
/*
 * Flushes standard output: returns status if all of it could be written, else says why it could not (a broken pipe
 * is no news) and returns EXIT_NO_ANSWER. The last call of every command.
 */
int command_finish(int status);
/* Whether what is printed on a stream may be coloured: a terminal, NO_COLOR not set. */
bool command_color(FILE *stream);

/* ---- options that several commands share ---- */

enum {
    OPTION_HELP = 'h',
    OPTION_INCLUDE = 'I',
    OPTION_WARN = 'W',
    OPTION_LONG = 256, /* long options of one command count from here */
    OPTION_FORMAT = 512,
    OPTION_RESOLVE,
    OPTION_ANYWHERE,
    OPTION_STRIP,
    OPTION_ALLOW_EMPTY
};

#define POLICY_OPTIONS                                                                                                 \
    {OPTION_INCLUDE, "include", "DIR", "search this folder first for include <NAME> (may be repeated)"},               \
        {OPTION_ANYWHERE, "include-anywhere", NULL, "allow includes outside the policy's folders"},                    \
    {                                                                                                                  \
        OPTION_WARN, NULL, "ID", "-W ID: give this warning; -Wno-ID: do not; -Werror, -Werror=ID: make it an error"    \
    }

/* How a policy is to be read, from -I, -W and --resolve. */
struct policy_options {
    const char *include_dirs[64];
    struct compile_options compile;
};

/* Takes -I, -W or --resolve. */
bool policy_option(const struct command *command, struct policy_options *options, int key, char *value);
/* EXIT_YES where there is a table, EXIT_NO after errors, EXIT_NO_ANSWER where the policy could not be read. */
int policy_status(const struct compilation *compilation);
/* Prints what the compiler has to say: text on standard error, other forms on standard output. The status. */
int policy_report(struct compilation *compilation, enum diag_format format);
/* The same of several policies' reports, as one text. */
void policy_report_all(struct diag *const *diags, size_t count, enum diag_format format);

/* Reads the value of --format of check and compile. */
bool policy_format(const struct command *command, const char *value, enum diag_format *format);
/* Whether a path that is to be written is a file of the policy itself: a slip of the hand. */
bool policy_reads(const struct compilation *compilation, const char *path);
/* Says that it is. */
void policy_reads_complain(const char *path);

#endif

/*
 * cmd_check.c - `rolegate check`: says what is wrong with a policy, and writes nothing.
 */
#include "command.h"

struct check {
    struct policy_options policy;
    enum diag_format format;
};

static const struct command_option options[] = {
    {OPTION_FORMAT, "format", "FORMAT", "text (on standard error), or json or sarif (on standard output)"},
    POLICY_OPTIONS,
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL, "a policy that lists nothing is no error"},
    {OPTION_RESOLVE, "resolve", NULL, "ask this machine about the users and groups that are named"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct check *check = context;

    if (key == OPTION_FORMAT)
        return policy_format(&command_check, value, &check->format);
    return policy_option(&command_check, &check->policy, key, value);
}

const struct command command_check = {
    "check", "FILE [options]",
    "Reads a policy with all that it includes (\"-\": standard input), checks it, proves its claims and runs its "
    "tests.\n"
    "Writes no table.\n"
    "Exit status: 0 there is no error, 1 there are errors, 2 the file cannot be read, or nothing\n"
    "is wrong but a claim that is undecided.\n",
    options, set_option};

int cmd_check(int argc, char **argv)
{
    struct check check = {.format = DIAG_TEXT};
    struct compilation *compilation;
    int first, status;

    switch (command_parse(&command_check, &check, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    compilation = compile_file(argv[first], &check.policy.compile, true);
    status = policy_report(compilation, check.format);
    compilation_free(compilation);
    return command_finish(status);
}

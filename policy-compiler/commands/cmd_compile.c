/*
 * cmd_compile.c - `rolegate compile`: checks a policy and writes its table.
 *
 * After any error nothing is written, and a table that stands there already stays.
 */
#include "command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/atomic_file.h"
#include "rolegate.h"

struct compile {
    struct policy_options policy;
    enum diag_format format;
    const char *output;
};

static const struct command_option options[] = {
    {'o', "output", "TABLE", "the table to write; \"-\" is standard output"},
    {OPTION_FORMAT, "format", "FORMAT",
     "text (on standard error), or json, sarif, github, gitlab, junit (standard output)"},
    {OPTION_STRIP, "strip-reasons", NULL, "leave the texts of because out of the table"},
    POLICY_OPTIONS,
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL, "accept a policy that lists nothing"},
    {OPTION_RESOLVE, "resolve", NULL, "look up the named users and groups on this machine"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct compile *compile = context;

    if (key == OPTION_FORMAT)
        return policy_format(&command_compile, value, &compile->format);
    if (key != 'o')
        return policy_option(&command_compile, &compile->policy, key, value);
    compile->output = value;
    return true;
}

const struct command command_compile = {
    "compile", "FILE -o TABLE [options]",
    "Checks a policy as `rolegate check' does, and writes its table: the whole new one, or nothing.\n"
    "Exit status: 0 the table is written, 1 the policy has errors, 2 a file cannot be read or written.\n",
    options, set_option};

static int write_to_output(struct compilation *compilation)
{
    rolegate_table *table;
    enum rolegate_status status = compilation_open(compilation, &table);

    if (status != ROLEGATE_OK) {
        message_error("the new table is unusable: %s", rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    rolegate_table_close(table);
    fwrite(compilation->table, 1, compilation->size, stdout);
    return EXIT_YES;
}

/* The report is printed when signals have their way again: whoever reads it may take his time. */
static int write_to_file(struct compilation *compilation, const struct compile *compile)
{
    struct atomic_file_problem problem;
    bool is_there = atomic_file_write(compile->output, compilation->table, compilation->size, atomic_file_check_table,
                                      &problem) == 0;

    policy_report(compilation, compile->format);
    if (is_there)
        return EXIT_YES;
    atomic_file_complain(&problem);
    return EXIT_NO_ANSWER;
}

/* Writes the table that there is, and says what there is to say. */
static int write_table(struct compilation *compilation, const struct compile *compile)
{
    if (strcmp(compile->output, "-") == 0) {
        policy_report(compilation, compile->format);
        return write_to_output(compilation);
    }
    if (policy_reads(compilation, compile->output)) {
        policy_report(compilation, compile->format);
        policy_reads_complain(compile->output);
        return EXIT_NO_ANSWER;
    }
    return write_to_file(compilation, compile);
}

/* Whether the options go together. */
static bool options_agree(const struct compile *compile)
{
    if (compile->output == NULL)
        return command_usage_error(&command_compile, "missing option: -o TABLE");
    if (strcmp(compile->output, "-") != 0)
        return true;
    if (compile->format != DIAG_TEXT)
        return command_usage_error(&command_compile, "-o - and --format cannot both write to standard output");
    if (isatty(STDOUT_FILENO) == 1)
        return command_usage_error(&command_compile, "a table cannot be written to a terminal");
    return true;
}

int cmd_compile(int argc, char **argv)
{
    struct compile compile = {.format = DIAG_TEXT};
    struct compilation *compilation;
    int first, status;

    switch (command_parse(&command_compile, &compile, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (!options_agree(&compile))
        return EXIT_NO_ANSWER;
    compilation = compile_file(argv[first], &compile.policy.compile, true);
    if (policy_status(compilation) == EXIT_YES)
        status = write_table(compilation, &compile);
    else
        status = policy_report(compilation, compile.format);
    compilation_free(compilation);
    return command_finish(status);
}

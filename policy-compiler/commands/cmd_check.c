/*
 * cmd_check.c - `rolegate check`: says what is wrong with a policy, and fixes what can be fixed.
 */
#include "baseline.h"
#include "check_fix.h"

#include <string.h>
#include <time.h>

#include "answer/endings_list.h"
#include "support/arena.h"
#include "support/atomic_file.h"
#include "support/duration.h"
#include "support/json_text.h"

enum { OPTION_EXPIRING = OPTION_LONG, OPTION_CERTIFICATE, OPTION_FIX, OPTION_UNSAFE, OPTION_DIFF, OPTION_BASELINE };

struct check {
    struct policy_options policy;
    struct check_fix how;
    struct baseline baseline;
    const char *known; /* the baseline's file; or NULL */
    enum diag_format format;
    int64_t expiring;        /* seconds from now; 0: what ends is not asked for */
    const char *certificate; /* where to write it; or NULL */
};

static const struct command_option options[] = {
    {OPTION_FORMAT, "format", "FORMAT",
     "text (on standard error), or json, sarif, github, gitlab, junit (standard output)"},
    {OPTION_BASELINE, "baseline", "FILE", "leave out warnings that check --format json has printed into FILE before"},
    {OPTION_CERTIFICATE, "certificate", "FILE", "write why each claim holds, as JSON that another program can check"},
    {OPTION_FIX, "fix", NULL, "fix in the files what can be fixed without changing a decision"},
    {OPTION_UNSAFE, "unsafe", NULL, "with --fix: do as well what is suggested, though it is a guess"},
    {OPTION_DIFF, "diff", NULL, "with --fix: print what would change, for patch(1), and write nothing"},
    POLICY_OPTIONS,
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL, "accept a policy that lists nothing"},
    {OPTION_EXPIRING, "expiring", "DURATION", "list what is in force and ends within 30m, 8h, 14d or 2w from now"},
    {OPTION_RESOLVE, "resolve", NULL, "look up the named users and groups on this machine"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct check *check = context;

    if (key == OPTION_BASELINE) {
        check->known = value;
        return true;
    }
    check->how.fix |= key == OPTION_FIX;
    check->how.unsafe |= key == OPTION_UNSAFE;
    check->how.diff |= key == OPTION_DIFF;
    if (key == OPTION_FIX || key == OPTION_UNSAFE || key == OPTION_DIFF)
        return true;
    if (key == OPTION_FORMAT)
        return policy_format(&command_check, value, &check->format);
    if (key == OPTION_EXPIRING && !duration_parse(value, &check->expiring))
        return command_usage_error(&command_check, "--expiring: '%s' is not " DURATION_SYNTAX, value);
    if (key == OPTION_EXPIRING)
        return true;
    if (key == OPTION_CERTIFICATE) {
        if (strcmp(value, "-") == 0)
            return command_usage_error(&command_check, "--certificate needs a file of its own");
        check->certificate = value;
        check->policy.compile.certified = true;
        return true;
    }
    return policy_option(&command_check, &check->policy, key, value);
}

const struct command command_check = {
    "check", "FILE... [options]",
    "Reads policies with all that they include (\"-\": standard input), checks them, proves their claims and runs "
    "their "
    "tests.\n"
    "Writes no table. What can be fixed is said below the reports.\n"
    "Exit status: 0 there is no error, 1 there are errors, or with --expiring something ends, 2 the file cannot be "
    "read,\n"
    "or nothing is wrong but a claim that is undecided.\n",
    options, set_option};

/* Lists what ends soon, beside diagnostics that a program reads on standard error. The exit status: whether it does. */
static int report_endings(struct compilation *compilation, const struct check *check)
{
    enum rolegate_status status;
    rolegate_table *table = NULL;
    FILE *out = check->format == DIAG_TEXT ? stdout : stderr;
    int64_t now = (int64_t)time(NULL);
    json_t *list, *ending;
    size_t i;

    status = compilation_open(compilation, &table);
    if (status != ROLEGATE_OK) {
        message_error("the table cannot be used: %s", rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    list = endings_list(compilation->arena, table, now, now + check->expiring, &status);
    json_array_foreach(list, i, ending)
    {
        endings_print(out, ending);
        putc('\n', out);
    }
    i = json_array_size(list);
    json_decref(list);
    rolegate_table_close(table);
    if (status == ROLEGATE_OK)
        return i > 0 ? EXIT_NO : EXIT_YES;
    message_error("%s", rolegate_status_text(status));
    return EXIT_NO_ANSWER;
}

/* Writes the certificate; the status of that. */
static int write_certificate(const struct compilation *compilation, const char *path)
{
    struct atomic_file_problem problem;

    if (policy_reads(compilation, path)) {
        policy_reads_complain(path);
        return EXIT_NO_ANSWER;
    }
    if (compilation->certificate == NULL) {
        message_error("there is no certificate of a policy with errors: %s was not written", path);
        return EXIT_NO_ANSWER;
    }
    if (atomic_file_write(path, compilation->certificate, compilation->certificate_size, NULL, &problem) != 0) {
        atomic_file_complain(&problem);
        return EXIT_NO_ANSWER;
    }
    if (compilation->uncertified > 0)
        message_error("%s: %zu proofs are missing; it says which, and why", path, compilation->uncertified);
    return EXIT_YES;
}

/* What is done with one policy behind the reports: the status. */
static int check_finish(struct compilation *compilation, const struct check *check)
{
    int status = check->known == NULL           ? policy_status(compilation)
                 : compilation->unreadable      ? EXIT_NO_ANSWER
                 : compilation->diag.errors > 0 ? EXIT_NO
                                                : EXIT_YES;

    if (check->certificate != NULL && write_certificate(compilation, check->certificate) != EXIT_YES &&
        status == EXIT_YES)
        status = EXIT_NO_ANSWER;
    if (status == EXIT_YES && check->expiring > 0)
        status = report_endings(compilation, check);
    return status;
}

/* Checks policies, reports them as one text, and says the worst status. */
static int check_all(struct check *check, char **paths, size_t count)
{
    struct arena *arena = arena_new();
    struct compilation **compilations = arena_array(arena, count, sizeof(struct compilation *));
    struct diag **diags = arena_array(arena, count, sizeof(struct diag *));
    int status = EXIT_YES, one;
    size_t i;

    baseline_begin(&check->baseline, &check->policy.compile);
    for (i = 0; i < count; i++) {
        compilations[i] = compile_file(paths[i], &check->policy.compile, true);
        diags[i] = &compilations[i]->diag;
        baseline_apply(&check->baseline, diags[i]);
    }
    policy_report_all(diags, count, check->format);
    if (check->format == DIAG_TEXT)
        check_fix_offer(compilations, count);
    for (i = 0; i < count; i++) {
        one = check_finish(compilations[i], check);
        status = one > status ? one : status;
        compilation_free(compilations[i]);
    }
    arena_free(arena);
    return status;
}

/* Whether the options go together; a message is printed where they do not. */
static bool options_fit(const struct check *check, char **paths, int count)
{
    int i;

    for (i = 0; i < count; i++)
        if (!check_fix_options(&command_check, &check->how, paths[i]))
            return false;
    if (check->how.fix && (check->known != NULL || count > 1))
        return command_usage_error(&command_check, "--fix is for one policy, and knows no baseline");
    if (check->certificate != NULL && count > 1)
        return command_usage_error(&command_check, "--certificate is for one policy");
    return true;
}

int cmd_check(int argc, char **argv)
{
    struct check check = {.format = DIAG_TEXT};
    int first, status;

    switch (command_parse(&command_check, &check, argc, argv, 1, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (!options_fit(&check, argv + first, argc - first))
        return EXIT_NO_ANSWER;
    if (check.how.fix)
        return command_finish(check_fix(&check.how, argv[first], &check.policy.compile, check.format));
    if (check.known == NULL || baseline_read(&check.baseline, check.known))
        status = check_all(&check, argv + first, (size_t)(argc - first));
    else
        status = EXIT_NO_ANSWER;
    baseline_free(&check.baseline);
    return command_finish(status);
}

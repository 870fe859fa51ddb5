/*
 * cmd_test.c - `rolegate test`: runs a policy's tests and says how each went, for people and for CI.
 */
#include "command.h"

#include <regex.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/suite/coverage.h"
#include "compile/suite/suite_output.h"
#include "support/file_watch.h"
#include "support/progress.h"
#include "compile/suite/suite.h"

enum { OPTION_RUN = OPTION_LONG, OPTION_WATCH, OPTION_COVERAGE };

struct test {
    struct policy_options policy;
    suite_output_printer *print;
    const char *coverage;
    regex_t run; /* tests whose name it finds */
    bool has_run, watch;
};

static const struct command_option options[] = {
    {OPTION_FORMAT, "format", "FORMAT", "text, tap, junit or json, on standard output"},
    {OPTION_RUN, "run", "REGEX", "only the tests in whose names this extended regular expression is found"},
    {OPTION_WATCH, "watch", NULL, "run again whenever a file of the policies changes, until a signal"},
    {OPTION_COVERAGE, "coverage", "FILE", "write which statements decided at least once, as LCOV"},
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL,
     "a policy that lists nothing, or whose tests state nothing, is no failure"},
    POLICY_OPTIONS,
    {0, NULL, NULL, NULL}};

static bool run_option(struct test *test, const char *value)
{
    char problem[100];
    int error;

    if (test->has_run)
        return command_usage_error(&command_test, "--run is given twice");
    error = regcomp(&test->run, value, REG_EXTENDED | REG_NOSUB);
    if (error == 0) {
        test->has_run = true;
        return true;
    }
    regerror(error, &test->run, problem, sizeof problem);
    return command_usage_error(&command_test, "--run: '%s' is not a regular expression: %s", value, problem);
}

static bool set_option(void *context, int key, char *value)
{
    struct test *test = context;

    if (key == OPTION_RUN)
        return run_option(test, value);
    if (key == OPTION_WATCH) {
        test->watch = true;
        return true;
    }
    if (key == OPTION_COVERAGE) {
        test->coverage = value;
        return true;
    }
    if (key != OPTION_FORMAT)
        return policy_option(&command_test, &test->policy, key, value);
    test->print = suite_output_format(value);
    if (test->print != NULL)
        return true;
    return command_usage_error(&command_test, "unknown format '%s'; use text, tap, junit or json", value);
}

const struct command command_test = {
    "test", "FILE... [options]",
    "Runs the tests of policies (\"-\": standard input) against their compiled tables.\n"
    "Exit status: 0 all pass, 1 a test fails, nothing is tested or the policy has errors, 2 a file cannot be read or\n"
    "written.\n",
    options, set_option};

/* One run over all tests. */
struct run {
    struct compilation *compilation;
    struct coverage *coverage;     /* or NULL */
    struct suite_outcome *outcome; /* of the test that is running */
    size_t checked;                /* targets that were looked at */
};

static void answered(void *context, const struct rolegate_answer *answer)
{
    struct run *run = context;

    if (run->coverage != NULL)
        coverage_add(run->coverage, answer);
}

static void checked(void *context, const struct suite_result *result)
{
    struct run *run = context;
    struct suite_failure *failure;

    run->checked++;
    if (result->passed)
        return;
    failure = arena_alloc(run->compilation->arena, sizeof *failure);
    failure->what = suite_describe(run->compilation->arena, result);
    failure->place = source_place(&run->compilation->sources, word_span(&result->target->name).at);
    failure->question = *result->question;
    failure->answer = *result->answer;
    *run->outcome->failures_end = failure;
    run->outcome->failures_end = &failure->next;
}

static size_t count_tests(const struct ast *ast)
{
    const struct ast_test *test;
    size_t count = 0;

    for (test = ast->tests; test != NULL; test = test->next)
        count++;
    return count;
}

static double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool is_wanted(const struct test *how, const struct ast_test *test)
{
    return !how->has_run || regexec(&how->run, test->name.symbol->text, 0, NULL, 0) == 0;
}

/* Runs every test that is wanted. False: one could not be run, and a message was printed. */
static bool run_tests(const struct test *how, struct run *run, struct suite_output *outcomes)
{
    struct suite_listener listener = {.context = run, .answered = answered, .checked = checked};
    const struct ast_test *test;

    outcomes->list = arena_array(run->compilation->arena, count_tests(run->compilation->ast), sizeof *outcomes->list);
    for (test = run->compilation->ast->tests; test != NULL; test = test->next) {
        struct suite_outcome *outcome = &outcomes->list[outcomes->count];
        enum rolegate_status status;

        if (!is_wanted(how, test))
            continue;
        outcomes->count++;
        outcome->name = test->name.symbol->text;
        outcome->place = source_place(&run->compilation->sources, test->keyword.at);
        outcome->failures_end = &outcome->failures;
        outcome->seconds = -seconds_now();
        run->outcome = outcome;
        status = suite_run(run->compilation, outcomes->table, test, &listener);
        if (status != ROLEGATE_OK) {
            message_error("%s:%u: this test could not be run: %s", outcome->place.source->path, outcome->place.line,
                          rolegate_status_text(status));
            return false;
        }
        outcome->seconds += seconds_now();
        outcomes->failed += outcome->failures != NULL;
        progress_count(outcomes->count);
    }
    return true;
}

/* The exit status of a run that has come to its end. */
static int judge(const struct test *test, const struct run *run, const struct suite_output *outcomes)
{
    const char *why = "no test has a may or may not";

    if (outcomes->failed > 0)
        return EXIT_NO;
    if (run->checked > 0 || test->policy.compile.allow_empty)
        return EXIT_YES;
    if (outcomes->count == 0)
        why = test->has_run && run->compilation->ast->tests != NULL ? "--run finds no test" : "the policy has no tests";
    message_error("%s: nothing was tested: %s; use --allow-empty if that is intended", outcomes->policy, why);
    return EXIT_NO;
}

/* Compiles a policy and runs its tests, whose outcomes are printed later. The status as far as it goes. */
static int run_policy(const struct test *test, struct run *run, struct suite_output *outcomes)
{
    enum rolegate_status status;
    int result;

    run->compilation = compile_file(outcomes->policy, &test->policy.compile, false);
    result = policy_report(run->compilation, DIAG_TEXT);
    if (result == EXIT_YES && test->coverage != NULL && policy_reads(run->compilation, test->coverage)) {
        policy_reads_complain(test->coverage);
        result = EXIT_NO_ANSWER;
    }
    if (result != EXIT_YES)
        return result;
    status = compilation_open(run->compilation, &outcomes->table);
    if (status != ROLEGATE_OK) {
        message_error("%s: unusable table: %s", outcomes->policy, rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    if (test->coverage != NULL)
        run->coverage = coverage_new(run->compilation);
    progress_begin("tests run:");
    if (!run_tests(test, run, outcomes)) {
        outcomes->count = outcomes->failed = 0;
        result = EXIT_NO_ANSWER;
    }
    progress_end();
    return result;
}

/* Watches the files of the policies: -1, and a message, where that cannot be. */
static int watch_open(struct arena *arena, const struct run *runs, size_t count)
{
    const char **paths;
    size_t files = 0, i, j;

    for (i = 0; i < count; i++)
        files += runs[i].compilation->sources.count + 1;
    paths = arena_array(arena, files, sizeof *paths);
    for (i = files = 0; i < count; i++) {
        const struct sources *sources = &runs[i].compilation->sources;
        paths[files++] = runs[i].compilation->diag.policy;
        for (j = 0; j < sources->count; j++)
            paths[files++] = sources->list[j].path;
    }
    return file_watch_open(paths, files);
}

/* Runs the tests of all policies once. watch: where not NULL, what is to be waited for is put there, or -1. */
static int run_all(const struct test *test, char **paths, size_t count, int *watch)
{
    struct arena *arena = arena_new();
    struct run *runs = arena_array(arena, count, sizeof *runs);
    struct suite_output *outcomes = arena_array(arena, count, sizeof *outcomes);
    int *statuses = arena_array(arena, count, sizeof *statuses), worst = EXIT_YES;
    bool printed = false;
    size_t i;

    for (i = 0; i < count; i++) {
        outcomes[i].policy = paths[i];
        statuses[i] = run_policy(test, &runs[i], &outcomes[i]);
        printed |= outcomes[i].table != NULL && statuses[i] == EXIT_YES;
    }
    if (watch != NULL)
        *watch = watch_open(arena, runs, count);
    if (printed)
        test->print(outcomes, count);
    for (i = 0; i < count; i++) {
        if (statuses[i] == EXIT_YES)
            statuses[i] = judge(test, &runs[i], &outcomes[i]);
        if (runs[i].coverage != NULL && outcomes[i].table != NULL && statuses[i] != EXIT_NO_ANSWER &&
            !coverage_write(runs[i].coverage, test->coverage))
            statuses[i] = EXIT_NO_ANSWER;
        worst = statuses[i] > worst ? statuses[i] : worst;
        rolegate_table_close(outcomes[i].table);
        compilation_free(runs[i].compilation);
    }
    arena_free(arena);
    return worst;
}

/* Runs them again and again, until a signal ends the program, or nothing can be watched. */
static int watch_all(const struct test *test, char **paths, size_t count)
{
    int watch;
    bool more;

    do {
        run_all(test, paths, count, &watch);
        fflush(stdout);
        more = watch >= 0 && file_watch_wait(watch);
        if (watch >= 0)
            close(watch);
    } while (more);
    return EXIT_NO_ANSWER;
}

/* Whether the options go together; a message is printed where they do not. */
static bool options_fit(const struct test *test, char **paths, size_t count)
{
    size_t i;

    if (test->coverage != NULL && (count > 1 || test->watch))
        return command_usage_error(&command_test, "--coverage is for one run of one policy");
    for (i = 0; i < count && test->watch; i++)
        if (strcmp(paths[i], "-") == 0)
            return command_usage_error(&command_test, "--watch requires files, not standard input");
    return true;
}

int cmd_test(int argc, char **argv)
{
    struct test test = {.print = suite_output_format("text")};
    int first, status = EXIT_NO_ANSWER;
    size_t count;

    switch (command_parse(&command_test, &test, argc, argv, 1, argc, &first)) {
    case COMMAND_HELP: status = EXIT_YES; break;
    case COMMAND_WRONG: break;
    case COMMAND_GO:
        count = (size_t)(argc - first);
        test.policy.compile.keep_statements = test.coverage != NULL;
        if (options_fit(&test, argv + first, count))
            status = test.watch ? watch_all(&test, argv + first, count) : run_all(&test, argv + first, count, NULL);
    }
    if (test.has_run)
        regfree(&test.run);
    return command_finish(status);
}

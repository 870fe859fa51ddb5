/*
 * cmd_test.c - `rolegate test`: runs a policy's tests and says how each went, for people and for CI.
 */
#include "command.h"

#include "support/arena.h"
#include "compile/ast/ast.h"
#include "compile/suite/coverage.h"
#include "compile/suite/suite_output.h"
#include "support/progress.h"
#include "compile/suite/suite.h"

enum { OPTION_COVERAGE = OPTION_LONG };

struct test {
    struct policy_options policy;
    suite_output_printer *print;
    const char *coverage;
};

static const struct command_option options[] = {
    {OPTION_FORMAT, "format", "FORMAT", "text, tap, junit or json, on standard output"},
    {OPTION_COVERAGE, "coverage", "FILE", "write which statements decided at least once, as LCOV"},
    {OPTION_ALLOW_EMPTY, "allow-empty", NULL,
     "a policy that lists nothing, or whose tests state nothing, is no failure"},
    POLICY_OPTIONS,
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct test *test = context;

    if (key == OPTION_COVERAGE) {
        test->coverage = value;
        return true;
    }
    if (key != OPTION_FORMAT)
        return policy_option(&command_test, &test->policy, key, value);
    test->print = suite_output_format(value);
    if (test->print != NULL)
        return true;
    return command_usage_error(&command_test, "there is no format '%s'; there are text, tap, junit and json", value);
}

const struct command command_test = {
    "test", "FILE [options]",
    "Runs the tests of a policy (\"-\": standard input) against its compiled table.\n"
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

/* Runs every test. False: one could not be run, and a message was printed. */
static bool run_tests(struct run *run, struct suite_output *outcomes)
{
    struct suite_listener listener = {.context = run, .answered = answered, .checked = checked};
    const struct ast_test *test;

    outcomes->list = arena_array(run->compilation->arena, count_tests(run->compilation->ast), sizeof *outcomes->list);
    for (test = run->compilation->ast->tests; test != NULL; test = test->next) {
        struct suite_outcome *outcome = &outcomes->list[outcomes->count++];
        enum rolegate_status status;

        outcome->name = test->name.symbol->text;
        outcome->place = source_place(&run->compilation->sources, test->keyword.at);
        outcome->failures_end = &outcome->failures;
        run->outcome = outcome;
        status = suite_run(run->compilation, outcomes->table, test, &listener);
        if (status != ROLEGATE_OK) {
            message_error("%s:%u: this test could not be run: %s", outcome->place.source->path, outcome->place.line,
                          rolegate_status_text(status));
            return false;
        }
        outcomes->failed += outcome->failures != NULL;
        progress_count(outcomes->count);
    }
    return true;
}

/* The exit status of a run that has come to its end. */
static int judge(const struct test *test, const struct run *run, const struct suite_output *outcomes)
{
    if (outcomes->failed > 0)
        return EXIT_NO;
    if (run->checked > 0 || test->policy.compile.allow_empty)
        return EXIT_YES;
    message_error("%s: nothing was tested: %s; --allow-empty says that this is meant", outcomes->policy,
                  outcomes->count == 0 ? "the policy has no tests" : "no test has a may or may not");
    return EXIT_NO;
}

static int run_policy(const struct test *test, const char *path, struct compilation *compilation)
{
    struct run run = {.compilation = compilation};
    struct suite_output outcomes = {.policy = path};
    enum rolegate_status status = compilation_open(compilation, &outcomes.table);
    int result = EXIT_NO_ANSWER;
    bool complete;

    if (status != ROLEGATE_OK) {
        message_error("%s: its table cannot be used: %s", path, rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    if (test->coverage != NULL)
        run.coverage = coverage_new(compilation);
    progress_begin("tests run:");
    complete = run_tests(&run, &outcomes);
    progress_end();
    if (complete) {
        test->print(&outcomes);
        result = judge(test, &run, &outcomes);
    }
    if (complete && run.coverage != NULL && !coverage_write(run.coverage, test->coverage))
        result = EXIT_NO_ANSWER;
    rolegate_table_close(outcomes.table);
    return result;
}

int cmd_test(int argc, char **argv)
{
    struct test test = {.print = suite_output_format("text")};
    struct compilation *compilation;
    int first, status;

    switch (command_parse(&command_test, &test, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    test.policy.compile.keep_statements = test.coverage != NULL;
    compilation = compile_file(argv[first], &test.policy.compile, false);
    status = policy_report(compilation, DIAG_TEXT);
    if (status == EXIT_YES && test.coverage != NULL && policy_reads(compilation, test.coverage)) {
        policy_reads_complain(test.coverage);
        status = EXIT_NO_ANSWER;
    }
    if (status == EXIT_YES)
        status = run_policy(&test, argv[first], compilation);
    compilation_free(compilation);
    return command_finish(status);
}

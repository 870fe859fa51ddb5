/*
 * suite.c - a policy's own tests, run against its compiled table.
 *
 * rolegate-policy(5), "Tests". Decides nothing: asks the library, as everybody does.
 */
#include "suite.h"

#include <string.h>

#include "support/arena.h"
#include "compile/resolve/resolve.h"
#include "answer_notes.h"

#define DEFAULT_NOW   1767225600 /* 2026-01-01T00:00:00Z */
#define DEFAULT_HOST  "localhost"
#define QUESTIONS_MAX ((size_t)1000000)

/* A situation of a test, ready to be asked about. */
struct situation_asked {
    const struct compilation *compilation;
    rolegate_table *table;
    rolegate_subject *subject;
    struct rolegate_question question;
    const struct suite_listener *listener;
    struct suite_result result;
};

static enum rolegate_status add_groups(rolegate_subject *subject, const struct ast_subject *group,
                                       enum rolegate_membership membership)
{
    enum rolegate_status status = ROLEGATE_OK;

    for (; group != NULL && status == ROLEGATE_OK; group = subject_next(group))
        status = group->kind == SUBJECT_GID ? rolegate_subject_add_gid(subject, (uint32_t)group->gid, membership)
                                            : rolegate_subject_add_group(subject, group->symbol->text, membership);
    return status;
}

static enum rolegate_status make_subject(const struct ast_given *given, rolegate_subject **subject)
{
    enum rolegate_status status = rolegate_subject_new(given->user.symbol->text, subject);

    if (status == ROLEGATE_OK)
        status = add_groups(*subject, given->groups, ROLEGATE_MEMBER);
    if (status == ROLEGATE_OK)
        status = add_groups(*subject, given->unknown, ROLEGATE_MEMBER_UNKNOWN);
    return status;
}

static void make_question(const struct ast_given *given, struct rolegate_question *question)
{
    memset(question, 0, sizeof *question);
    question->now = given->at != NULL ? given->at->instant : DEFAULT_NOW;
    question->origin = given->from.symbol ? given->from.symbol->text : NULL;
    question->tty = given->tty.symbol ? given->tty.symbol->text : NULL;
    (void)rolegate_question_set_host(question, given->host.symbol ? given->host.symbol->text : DEFAULT_HOST);
}

/* Asks for one service or one permission. Why it is so is found out only where somebody will read it. */
static enum rolegate_status check_one(struct situation_asked *asked, const char *service, const char *permission,
                                      struct rolegate_answer *answer)
{
    enum rolegate_status status;

    asked->question.service = service;
    asked->question.permission = permission;
    status = rolegate_decide(asked->table, asked->subject, &asked->question, &answer->verdict);
    asked->result.passed = (answer->verdict == ROLEGATE_ALLOW) == asked->result.expect->may;
    if (status == ROLEGATE_OK && (!asked->result.passed || asked->listener->answered != NULL))
        status = rolegate_explain(asked->table, asked->subject, &asked->question, answer, sizeof *answer);
    if (status == ROLEGATE_OK && asked->listener->answered != NULL)
        asked->listener->answered(asked->listener->context, answer);
    return status;
}

/* Every permission of the pattern must be as expected; the answer is that of the first that is not, or of the last. */
static enum rolegate_status check_pattern(struct situation_asked *asked, struct rolegate_answer *answer)
{
    const struct ast *ast = asked->compilation->ast;
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t at, end;

    asked->result.passed = true;
    pattern_range(ast, asked->result.target->name.symbol, &at, &end);
    for (; at < end && asked->result.passed && status == ROLEGATE_OK; at++) {
        asked->result.permission = ast->permission_order[at]->name.symbol->text;
        status = check_one(asked, NULL, asked->result.permission, answer);
    }
    return status;
}

static enum rolegate_status check_target(struct situation_asked *asked)
{
    struct rolegate_answer answer;
    enum rolegate_status status;

    memset(&answer, 0, sizeof answer);
    asked->result.permission = NULL;
    if (asked->result.target->is_permission) {
        status = check_pattern(asked, &answer);
    } else {
        status = check_one(asked, asked->result.target->name.symbol->text, NULL, &answer);
        asked->result.passed = asked->result.passed && status == ROLEGATE_OK;
    }
    asked->result.question = &asked->question;
    asked->result.answer = &answer;
    if (status == ROLEGATE_OK)
        asked->listener->checked(asked->listener->context, &asked->result);
    asked->result.answer = NULL;
    return status;
}

/* Runs the expectations of one `given`. */
static enum rolegate_status run_given(struct situation_asked *asked, const struct ast_given *given)
{
    enum rolegate_status status = make_subject(given, &asked->subject);

    asked->result.given = given;
    make_question(given, &asked->question);
    if (status == ROLEGATE_OK)
        status = rolegate_resolve(asked->table, asked->subject, NULL);
    for (asked->result.expect = given->expects; asked->result.expect != NULL && status == ROLEGATE_OK;
         asked->result.expect = asked->result.expect->next)
        for (asked->result.target = asked->result.expect->targets;
             asked->result.target != NULL && status == ROLEGATE_OK; asked->result.target = asked->result.target->next)
            status = check_target(asked);
    rolegate_subject_free(asked->subject);
    asked->subject = NULL;
    return status;
}

enum rolegate_status suite_run(const struct compilation *compilation, rolegate_table *table,
                               const struct ast_test *test, const struct suite_listener *listener)
{
    struct situation_asked asked = {.compilation = compilation, .table = table, .listener = listener};
    const struct ast_given *given;
    enum rolegate_status status = ROLEGATE_OK;

    asked.result.test = test;
    for (given = test->givens; given != NULL && status == ROLEGATE_OK; given = given->next)
        status = run_given(&asked, given);
    return status;
}

const char *suite_describe(struct arena *arena, const struct suite_result *result)
{
    const char *user = result->given->user.symbol->text;
    bool may = result->expect->may;
    const char *target = result->permission ? result->permission : result->target->name.symbol->text;
    const char *kind = result->target->is_permission ? "permission " : "";

    if (result->passed)
        return arena_printf(arena, "%s %s %s%s", user, may ? "may" : "may not", kind, target);
    return arena_printf(arena, "%s %s %s%s, and must%s", user, may ? "may not" : "may", kind, target,
                        may ? "" : " not");
}

/* ---- as a pass of the compiler ---- */

static const char *reason_text(struct arena *arena, const struct rolegate_answer *answer)
{
    if (answer->reason == ROLEGATE_NOT_GRANTED && answer->missing_count > 0)
        return arena_printf(arena, "not granted: %s is missing", answer->missing[0]);
    if (answer->timing != ROLEGATE_TIMING_NONE)
        return arena_printf(arena, "%s: %s", rolegate_reason_text(answer->reason),
                            rolegate_timing_text(answer->timing));
    return rolegate_reason_text(answer->reason);
}

static void report_failure(void *context, const struct suite_result *result)
{
    struct compilation *compilation = context;
    struct diag_report *report;

    if (result->passed)
        return;
    report = diag_at(&compilation->diag, DIAG_TEST_FAILED, word_span(&result->target->name), "%s (%s)",
                     suite_describe(compilation->arena, result), reason_text(compilation->arena, result->answer));
    diag_note(&compilation->diag, report, result->given->span, "in this situation of the test \"%s\"",
              result->test->name.symbol->text);
    answer_notes(compilation, report, result->answer);
}

/* How many questions a test asks: one for a service, one for each permission that a pattern names. */
static size_t test_questions(const struct ast *ast, const struct ast_test *test)
{
    const struct ast_given *given;
    const struct ast_expect *expect;
    const struct ast_target *target;
    size_t questions = 0;
    uint32_t at, end;

    for (given = test->givens; given != NULL; given = given->next)
        for (expect = given->expects; expect != NULL; expect = expect->next)
            for (target = expect->targets; target != NULL; target = target->next) {
                if (!target->is_permission) {
                    questions++;
                    continue;
                }
                pattern_range(ast, target->name.symbol, &at, &end);
                questions += end - at;
            }
    return questions;
}

void suite_measure(struct compilation *compilation)
{
    const struct ast_test *test;
    size_t left = QUESTIONS_MAX;

    for (test = compilation->ast->tests; test != NULL; test = test->next) {
        size_t questions = test_questions(compilation->ast, test);

        if (questions > left) {
            diag_at(&compilation->diag, DIAG_TOO_LARGE, word_span(&test->name),
                    "with this test all tests together ask more than %zu questions: a pattern asks one for each "
                    "permission that it names",
                    QUESTIONS_MAX);
            return;
        }
        left -= questions;
    }
}

void suite_run_all(struct compilation *compilation, rolegate_table *table)
{
    struct suite_listener listener = {.context = compilation, .checked = report_failure};
    const struct ast_test *test;

    for (test = compilation->ast->tests; test != NULL; test = test->next) {
        enum rolegate_status status = suite_run(compilation, table, test, &listener);

        if (status != ROLEGATE_OK)
            diag_at(&compilation->diag, DIAG_TEST_FAILED, word_span(&test->name), "the test could not be run: %s",
                    rolegate_status_text(status));
    }
}

/*
 * budget_test.c - how much work an answer is, in steps, on policies with many conditional rules for one person.
 *
 * The shapes are what a team could write, and grow from 10 to 10,000 rules. Counted are steps, never time; what a step
 * is worth here is printed and judged by nobody.
 */
#include "asked.h"

#include <time.h>

#include "decide/budget.h"

/* A policy that is written. */
struct text {
    char *bytes;
    size_t size;
    FILE *out;
};

static FILE *text_open(struct text *text)
{
    text->out = open_memstream(&text->bytes, &text->size);
    assert_non_null(text->out);
    return text->out;
}

static void text_ask(struct text *text, struct asked *asked, const char *service)
{
    fclose(text->out);
    asked_begin(asked, text->bytes, service);
    free(text->bytes);
}

static const char header[] = "zone \"Europe/Berlin\"\npermission login\nservice sshd requires login\n";

/* One rule's condition: each kind of fact where the shape has it. */
static void condition_put(FILE *out, const char *shape, unsigned i)
{
    unsigned hour = i % 20, minute = i % 60;
    const char *between = "";

    if (strchr(shape, 't') != NULL) {
        fprintf(out, "time sat %02u:%02u-%02u:%02u", hour, minute, hour + 1, minute);
        between = " and ";
    }
    if (strchr(shape, 'f') != NULL) {
        fprintf(out, "%sfrom 10.%u.0.0/16", between, i % 250);
        between = " and ";
    }
    if (strchr(shape, 'h') != NULL) {
        fprintf(out, "%shost \"web%u\"", between, i);
        between = " and ";
    }
    if (strchr(shape, 'y') != NULL) {
        fprintf(out, "%stty \"tty%u\"", between, i);
        between = " and ";
    }
    if (strchr(shape, 'g') != NULL)
        fprintf(out, "%shost \"*%u*\" and tty \"*t%u*\"", between, i, i);
}

static void shape_make(struct text *text, const char *shape, unsigned count)
{
    FILE *out = text_open(text);
    unsigned i;

    fputs(header, out);
    for (i = 0; i < count; i++) {
        fputs("allow login to group g0 when ", out);
        condition_put(out, shape, i);
        fprintf(out, " until 20%02u-%02u-%02u because \"SUP-%u\"\n", 30 + i / 28 % 60, i / 300 % 12 + 1, i % 28 + 1, i);
    }
}

/* The steps of an answer less those of its decision, which is done once more for that. */
static uint32_t steps_of(struct asked *asked)
{
    struct timespec begin, end;
    int64_t spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    asked_explain(asked);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    spent = (end.tv_sec - begin.tv_sec) * 1000000000 + end.tv_nsec - begin.tv_nsec;
    print_message("    %u steps, %.0f ns each\n", asked->subject->steps,
                  (double)spent / (asked->subject->steps > 0 ? asked->subject->steps : 1));
    return asked->subject->steps;
}

/* Every shape, with what its reason is for somebody on another terminal and host, from another network, on a thursday.
 */
static const struct {
    const char *shape;
    enum rolegate_reason reason;
    unsigned exact_to; /* up to so many rules the reason must be known */
} shapes[] = {
    {"t", ROLEGATE_NOT_NOW, 10000},  {"tf", ROLEGATE_NOT_HERE, 1000},  {"th", ROLEGATE_NOT_HERE, 1000},
    {"ty", ROLEGATE_NOT_HERE, 1000}, {"fh", ROLEGATE_NOT_HERE, 10000}, {"tfhy", ROLEGATE_NOT_HERE, 1000},
    {"g", ROLEGATE_NOT_HERE, 10000},
};

static void a_denial_is_explained_within_the_budget(void **state)
{
    static const unsigned counts[] = {10, 50, 100, 1000, 10000};
    size_t i, j;

    (void)state;
    for (i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (j = 0; j < sizeof counts / sizeof *counts; j++) {
            struct text text;
            struct asked asked;
            uint32_t steps;
            shape_make(&text, shapes[i].shape, counts[j]);
            text_ask(&text, &asked, "sshd");
            asked.question.origin = "192.0.2.1";
            asked.question.tty = "pts/0";
            asked_group(&asked, "g0", ROLEGATE_MEMBER);
            steps = steps_of(&asked);
            assert_true(steps <= STEPS_DECISION + STEPS_EXPLANATION);
            if (counts[j] <= shapes[i].exact_to)
                assert_int_equal(asked.answer.reason, shapes[i].reason);
            else
                assert_int_equal(asked.answer.incomplete, asked.answer.reason == ROLEGATE_NOT_GRANTED);
            if (counts[j] <= 1000)
                assert_int_equal(asked.answer.incomplete, 0);
            /* A rule for one saturday morning: the first of all is at 00:00 in Berlin. */
            if (shapes[i].reason == ROLEGATE_NOT_NOW && counts[j] <= 1000) {
                assert_int_equal(asked.answer.has_next, 1);
                assert_int_equal(asked.answer.next, 1767394800);
            }
            if (asked.answer.incomplete)
                assert_int_equal(asked.answer.has_next, 0);
            asked_end(&asked);
        }
}

/* Work grows with the rules and no faster, as long as it is not cut. */
static void the_search_is_linear_in_rules(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        uint32_t steps[2];
        unsigned j;
        for (j = 0; j < 2; j++) {
            struct text text;
            struct asked asked;
            shape_make(&text, shapes[i].shape, j == 0 ? 100 : 1000);
            text_ask(&text, &asked, "sshd");
            asked.question.origin = "192.0.2.1";
            asked.question.tty = "pts/0";
            asked_group(&asked, "g0", ROLEGATE_MEMBER);
            steps[j] = steps_of(&asked);
            asked_end(&asked);
        }
        assert_true(steps[1] <= 12 * steps[0]);
    }
}

static uint32_t roles_steps(unsigned count, bool chain)
{
    struct text text;
    struct asked asked;
    FILE *out = text_open(&text);
    uint32_t steps;
    unsigned i;

    fputs(header, out);
    for (i = 0; i < count; i++) {
        fprintf(out, "role r%u ", i);
        if (chain && i > 0)
            fprintf(out, "extends r%u ", i - 1);
        fprintf(out, "{ allow login }\nassign r%u to group g0\n", i);
    }
    text_ask(&text, &asked, "sshd");
    asked_group(&asked, "g0", ROLEGATE_MEMBER);
    steps = steps_of(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_GRANTED);
    assert_int_equal(asked.answer.statement_count, ROLEGATE_STATEMENTS_MAX);
    assert_int_equal(asked.answer.more_statements, 1);
    assert_int_equal(asked.answer.statements[0].kind, ROLEGATE_STATEMENT_ALLOW);
    assert_int_equal(asked.answer.statements[ROLEGATE_STATEMENTS_MAX - 2].kind, ROLEGATE_STATEMENT_ASSIGN);
    assert_int_equal(asked.answer.statements[ROLEGATE_STATEMENTS_MAX - 1].kind, ROLEGATE_STATEMENT_SERVICE);
    asked_end(&asked);
    return steps;
}

static void evidence_of_an_allow_is_one_pass_over_what_is_held(void **state)
{
    uint32_t few, many;

    (void)state;
    few = roles_steps(100, false);
    many = roles_steps(1000, false);
    assert_true(many <= 11 * few);
    assert_true(few <= 100 * 20);
    few = roles_steps(60, true);
    many = roles_steps(600, true);
    assert_true(many <= 11 * few);
    assert_true(few <= 60 * 20);
}

/* A service that requires a long list of permissions, on all of which many conditional rules bear. */
static void a_decision_that_takes_too_long_is_a_denial(void **state)
{
    struct text text;
    struct asked asked;
    FILE *out = text_open(&text);
    unsigned i;

    (void)state;
    for (i = 0; i < 400; i++)
        fprintf(out, "permission p%u\n", i);
    fputs("service s requires p0", out);
    for (i = 1; i < 400; i++)
        fprintf(out, " and p%u", i);
    for (i = 0; i < 2000; i++)
        fprintf(out, "\nallow * to user u when from 10.%u.0.0/16 because \"x\"", i % 256);
    text_ask(&text, &asked, "s");
    asked.question.origin = "10.255.0.1";
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(rolegate_check(asked.table, asked.subject, &asked.question), ROLEGATE_DENY);
    assert_int_equal(rolegate_explain(asked.table, asked.subject, &asked.question, &asked.answer, sizeof asked.answer),
                     ROLEGATE_TOO_COSTLY);
    assert_int_equal(asked.answer.verdict, ROLEGATE_DENY);
    assert_int_equal(asked.answer.reason, ROLEGATE_NONE);
    asked_end(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_denial_is_explained_within_the_budget),
        cmocka_unit_test(the_search_is_linear_in_rules),
        cmocka_unit_test(evidence_of_an_allow_is_one_pass_over_what_is_held),
        cmocka_unit_test(a_decision_that_takes_too_long_is_a_denial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

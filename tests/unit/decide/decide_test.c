/*
 * decide_test.c - verdicts by rules and by programs of a service, and what is no question.
 *
 * Where a table must say what no policy does, it is changed in memory, behind the sums.
 */
#include "../explain/asked.h"

#include "base/bytes.h"
#include "decide/decide.h"
#include "table/format.h"

static enum rolegate_verdict verdict_of(struct asked *asked, enum rolegate_status *status)
{
    enum rolegate_verdict verdict = ROLEGATE_UNLISTED;

    memset(asked->subject->settled, 0, SETTLED_SLOTS * sizeof *asked->subject->settled);
    *status = rolegate_decide(asked->table, asked->subject, &asked->question, &verdict);
    return verdict;
}

static void resolve(struct asked *asked)
{
    assert_int_equal(rolegate_resolve(asked->table, asked->subject, &asked->question), ROLEGATE_OK);
}

static unsigned char *section_of(struct asked *asked, enum table_section section)
{
    return asked->table->image + asked->table->sections[section].start;
}

/* ---- rules ---- */

/* Few rules stand in their owner's record, many in an index: each counts, wherever it stands. */
static void every_one_of_many_rules_counts(void **state)
{
    unsigned count, which;

    (void)state;
    for (count = 1; count <= 2 * RULES_INLINE + 1; count++)
        for (which = 0; which <= count; which++) {
            struct asked asked;
            enum rolegate_status status;
            char text[4096] = "permission p, q, r\nservice s requires p\n";
            unsigned i;
            for (i = 0; i < count; i++) {
                size_t length = strlen(text);
                snprintf(text + length, sizeof text - length, "allow %s to user u until 20%02u-01-01\n",
                         i % 2 == 0 ? "p, q" : "*", i == which ? 30 : i);
            }
            asked_begin(&asked, text, "s");
            resolve(&asked);
            assert_int_equal(verdict_of(&asked, &status), which < count ? ROLEGATE_ALLOW : ROLEGATE_DENY);
            assert_int_equal(status, ROLEGATE_OK);
            asked_end(&asked);
        }
}

/* Of patterns each leads to a wider one, which comes before it; one that does not is no way on. */
static void patterns_lead_to_wider_ones_alone(void **state)
{
    static const char policy[] =
        "permission a.b.c, a.b.d, a.e, f\nservice s requires a.b.c\n"
        "allow f to user u\nallow f to user u until 2031-01-01\nallow f to user u until 2032-01-01\n"
        "allow f to user u until 2033-01-01\nallow f to user u until 2034-01-01\nallow f to user u until 2035-01-01\n"
        "allow f to user u until 2036-01-01\nallow f to user u until 2037-01-01\n"
        "allow a.b.c to user u until 2020-01-01\nallow a.b.* to user u until 2020-01-01\nallow a.* to user u\n";
    struct asked asked;
    enum rolegate_status status;
    uint32_t count, i, to;

    (void)state;
    asked_begin(&asked, policy, "s");
    resolve(&asked);
    assert_int_equal(verdict_of(&asked, &status), ROLEGATE_ALLOW);
    count = asked.table->sections[SECTION_PATTERNS].size / PATTERN_SIZE;
    for (i = 0; i < count; i++) {
        unsigned char *wider = section_of(&asked, SECTION_PATTERNS) + i * PATTERN_SIZE + 12;
        unsigned char kept[4];
        if (load_u32(wider) == 0)
            continue;
        memcpy(kept, wider, 4);
        for (to = i + 1; to <= count + 1; to++) {
            memcpy(wider, (unsigned char[]){(unsigned char)to, 0, 0, 0}, 4);
            assert_int_equal(verdict_of(&asked, &status), ROLEGATE_DENY);
            assert_int_equal(status, ROLEGATE_MALFORMED);
        }
        memcpy(wider, kept, 4);
    }
    assert_int_equal(verdict_of(&asked, &status), ROLEGATE_ALLOW);
    asked_end(&asked);
}

/* ---- programs ---- */

/* What a program of postfix operations comes to where of p and q only p is allowed; false, and *well is, it is none. */
static bool program_value(const unsigned char *program, unsigned length, bool *well)
{
    bool stack[8];
    unsigned depth = 0, i;

    *well = true;
    for (i = 0; i < length && *well; i++) {
        if (program[i] >= REQUEST_PERMISSION) {
            stack[depth++] = program[i] == REQUEST_PERMISSION;
        } else if (depth < 2) {
            *well = false;
        } else {
            depth--;
            stack[depth - 1] =
                program[i] == REQUEST_AND ? stack[depth - 1] && stack[depth] : stack[depth - 1] || stack[depth];
        }
    }
    *well = *well && depth == 1;
    return *well && stack[0];
}

static void a_program_is_what_its_operations_make_of_it(void **state)
{
    struct asked asked;
    unsigned char program[5];
    unsigned number, i;

    (void)state;
    asked_begin(&asked, "permission p, q, r\nservice s requires p and q and r\nallow p to user u\n", "s");
    resolve(&asked);
    for (number = 0; number < 4 * 4 * 4 * 4 * 4; number++) {
        unsigned char *at = section_of(&asked, SECTION_REQUESTS);
        unsigned length = number % 2 == 0 ? 3 : 5;
        enum rolegate_status status;
        bool well, value;
        for (i = 0; i < 5; i++)
            program[i] = (unsigned char)(number >> (2 * i) & 3u);
        value = program_value(program, length, &well);
        at[0] = (unsigned char)length;
        memcpy(at + 1, program, length);
        assert_int_equal(verdict_of(&asked, &status), value ? ROLEGATE_ALLOW : ROLEGATE_DENY);
        assert_int_equal(status, well ? ROLEGATE_OK : ROLEGATE_MALFORMED);
    }
    asked_end(&asked);
}

/* As deep as the stack, and no deeper. */
static void a_program_has_room_for_so_many_values(void **state)
{
    char text[2048] = "permission p";
    struct asked asked;
    enum rolegate_status status;
    unsigned depth, i;

    (void)state;
    for (i = 0; i < 40; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), ", q%02u", i);
    strcat(text, "\nservice s requires p");
    for (i = 0; i < 40; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), " and q%02u", i);
    strcat(text, "\nallow p to user u\n");
    asked_begin(&asked, text, "s");
    resolve(&asked);
    for (depth = STACK_MAX - 1; depth <= STACK_MAX + 1; depth++) {
        unsigned char *at = section_of(&asked, SECTION_REQUESTS);
        assert_true(asked.table->sections[SECTION_REQUESTS].size >= 2 * depth);
        at[0] = (unsigned char)(2 * depth - 1);
        memset(at + 1, REQUEST_PERMISSION, depth);
        memset(at + 1 + depth, REQUEST_AND, depth - 1);
        assert_int_equal(verdict_of(&asked, &status), depth <= STACK_MAX ? ROLEGATE_ALLOW : ROLEGATE_DENY);
        assert_int_equal(status, depth <= STACK_MAX ? ROLEGATE_OK : ROLEGATE_MALFORMED);
    }
    asked_end(&asked);
}

/* ---- questions ---- */

static void what_is_no_question_is_refused(void **state)
{
    static const char policy[] = "permission p\nservice s requires p\nallow p to user u\n";
    enum rolegate_verdict verdict = ROLEGATE_ALLOW;
    struct rolegate_question both, neither;
    struct asked asked, other;

    (void)state;
    asked_begin(&asked, policy, "s");
    asked_begin(&other, policy, "s");
    resolve(&asked);
    both = neither = asked.question;
    both.permission = "p";
    neither.service = NULL;
    assert_int_equal(rolegate_decide(asked.table, asked.subject, &asked.question, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_decide(NULL, asked.subject, &asked.question, &verdict), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(verdict, ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(asked.table, NULL, &asked.question, &verdict), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_decide(asked.table, asked.subject, NULL, &verdict), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_decide(asked.table, asked.subject, &both, &verdict), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_decide(asked.table, asked.subject, &neither, &verdict), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_decide(other.table, asked.subject, &asked.question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_decide(asked.table, other.subject, &asked.question, &verdict), ROLEGATE_NOT_RESOLVED);
    asked.subject->identity++;
    assert_int_equal(rolegate_decide(asked.table, asked.subject, &asked.question, &verdict), ROLEGATE_NOT_RESOLVED);
    asked.subject->identity--;
    assert_int_equal(verdict, ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(asked.table, asked.subject, &asked.question, &verdict), ROLEGATE_OK);
    assert_int_equal(verdict, ROLEGATE_ALLOW);
    assert_int_equal(rolegate_check(asked.table, asked.subject, &neither), ROLEGATE_DENY);
    asked_end(&asked);
    asked_end(&other);
}

static enum rolegate_verdict with(const char *when, const char *origin, const char *tty, const char *host)
{
    struct asked asked;
    enum rolegate_status status;
    enum rolegate_verdict verdict;
    char policy[256];

    snprintf(policy, sizeof policy, "permission p\nservice s requires p\nallow p to user u when %s\n", when);
    asked_begin(&asked, policy, "s");
    asked.question.origin = origin;
    asked.question.tty = tty;
    snprintf(asked.question.host, sizeof asked.question.host, "%s", host);
    resolve(&asked);
    verdict = verdict_of(&asked, &status);
    assert_int_equal(status, ROLEGATE_OK);
    asked_end(&asked);
    return verdict;
}

static void a_condition_sees_the_facts_of_the_question(void **state)
{
    (void)state;
    assert_int_equal(with("tty tty1", NULL, "/dev/tty1", "web"), ROLEGATE_ALLOW);
    assert_int_equal(with("tty tty1", NULL, "tty2", "web"), ROLEGATE_DENY);
    assert_int_equal(with("tty none", NULL, NULL, "web"), ROLEGATE_ALLOW);
    assert_int_equal(with("from 10.0.0.0/8", "10.1.1.1", NULL, "web"), ROLEGATE_ALLOW);
    assert_int_equal(with("from local", "10.1.1.1", NULL, "web"), ROLEGATE_DENY);
    assert_int_equal(with("host w", NULL, NULL, "w"), ROLEGATE_ALLOW);
    assert_int_equal(with("host *", NULL, NULL, ""), ROLEGATE_DENY);
    assert_int_equal(with("not host w", NULL, NULL, ""), ROLEGATE_DENY);
}

static void reason_is(const char *rules, const char *host, enum rolegate_reason reason)
{
    struct asked asked;
    char policy[512];

    snprintf(policy, sizeof policy, "permission p\nservice s requires p\n%s", rules);
    asked_begin(&asked, policy, "s");
    asked_group(&asked, "g", ROLEGATE_MEMBER);
    asked_group(&asked, "m", ROLEGATE_MEMBER_UNKNOWN);
    snprintf(asked.question.host, sizeof asked.question.host, "%s", host);
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, reason);
    asked_end(&asked);
}

/* What was met on the way to a denial is what its reason is looked for among. */
static void a_denial_has_the_reason_that_it_met(void **state)
{
    (void)state;
    reason_is("allow p to user u\ndeny p to user u when host web\n", "", ROLEGATE_UNDETERMINED);
    reason_is("allow p to user u when host web\n", "", ROLEGATE_UNDETERMINED);
    reason_is("allow p to user u\ndeny p to group m\n", "web", ROLEGATE_UNDETERMINED);
    reason_is("allow p to user u\ndeny p to group g\n", "web", ROLEGATE_DENIED);
    reason_is("allow p to user u\ndeny p to group m, group g\n", "web", ROLEGATE_DENIED);
    reason_is("allow p to user u\ndeny p to group g until 2020-01-01\ndeny p to group m, group g\n", "web",
              ROLEGATE_DENIED);
    reason_is("allow p to user u\ndeny p to group g when host web\ndeny p to group m, group g\n", "", ROLEGATE_DENIED);
    reason_is("allow p to user u\ndeny p to group m, group g when host web\n", "", ROLEGATE_UNDETERMINED);
    reason_is("allow p to user u starting 2030-01-01\ndeny p to user u until 2027-01-01\n", "web", ROLEGATE_NOT_NOW);
    reason_is("allow p to user u until 2020-01-01\n", "web", ROLEGATE_NOT_NOW);
    reason_is("allow p to user x\n", "web", ROLEGATE_NOT_GRANTED);
}

/* The line of the service that was asked for, with its own condition, stands behind what allows it. */
static void an_answer_names_the_service_that_was_asked(void **state)
{
    static const char policy[] = "permission p\nservice first requires p\nservice second requires p when from local\n"
                                 "allow p to user u\n";
    struct asked asked;

    (void)state;
    asked_begin(&asked, policy, "second");
    asked_explain(&asked);
    assert_int_equal(asked.answer.statements[asked.answer.statement_count - 1].kind, ROLEGATE_STATEMENT_SERVICE);
    assert_int_equal(asked.answer.statements[asked.answer.statement_count - 1].line, 3);
    asked.question.service = "first";
    asked_explain(&asked);
    assert_int_equal(asked.answer.statements[asked.answer.statement_count - 1].line, 2);
    asked_end(&asked);
}

/* Of its record the last number is the condition: without it nobody knows whether there is one. */
static void a_service_that_is_cut_lets_nobody_in(void **state)
{
    static const char policy[] = "permission p\nservice s requires p\nallow p to user u\n";
    struct asked asked;
    enum rolegate_status status;

    (void)state;
    asked_begin(&asked, policy, "s");
    resolve(&asked);
    asked.table->sections[SECTION_SERVICES].size--;
    assert_int_equal(verdict_of(&asked, &status), ROLEGATE_DENY);
    assert_int_equal(status, ROLEGATE_MALFORMED);
    asked_end(&asked);
}

/* A permission that is asked for by its name is looked for among names that can be read. */
static void names_that_cannot_be_read_hold_no_permission(void **state)
{
    static const char policy[] = "permission a, b, c\nservice s requires a\nallow * to user u\n";
    struct asked asked;
    enum rolegate_status status;

    (void)state;
    asked_begin(&asked, policy, "s");
    asked.question.service = NULL;
    asked.question.permission = "b";
    resolve(&asked);
    assert_int_equal(verdict_of(&asked, &status), ROLEGATE_ALLOW);
    memset(section_of(&asked, SECTION_STRINGS), 0xff, asked.table->sections[SECTION_STRINGS].size);
    assert_int_equal(verdict_of(&asked, &status), ROLEGATE_DENY);
    assert_int_equal(status, ROLEGATE_MALFORMED);
    asked_end(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_one_of_many_rules_counts),
        cmocka_unit_test(patterns_lead_to_wider_ones_alone),
        cmocka_unit_test(a_program_is_what_its_operations_make_of_it),
        cmocka_unit_test(a_program_has_room_for_so_many_values),
        cmocka_unit_test(what_is_no_question_is_refused),
        cmocka_unit_test(a_condition_sees_the_facts_of_the_question),
        cmocka_unit_test(a_denial_has_the_reason_that_it_met),
        cmocka_unit_test(an_answer_names_the_service_that_was_asked),
        cmocka_unit_test(a_service_that_is_cut_lets_nobody_in),
        cmocka_unit_test(names_that_cannot_be_read_hold_no_permission),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * verdict_cache_test.c - which verdicts are kept, and for what they are found again.
 */
#include "../explain/asked.h"

#include "decide/verdict_cache.h"

#define P    "permission a.one, a.two, b\nservice one requires a.one\nservice two requires a.two\n"
#define MAY  1777593600 /* 2026-05-01T00:00:00Z */
#define JUNE 1780272000 /* 2026-06-01T00:00:00Z */

static const char policy[] =
    P "allow a.one to user u starting 2026-05-01T00:00:00Z until 2026-06-01T00:00:00Z\n"
      "allow b to user u when from local\nallow a.two to user u\nallow a.two to user u until 2020-01-01T00:00:00Z\n";

static struct asked begin(void)
{
    struct asked asked;

    asked_begin(&asked, policy, "one");
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, NULL), ROLEGATE_OK);
    return asked;
}

static void ask(struct asked *asked, const char *service, const char *permission, int64_t now)
{
    asked->question.service = service;
    asked->question.permission = permission;
    asked->question.now = now;
}

/* The question is judged, and what comes of it. */
static void comes(struct asked *asked, enum rolegate_verdict verdict)
{
    assert_int_equal(rolegate_check(asked->table, asked->subject, &asked->question), verdict);
}

static void is_kept(struct asked *asked, enum rolegate_verdict verdict)
{
    enum rolegate_verdict found = ROLEGATE_UNLISTED;

    assert_true(verdict_cache_find(asked->table, asked->subject, &asked->question, &found));
    assert_int_equal(found, verdict);
}

static void is_not_kept(struct asked *asked)
{
    enum rolegate_verdict found = ROLEGATE_UNLISTED;

    assert_false(verdict_cache_find(asked->table, asked->subject, &asked->question, &found));
    assert_int_equal(found, ROLEGATE_UNLISTED);
}

static void a_verdict_is_kept_by_its_name_and_kind(void **state)
{
    struct asked asked = begin();

    (void)state;
    ask(&asked, "two", NULL, MAY);
    is_not_kept(&asked);
    comes(&asked, ROLEGATE_ALLOW);
    is_kept(&asked, ROLEGATE_ALLOW);
    ask(&asked, NULL, "two", MAY);
    is_not_kept(&asked);
    ask(&asked, "twi", NULL, MAY);
    is_not_kept(&asked);
    ask(&asked, "tw", NULL, MAY);
    is_not_kept(&asked);
    ask(&asked, "", NULL, MAY);
    is_not_kept(&asked);
    ask(&asked, NULL, "a.two", MAY);
    comes(&asked, ROLEGATE_ALLOW);
    is_kept(&asked, ROLEGATE_ALLOW);
    ask(&asked, NULL, "a.one", MAY - 1);
    comes(&asked, ROLEGATE_DENY);
    is_kept(&asked, ROLEGATE_DENY);
    asked_end(&asked);
}

static void a_verdict_is_kept_for_its_span(void **state)
{
    static const struct {
        int64_t now, first, last;
        enum rolegate_verdict verdict;
    } rows[] = {{MAY - 5, INT64_MIN, MAY - 1, ROLEGATE_DENY},
                {MAY, MAY, JUNE - 1, ROLEGATE_ALLOW},
                {JUNE - 1, MAY, JUNE - 1, ROLEGATE_ALLOW},
                {JUNE, JUNE, INT64_MAX - 1, ROLEGATE_DENY}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct asked asked = begin();
        ask(&asked, "one", NULL, rows[i].now);
        comes(&asked, rows[i].verdict);
        asked.question.now = rows[i].first;
        is_kept(&asked, rows[i].verdict);
        asked.question.now = rows[i].last;
        is_kept(&asked, rows[i].verdict);
        if (rows[i].first > INT64_MIN) {
            asked.question.now = rows[i].first - 1;
            is_not_kept(&asked);
        }
        asked.question.now = rows[i].last + 1;
        is_not_kept(&asked);
        asked_end(&asked);
    }
}

static void a_verdict_on_a_condition_is_not_kept(void **state)
{
    struct asked asked = begin();

    (void)state;
    ask(&asked, NULL, "b", MAY);
    comes(&asked, ROLEGATE_ALLOW);
    is_not_kept(&asked);
    asked_end(&asked);
}

static void a_verdict_is_forgotten_with_the_others(void **state)
{
    struct asked asked = begin();

    (void)state;
    assert_false(asked.subject->settled_any);
    ask(&asked, "two", NULL, MAY);
    comes(&asked, ROLEGATE_ALLOW);
    assert_true(asked.subject->settled_any);
    verdict_cache_forget(asked.subject);
    assert_false(asked.subject->settled_any);
    is_not_kept(&asked);
    comes(&asked, ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_rule_out_unknown(asked.table, asked.subject), ROLEGATE_OK);
    is_not_kept(&asked);
    asked_end(&asked);
}

/* Each permission is found by its name, and none beside them. */
static void permissions_are_found_by_name(void **state)
{
    static const char *const names[] = {"a.one", "a.two", "b"}, *const others[] = {"a", "a.on", "a.onf", "aa", "c", ""};
    struct asked asked = begin();
    enum rolegate_verdict verdict;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        ask(&asked, NULL, names[i], MAY);
        comes(&asked, ROLEGATE_ALLOW);
    }
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        ask(&asked, NULL, others[i], MAY);
        assert_int_equal(rolegate_decide(asked.table, asked.subject, &asked.question, &verdict),
                         ROLEGATE_NO_PERMISSION);
        assert_int_equal(verdict, ROLEGATE_DENY);
    }
    asked_end(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verdict_is_kept_by_its_name_and_kind),
        cmocka_unit_test(a_verdict_is_kept_for_its_span),
        cmocka_unit_test(a_verdict_on_a_condition_is_not_kept),
        cmocka_unit_test(a_verdict_is_forgotten_with_the_others),
        cmocka_unit_test(permissions_are_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * answer_test.c - what an answer tells: the condition that decided, lists of subjects, what is missing, conflicts.
 */
#include "asked.h"

static const struct rolegate_statement *statement_at(const struct asked *asked, enum rolegate_statement_kind kind,
                                                     size_t number)
{
    size_t i;

    for (i = 0; i < asked->answer.statement_count; i++)
        if (asked->answer.statements[i].kind == kind && number-- == 0)
            return &asked->answer.statements[i];
    return NULL;
}

static void condition_is(struct asked *asked, enum rolegate_statement_kind kind, enum rolegate_membership met,
                         const char *text, const char *atom, const char *fact)
{
    const struct rolegate_statement *statement = statement_at(asked, kind, 0);
    struct rolegate_condition condition;

    assert_non_null(statement);
    assert_int_equal(rolegate_statement_condition(asked->table, statement, &asked->question, &condition), ROLEGATE_OK);
    assert_string_equal(condition.text, text);
    assert_string_equal(condition.atom, atom);
    assert_string_equal(condition.fact, fact);
    assert_int_equal(condition.met, met);
}

/* ---- conditions ---- */

#define CONDITIONS                                                                                                     \
    "zone \"Europe/Berlin\"\npermission p\nservice s requires p\ncondition office-hours time mon-fri 09:00-18:00\n"    \
    "condition work office-hours and not tty tty1, none\n"

static void the_condition_that_decided_is_shown(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, CONDITIONS "allow p to user u when work or (from 10.0.0.0/8, ::1 and not host web*)", "s");
    asked.question.tty = "tty2";
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_NOT_HERE);
    condition_is(&asked, ROLEGATE_STATEMENT_ALLOW, ROLEGATE_NOT_MEMBER,
                 "work or from 10.0.0.0/8, ::1 and not host web*", "time mon-fri 09:00-18:00 zone \"Europe/Berlin\"",
                 "thu 01:00 Europe/Berlin");
    asked_end(&asked);

    asked_begin(&asked, CONDITIONS "allow p to user u when (office-hours or not host h2) and tty tty2", "s");
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_UNDETERMINED);
    condition_is(&asked, ROLEGATE_STATEMENT_ALLOW, ROLEGATE_MEMBER_UNKNOWN,
                 "(office-hours or not host h2) and tty tty2", "tty tty2", "no terminal");
    assert_int_equal(statement_at(&asked, ROLEGATE_STATEMENT_ALLOW, 0)->certain, 0);
    asked_end(&asked);

    asked_begin(&asked, CONDITIONS "allow p to user u\ndeny p to user u when not from local", "s");
    asked.question.origin = "192.0.2.1";
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_DENIED);
    condition_is(&asked, ROLEGATE_STATEMENT_DENY, ROLEGATE_MEMBER, "not from local", "from local", "192.0.2.1");
    asked_end(&asked);
}

static void a_service_shows_its_own_condition(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, "permission p\nservice s requires p when time sat 00:00-24:00\nallow p to user u", "s");
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_NOT_NOW);
    condition_is(&asked, ROLEGATE_STATEMENT_SERVICE, ROLEGATE_NOT_MEMBER, "time sat zone utc", "time sat zone utc",
                 "thu 00:00 UTC");
    asked_end(&asked);
}

/* However long a condition is, its text ends in "..." within its room, and its parts are still told. */
static void a_long_condition_is_cut(void **state)
{
    struct rolegate_condition condition;
    char *text = NULL;
    struct asked asked;
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    fputs("permission p\nservice s requires p\nallow p to user u when not (host \"\xc3\xa4\" and tty y", out);
    for (i = 0; i < 200; i++)
        fprintf(out, " or from 10.%zu.0.0/16 and host \"h\xc3\xb6st%zu\"", i, i);
    fputs(")\ndeny p to user u", out);
    fclose(out);
    asked_begin(&asked, text, "s");
    free(text);
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_DENIED);
    asked.answer.statements[0].when = 1; /* the only condition there is */
    assert_int_equal(
        rolegate_statement_condition(asked.table, &asked.answer.statements[0], &asked.question, &condition),
        ROLEGATE_OK);
    assert_int_equal(strncmp(condition.text, "not (host \xc3\xa4 and tty y or ", 25) == 0 ||
                         strncmp(condition.text, "not (", 5) == 0,
                     1);
    assert_true(strlen(condition.text) < ROLEGATE_CONDITION_MAX);
    assert_string_equal(condition.text + strlen(condition.text) - 3, "...");
    asked.answer.statements[0].when = 77777;
    assert_int_equal(
        rolegate_statement_condition(asked.table, &asked.answer.statements[0], &asked.question, &condition),
        ROLEGATE_MALFORMED);
    assert_string_equal(condition.text, "");
    asked_end(&asked);
}

static void times_are_told_on_the_policy_s_clock(void **state)
{
    rolegate_table *table = table_of("zone \"Asia/Kolkata\"\npermission p\nservice s requires p\nallow p to everyone");
    rolegate_table *utc = table_of("permission p\nservice s requires p\nallow p to everyone");
    const char *zone;
    int32_t east;

    (void)state;
    assert_int_equal(rolegate_local_time(table, ASKED_NOW, &east, &zone), ROLEGATE_OK);
    assert_int_equal(east, 19800);
    assert_string_equal(zone, "Asia/Kolkata");
    assert_int_equal(rolegate_local_time(utc, ASKED_NOW, &east, &zone), ROLEGATE_OK);
    assert_int_equal(east, 0);
    assert_string_equal(zone, "UTC");
    assert_int_equal(rolegate_local_time(NULL, ASKED_NOW, &east, &zone), ROLEGATE_BAD_ARGUMENT);
    rolegate_table_close(table);
    rolegate_table_close(utc);
}

/* ---- other places and times ---- */

static enum rolegate_reason reason_of(const char *text)
{
    enum rolegate_reason reason;
    struct asked asked;

    asked_begin(&asked, text, "s");
    asked_explain(&asked);
    assert_int_equal(asked.answer.incomplete, 0);
    reason = asked.answer.reason;
    asked_end(&asked);
    return reason;
}

/* One glob holds for a host's first label and another for the whole name, without a dot in either. */
static void a_host_is_made_of_a_label_and_a_rest(void **state)
{
    (void)state;
    assert_int_equal(reason_of("permission p\nservice s requires p when host *1\n"
                               "allow p to user u when host db? and not host db1\n"),
                     ROLEGATE_NOT_HERE);
    /* No host has both; one that cannot be read is settled favourably, each use for itself. */
    assert_int_equal(reason_of("permission p\nservice s requires p when host db1\n"
                               "allow p to user u when host db? and not host db1\n"),
                     ROLEGATE_UNDETERMINED);
}

/* From 1941 to 1945 the clock of Kolkata was an hour ahead of what it is, and only then both windows were open. */
static void what_clocks_did_long_ago_is_no_other_time(void **state)
{
    (void)state;
    assert_int_equal(
        reason_of("permission p\nservice s requires p when time daily 00:00-18:00 zone utc\n"
                  "allow p to user u when time daily 00:00-02:30 zone \"Asia/Kolkata\" until 2026-06-30\n"),
        ROLEGATE_NOT_GRANTED);
}

/* ---- lists of subjects ---- */

static enum rolegate_reason listed_reason(const char *list, bool swapped)
{
    enum rolegate_reason reason;
    struct asked asked;
    char text[400];

    snprintf(text, sizeof text,
             "permission p\nservice s requires p\nallow p to user u\nrole r { }\nassign r to group %s\n"
             "deny p to %s when from 10.0.0.0/8 because \"T-1\"\n",
             swapped ? "b" : "a", list);
    asked_begin(&asked, text, "s");
    asked_group(&asked, "a", swapped ? ROLEGATE_MEMBER_UNKNOWN : ROLEGATE_MEMBER);
    asked_group(&asked, "b", swapped ? ROLEGATE_MEMBER : ROLEGATE_MEMBER_UNKNOWN);
    asked.question.origin = "10.1.1.1";
    asked_explain(&asked);
    reason = asked.answer.reason;
    if (reason == ROLEGATE_DENIED)
        assert_string_equal(statement_at(&asked, ROLEGATE_STATEMENT_DENY, 0)->because, "T-1");
    asked_end(&asked);
    return reason;
}

static void a_list_of_subjects_is_one_or(void **state)
{
    (void)state;
    assert_int_equal(listed_reason("group a, group b", false), ROLEGATE_DENIED);
    assert_int_equal(listed_reason("group a, group b", true), ROLEGATE_DENIED);
    assert_int_equal(listed_reason("group a, role r", true), ROLEGATE_DENIED);
    assert_int_equal(listed_reason("role r, group b", false), ROLEGATE_DENIED);
    assert_int_equal(listed_reason("group b, group x", false), ROLEGATE_UNDETERMINED);
}

/* An owner of many rules is found in the same way as one of few. */
static void a_long_list_of_rules_is_one_or_too(void **state)
{
    char *text = NULL;
    struct asked asked;
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    fputs("permission p, q\nservice s requires p\nallow p to user u\n", out);
    for (i = 0; i < 40; i++)
        fprintf(out, "deny %s to group a, group b because \"n%zu\"\n", i % 2 == 0 ? "p" : "*", i);
    fclose(out);
    asked_begin(&asked, text, "s");
    free(text);
    asked_group(&asked, "a", ROLEGATE_MEMBER_UNKNOWN);
    asked_group(&asked, "b", ROLEGATE_MEMBER);
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_DENIED);
    assert_int_equal(asked.answer.more_statements, 1);
    asked_end(&asked);
}

/* ---- what is missing ---- */

static void missing_is(const char *expression, const char *held, size_t count, const char *first, const char *second)
{
    struct asked asked;
    char text[400];

    snprintf(text, sizeof text, "permission a, b, c, d\nservice s requires %s\nallow %s to user u\n", expression, held);
    asked_begin(&asked, text, "s");
    asked_explain(&asked);
    assert_int_equal(asked.answer.missing_count, count);
    assert_string_equal(asked.answer.missing[0], first);
    if (second != NULL)
        assert_string_equal(asked.answer.missing[1], second);
    asked_end(&asked);
}

static void missing_permissions_are_a_smallest_set_that_would_do(void **state)
{
    (void)state;
    missing_is("a or b", "d", 1, "a", NULL);
    missing_is("a and b", "a", 1, "b", NULL);
    missing_is("a and b and a", "d", 2, "a", "b");
    missing_is("(a and b) or c", "d", 1, "c", NULL);
    missing_is("(a and b) or c", "a", 1, "b", NULL);
    missing_is("(a or b) and b", "d", 1, "b", NULL);
    missing_is("(a or b) and (b or c)", "d", 1, "b", NULL);
    missing_is("(a or b) and (c or a) and (b or c)", "d", 2, "a", "b");
    missing_is("(c or a) and (a or d) and (a and b or a)", "d", 1, "a", NULL);
}

static void many_missing_permissions_are_counted_truly(void **state)
{
    char *text = NULL;
    struct asked asked;
    size_t size, i;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    for (i = 0; i < 300; i++)
        fprintf(out, "permission p%03zu\n", i);
    fputs("service s requires p000", out);
    for (i = 1; i < 600; i++)
        fprintf(out, " and p%03zu", i % 300);
    fputs("\nallow p007 to user u", out);
    fclose(out);
    asked_begin(&asked, text, "s");
    free(text);
    asked_explain(&asked);
    assert_int_equal(asked.answer.missing_count, 299);
    assert_int_equal(asked.answer.incomplete, 0);
    asked_end(&asked);
}

/* ---- conflicts ---- */

static void a_conflict_shows_by_what_the_roles_are_held(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked,
                "permission p\nservice s requires p\nrole a { allow p }\nrole b { }\nrole c extends b { }\n"
                "role d { }\nexclusive a, b\nexclusive a, d\nassign a to user u because \"A\"\n"
                "assign c to group g because \"C\"\n",
                "s");
    asked_group(&asked, "g", ROLEGATE_MEMBER_UNKNOWN);
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_CONFLICT);
    assert_string_equal(statement_at(&asked, ROLEGATE_STATEMENT_ASSIGN, 0)->because, "A");
    assert_int_equal(statement_at(&asked, ROLEGATE_STATEMENT_ASSIGN, 0)->certain, 1);
    assert_string_equal(statement_at(&asked, ROLEGATE_STATEMENT_ASSIGN, 1)->because, "C");
    assert_int_equal(statement_at(&asked, ROLEGATE_STATEMENT_ASSIGN, 1)->certain, 0);
    assert_string_equal(statement_at(&asked, ROLEGATE_STATEMENT_ASSIGN, 1)->role, "c");
    assert_non_null(statement_at(&asked, ROLEGATE_STATEMENT_EXCLUSIVE, 1));
    /* The set with d is not broken. */
    assert_null(statement_at(&asked, ROLEGATE_STATEMENT_EXCLUSIVE, 2));
    asked_end(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_condition_that_decided_is_shown),
        cmocka_unit_test(a_service_shows_its_own_condition),
        cmocka_unit_test(a_long_condition_is_cut),
        cmocka_unit_test(times_are_told_on_the_policy_s_clock),
        cmocka_unit_test(a_host_is_made_of_a_label_and_a_rest),
        cmocka_unit_test(what_clocks_did_long_ago_is_no_other_time),
        cmocka_unit_test(a_list_of_subjects_is_one_or),
        cmocka_unit_test(a_long_list_of_rules_is_one_or_too),
        cmocka_unit_test(missing_permissions_are_a_smallest_set_that_would_do),
        cmocka_unit_test(many_missing_permissions_are_counted_truly),
        cmocka_unit_test(a_conflict_shows_by_what_the_roles_are_held),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

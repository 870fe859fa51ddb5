/*
 * library_test.c - librolegate as a program uses it: tables, subjects, questions, reload, threads.
 *
 * The meaning of policies is compared in tests/reference/; here are the library's own promises (rolegate(3)).
 */
#include "library_world.h"

#define THREADS 8
#define ROUNDS  20000

static enum rolegate_verdict verdict_of(rolegate_table *table, rolegate_subject *subject, const char *service)
{
    struct rolegate_question question;

    assert_int_equal(rolegate_question_init(&question, service), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    return rolegate_check(table, subject, &question);
}

static void a_lazy_and_a_whole_table_say_the_same(void **state)
{
    enum rolegate_open_mode modes[] = {ROLEGATE_LAZY, ROLEGATE_WHOLE};
    size_t i;

    (void)state;
    table_make(first_policy);
    for (i = 0; i < 2; i++) {
        rolegate_table *table = NULL;
        rolegate_subject *guard = subject_of("eve", "guards", ROLEGATE_MEMBER);
        rolegate_subject *kim = subject_of("kim", "guards", ROLEGATE_MEMBER);
        assert_int_equal(rolegate_table_open(table_path, modes[i], &table), ROLEGATE_OK);
        assert_int_equal(verdict_of(table, guard, "door"), ROLEGATE_ALLOW);
        assert_int_equal(verdict_of(table, guard, "safe"), ROLEGATE_DENY);
        assert_int_equal(verdict_of(table, kim, "safe"), ROLEGATE_ALLOW);
        assert_int_equal(verdict_of(table, kim, "window"), ROLEGATE_DENY);
        assert_string_equal(rolegate_contact(table, 0), "Ask desk@example.com");
        assert_null(rolegate_contact(table, 1));
        rolegate_subject_free(guard);
        rolegate_subject_free(kim);
        rolegate_table_close(table);
    }
}

static void an_unknown_membership_escapes_no_deny(void **state)
{
    rolegate_table *table = NULL;
    rolegate_subject *subject = subject_of("eve", "guards", ROLEGATE_MEMBER);
    struct rolegate_question question;
    struct rolegate_answer answer;

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_group(subject, "banned", ROLEGATE_MEMBER_UNKNOWN), ROLEGATE_OK);
    assert_int_equal(verdict_of(table, subject, "door"), ROLEGATE_DENY);
    assert_int_equal(rolegate_question_init(&question, "door"), ROLEGATE_OK);
    assert_int_equal(rolegate_explain(table, subject, &question, &answer, sizeof answer), ROLEGATE_OK);
    assert_int_equal(answer.reason, ROLEGATE_UNDETERMINED);
    assert_int_equal(rolegate_subject_add_group(subject, "banned", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    assert_int_equal(rolegate_explain(table, subject, &question, &answer, sizeof answer), ROLEGATE_OK);
    assert_int_equal(answer.reason, ROLEGATE_DENIED);
    assert_string_equal(answer.statements[0].because, "T-2");
    assert_int_equal(answer.statements[0].line, 8);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static void what_is_not_resolved_lets_nobody_in(void **state)
{
    rolegate_table *table = NULL;
    rolegate_subject *subject = subject_of("kim", "guards", ROLEGATE_MEMBER), *account = NULL;
    struct rolegate_question question;
    struct rolegate_answer answer;
    enum rolegate_verdict verdict = ROLEGATE_ALLOW;

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    assert_int_equal(rolegate_question_init(&question, "door"), ROLEGATE_OK);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(verdict, ROLEGATE_DENY);
    assert_int_equal(rolegate_explain(table, subject, &question, &answer, sizeof answer), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(answer.verdict, ROLEGATE_DENY);
    /* A subject from NSS that was resolved for one service is not for another. */
    assert_int_equal(rolegate_subject_from_nss("root", &account), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, account, &question), ROLEGATE_OK);
    question.service = "safe";
    assert_int_equal(rolegate_decide(table, account, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_explain(table, account, &question, &answer, sizeof answer), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_resolve(table, account, NULL), ROLEGATE_OK);
    assert_int_equal(rolegate_explain(table, account, &question, &answer, sizeof answer), ROLEGATE_OK);
    assert_int_equal(answer.reason, ROLEGATE_NOT_GRANTED);
    rolegate_subject_free(account);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* Spans and conditions in every part of a decision: an assignment, an allow, a deny, a service. */
static const char timed_policy[] =
    "zone utc\n"
    "permission a.use, b.use, c.use, d.use\n"
    "service a requires a.use\nservice b requires b.use\nservice c requires c.use and a.use\n"
    "service d requires d.use when time daily 09:00-17:00\nservice e requires d.use\n"
    "role r { allow a.use starting 1970-01-02 until 1970-01-05  deny b.use until 1970-01-03 }\n"
    "assign r to user kim until 1970-01-04\n"
    "allow b.use, d.use to user kim starting 1970-01-02T12:00:00Z\n"
    "allow c.use to everyone when from 10.0.0.0/8\n"
    "deny a.use to group g starting 1970-01-03T06:00:00Z\n"
    "unlisted requires b.use and d.use\n";

static enum rolegate_verdict judge(rolegate_table *table, rolegate_subject *subject, const char *service,
                                   const char *origin, int64_t now)
{
    struct rolegate_question question;

    assert_int_equal(rolegate_question_init(&question, service), ROLEGATE_OK);
    question.origin = origin;
    question.now = now;
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    return rolegate_check(table, subject, &question);
}

static void what_is_not_listed_is_decided_as_the_policy_says(void **state)
{
    enum rolegate_open_mode modes[] = {ROLEGATE_LAZY, ROLEGATE_WHOLE};
    size_t i;

    (void)state;
    table_make("permission any.other service door, z unlisted requires any.other or z when not from 10.0.0.0/8\n"
               "allow any.other to group guards allow door, z to user kim deny z to group guards\n");
    for (i = 0; i < 2; i++) {
        rolegate_table *table = NULL;
        rolegate_subject *guard = subject_of("eve", "guards", ROLEGATE_MEMBER);
        rolegate_subject *kim = subject_of("kim", NULL, ROLEGATE_NOT_MEMBER);
        struct rolegate_answer answer;
        struct rolegate_question question;
        assert_int_equal(rolegate_table_open(table_path, modes[i], &table), ROLEGATE_OK);
        assert_int_equal(verdict_of(table, guard, "cron"), ROLEGATE_ALLOW);
        assert_int_equal(verdict_of(table, guard, "door"), ROLEGATE_DENY);
        assert_int_equal(verdict_of(table, guard, "z"), ROLEGATE_DENY);
        assert_int_equal(verdict_of(table, kim, "cron"), ROLEGATE_ALLOW);
        assert_int_equal(verdict_of(table, kim, "z"), ROLEGATE_ALLOW);
        assert_int_equal(rolegate_question_init(&question, "other than cron"), ROLEGATE_OK);
        question.origin = "10.1.2.3";
        assert_int_equal(rolegate_explain(table, kim, &question, &answer, sizeof answer), ROLEGATE_OK);
        assert_int_equal(answer.verdict, ROLEGATE_DENY);
        assert_int_equal(answer.reason, ROLEGATE_NOT_HERE);
        rolegate_subject_free(guard);
        rolegate_subject_free(kim);
        rolegate_table_close(table);
    }
}

/* One subject is asked again and again, forth and back in time; another one afresh each time. */
static void a_kept_verdict_is_what_a_fresh_subject_gets(void **state)
{
    static const char *const services[] = {"a", "b", "c", "d", "e", "unlisted"};
    static const char *const origins[] = {NULL, "10.1.2.3"};
    const enum rolegate_open_mode modes[] = {ROLEGATE_LAZY, ROLEGATE_WHOLE};
    const int64_t day = 86400;
    size_t mode, group;
    unsigned i, allowed = 0;

    (void)state;
    table_make(timed_policy);
    srandom(7);
    for (mode = 0; mode < 2; mode++)
        for (group = 0; group < 2; group++) {
            rolegate_table *table = NULL;
            rolegate_subject *kept = subject_of("kim", group == 0 ? NULL : "g", ROLEGATE_MEMBER);
            assert_int_equal(rolegate_table_open(table_path, modes[mode], &table), ROLEGATE_OK);
            for (i = 0; i < 4000; i++) {
                const char *service = services[random() % 6], *origin = origins[random() % 2];
                /* on the hour, and a second before or after: where spans begin and end */
                int64_t now = random() % (6 * 24) * (day / 24) + random() % 3 - 1;
                rolegate_subject *fresh = subject_of("kim", group == 0 ? NULL : "g", ROLEGATE_MEMBER);
                enum rolegate_verdict verdict = judge(table, fresh, service, origin, now);
                assert_int_equal(judge(table, kept, service, origin, now), verdict);
                assert_int_equal(judge(table, kept, service, origin, now), verdict);
                allowed += verdict == ROLEGATE_ALLOW;
                rolegate_subject_free(fresh);
            }
            rolegate_subject_free(kept);
            rolegate_table_close(table);
        }
    assert_in_range(allowed, 2000, 12000);
}

/* What becomes known of a subject counts at once, and so does another table at the same place. */
static void a_kept_verdict_is_forgotten_with_what_it_rests_on(void **state)
{
    rolegate_table *table = NULL, *fresh = NULL;
    rolegate_subject *subject = subject_of("kim", "guards", ROLEGATE_MEMBER);

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    assert_int_equal(verdict_of(table, subject, "door"), ROLEGATE_ALLOW);
    assert_int_equal(verdict_of(table, subject, "door"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_group(subject, "banned", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(verdict_of(table, subject, "door"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_add_group(subject, "banned", ROLEGATE_NOT_MEMBER), ROLEGATE_OK);
    assert_int_equal(verdict_of(table, subject, "door"), ROLEGATE_ALLOW);
    table_make("permission door.open\nservice door requires door.open\n");
    assert_int_equal(rolegate_table_reload(table, &fresh), ROLEGATE_OK);
    rolegate_table_close(table);
    assert_int_equal(verdict_of(fresh, subject, "door"), ROLEGATE_DENY);
    rolegate_subject_free(subject);
    rolegate_table_close(fresh);
}

static void reload_leaves_the_old_table_to_its_readers(void **state)
{
    rolegate_table *old = NULL, *fresh = NULL;
    rolegate_subject *subject = subject_of("eve", "guards", ROLEGATE_MEMBER);

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &old), ROLEGATE_OK);
    assert_int_equal(rolegate_table_reload(old, &fresh), ROLEGATE_UNCHANGED);
    assert_null(fresh);
    table_make("permission door.open\nservice door requires door.open\nrole guard { allow door.open }\n"
               "assign guard to user somebody\n");
    assert_int_equal(rolegate_table_reload(old, &fresh), ROLEGATE_OK);
    assert_int_equal(verdict_of(old, subject, "door"), ROLEGATE_ALLOW);
    assert_int_equal(verdict_of(fresh, subject, "door"), ROLEGATE_DENY);
    assert_int_equal(verdict_of(old, subject, "door"), ROLEGATE_ALLOW);
    unlink(table_path);
    rolegate_table_close(old);
    old = NULL;
    assert_int_equal(rolegate_table_reload(fresh, &old), ROLEGATE_ABSENT);
    assert_null(old);
    rolegate_table_close(fresh);
    rolegate_subject_free(subject);
}

struct reader {
    rolegate_table *table;
    pthread_t thread;
    unsigned wrong;
};

static void *reader_run(void *context)
{
    struct reader *reader = context;
    rolegate_subject *guard = NULL, *stranger = NULL;
    struct rolegate_question question;
    unsigned i;

    if (rolegate_subject_new("eve", &guard) != ROLEGATE_OK || rolegate_subject_new("kim", &stranger) != ROLEGATE_OK ||
        rolegate_subject_add_group(guard, "guards", ROLEGATE_MEMBER) != ROLEGATE_OK ||
        rolegate_question_init(&question, "door") != ROLEGATE_OK ||
        rolegate_resolve(reader->table, guard, &question) != ROLEGATE_OK ||
        rolegate_resolve(reader->table, stranger, &question) != ROLEGATE_OK)
        reader->wrong++;
    for (i = 0; i < ROUNDS; i++) {
        reader->wrong += rolegate_check(reader->table, guard, &question) != ROLEGATE_ALLOW;
        reader->wrong += rolegate_check(reader->table, stranger, &question) != ROLEGATE_DENY;
    }
    rolegate_subject_free(guard);
    rolegate_subject_free(stranger);
    return NULL;
}

static void threads_share_a_whole_table(void **state)
{
    struct reader readers[THREADS];
    rolegate_table *table = NULL;
    int i;

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    for (i = 0; i < THREADS; i++) {
        readers[i] = (struct reader){.table = table};
        assert_int_equal(pthread_create(&readers[i].thread, NULL, reader_run, &readers[i]), 0);
    }
    for (i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
        assert_int_equal(readers[i].wrong, 0);
    }
    rolegate_table_close(table);
}

/* What a program gets that was compiled with another version of the header. */
static void an_answer_of_any_size_is_filled_as_far_as_it_goes(void **state)
{
    union {
        struct rolegate_answer answer;
        unsigned char bytes[sizeof(struct rolegate_answer) + 64];
    } whole, part;
    rolegate_table *table = NULL;
    rolegate_subject *subject = subject_of("eve", "guards", ROLEGATE_MEMBER);
    struct rolegate_question question;
    size_t size, i, least = offsetof(struct rolegate_answer, timing);

    (void)state;
    table_make(first_policy);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_WHOLE, &table), ROLEGATE_OK);
    assert_int_equal(rolegate_question_init(&question, "safe"), ROLEGATE_OK);
    assert_int_equal(rolegate_resolve(table, subject, &question), ROLEGATE_OK);
    memset(&whole, 0, sizeof whole);
    assert_int_equal(rolegate_explain(table, subject, &question, &whole.answer, sizeof whole.answer), ROLEGATE_OK);
    assert_true(whole.answer.statement_count + whole.answer.missing_count > 0);
    for (size = 0; size <= sizeof part; size++) {
        memset(&part, 0xa5, sizeof part);
        assert_int_equal(rolegate_explain(table, subject, &question, &part.answer, size),
                         size < least ? ROLEGATE_BAD_ARGUMENT : ROLEGATE_OK);
        if (size >= least)
            assert_memory_equal(part.bytes, whole.bytes, size);
        for (i = size < least ? 0 : size; i < sizeof part; i++)
            assert_int_equal(part.bytes[i], 0xa5);
    }
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static int64_t grantable(rolegate_table *table, const char *user, const char *one, const char *other)
{
    const char *const permissions[] = {one, other};

    return rolegate_grantable(table, user, permissions, other == NULL ? 1 : 2);
}

static void what_a_bound_could_give_is_told_with_its_length(void **state)
{
    static const char text[] =
        "permission a.one, a.two, b.one, b.two, c.one\nservice s requires a.one\nrole r { allow c.one }\n"
        "include \"none/*.rg\" only by group desk, user ola {\n"
        "allow a.* to users for 3 days\nallow a.one, b.* except b.two to users, groups for 5 hours\n"
        "deny b.two to users for 9 days\nallow c.one to groups\nassign r to users\n}\n"
        "include \"more/*.rg\" only { allow b.two to users }\n";
    const char *many[ROLEGATE_MISSING_MAX + 1];
    rolegate_table *table = NULL;

    (void)state;
    table_make(text);
    assert_int_equal(rolegate_table_open(table_path, ROLEGATE_LAZY, &table), ROLEGATE_OK);
    assert_int_equal(grantable(table, "kim", "a.one", NULL), 3 * 24 * 3600);
    assert_int_equal(grantable(table, "kim", "a.one", "a.two"), 3 * 24 * 3600);
    assert_int_equal(grantable(table, "kim", "a.one", "b.one"), 5 * 3600);
    assert_int_equal(grantable(table, "kim", "a.two", "b.one"), 0); /* no bound covers both */
    assert_true(grantable(table, "kim", "b.two", NULL) == INT64_MAX);
    assert_int_equal(grantable(table, "kim", "c.one", NULL), 0); /* to groups alone, or with a role */
    assert_int_equal(grantable(table, "ola", "a.one", NULL), 0);
    assert_true(grantable(table, "ola", "b.two", NULL) == INT64_MAX);
    assert_int_equal(grantable(table, "root", "a.one", NULL), 0);
    assert_int_equal(grantable(table, "kim", "nonesuch", NULL), 0);
    assert_int_equal(grantable(NULL, "kim", "a.one", NULL), 0);
    assert_int_equal(grantable(table, NULL, "a.one", NULL), 0);
    assert_int_equal(rolegate_grantable(table, "kim", NULL, 1), 0);
    assert_int_equal(rolegate_grantable(table, "kim", many, 0), 0);
    for (size_t i = 0; i <= ROLEGATE_MISSING_MAX; i++)
        many[i] = "a.one";
    assert_int_equal(rolegate_grantable(table, "kim", many, ROLEGATE_MISSING_MAX), 3 * 24 * 3600);
    assert_int_equal(rolegate_grantable(table, "kim", many, ROLEGATE_MISSING_MAX + 1), 0);
    rolegate_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lazy_and_a_whole_table_say_the_same),
        cmocka_unit_test(an_unknown_membership_escapes_no_deny),
        cmocka_unit_test(what_is_not_resolved_lets_nobody_in),
        cmocka_unit_test(what_is_not_listed_is_decided_as_the_policy_says),
        cmocka_unit_test(a_kept_verdict_is_what_a_fresh_subject_gets),
        cmocka_unit_test(a_kept_verdict_is_forgotten_with_what_it_rests_on),
        cmocka_unit_test(reload_leaves_the_old_table_to_its_readers),
        cmocka_unit_test(threads_share_a_whole_table),
        cmocka_unit_test(what_a_bound_could_give_is_told_with_its_length),
        cmocka_unit_test(an_answer_of_any_size_is_filled_as_far_as_it_goes),
    };

    return cmocka_run_group_tests(tests, prepare, clean);
}

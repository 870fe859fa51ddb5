/*
 * role_cache_test.c - roles are found once for as long as they would be found again, and not a question longer.
 *
 * Counted is how often they were found (searches); that the answers are right is what the reference holds.
 */
#include "../explain/asked.h"

#include "decide/decide.h"

#define SERVICE  "permission login, other\nservice sshd requires login\nservice x requires other\n"
#define AUTUMN   1790000000
#define AUTUMN_S "2026-09-21T14:13:20Z"

static enum rolegate_verdict check_at(struct asked *asked, int64_t now)
{
    asked->question.now = now;
    return rolegate_check(asked->table, asked->subject, &asked->question);
}

/* How often roles are found for a verdict, its reason, and both of another service. */
static void searches_are(const char *policy, enum rolegate_membership member, enum rolegate_reason reason,
                         uint32_t searches)
{
    struct asked asked;
    uint32_t steps;

    asked_begin(&asked, policy, "sshd");
    asked_group(&asked, "g", member);
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, reason);
    assert_int_equal(asked.subject->roles.searches, searches);
    steps = asked.subject->steps;
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, reason);
    assert_int_equal(asked.subject->steps, steps);
    asked.question.service = "x";
    asked_explain(&asked);
    asked_end(&asked);
}

static void a_verdict_and_its_reason_find_the_roles_once(void **state)
{
    (void)state;
    searches_are(SERVICE "role r { allow login }\nassign r to group g\n", ROLEGATE_MEMBER, ROLEGATE_GRANTED, 1);
    searches_are(SERVICE "role r { allow other }\nassign r to group g\n", ROLEGATE_MEMBER, ROLEGATE_NOT_GRANTED, 1);
    searches_are(SERVICE "role r { allow login }\nassign r to group g\ndeny login to user u\n", ROLEGATE_MEMBER,
                 ROLEGATE_DENIED, 1);
}

/* With conflicts out of the way, or doubts, others may grant. */
static void what_an_obstacle_changes_is_found_again(void **state)
{
    (void)state;
    searches_are(SERVICE
                 "role r { allow login }\nrole s { }\nexclusive r, s\nassign r to group g\nassign s to user u\n",
                 ROLEGATE_MEMBER, ROLEGATE_CONFLICT, 3);
    searches_are(SERVICE "role r { allow login }\nassign r to group g\n", ROLEGATE_MEMBER_UNKNOWN,
                 ROLEGATE_UNDETERMINED, 2);
}

static void roles_under_a_condition_are_not_kept(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, SERVICE "role r { allow login }\nassign r to user u when from 10.0.0.0/8\n", "sshd");
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    asked.question.origin = "10.0.0.1";
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_ALLOW);
    asked.question.origin = "11.0.0.1";
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_DENY);
    assert_int_equal(asked.subject->roles.searches, 2);
    asked_end(&asked);
}

/* A service with a condition: verdicts are not kept, so roles alone can be. */
#define TIMED "permission login\nservice sshd requires login when from local\nrole r { allow login }\n"

static void roles_that_end_are_kept_until_they_do(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, TIMED "assign r to user u until " AUTUMN_S "\n", "sshd");
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_ALLOW);
    assert_int_equal(check_at(&asked, AUTUMN - 1), ROLEGATE_ALLOW);
    assert_int_equal(asked.subject->roles.searches, 1);
    assert_int_equal(check_at(&asked, AUTUMN), ROLEGATE_DENY);
    assert_int_equal(check_at(&asked, AUTUMN + 1), ROLEGATE_DENY);
    assert_int_equal(asked.subject->roles.searches, 2);
    assert_int_equal(check_at(&asked, AUTUMN - 1), ROLEGATE_ALLOW);
    assert_int_equal(asked.subject->roles.searches, 3);
    asked_end(&asked);
}

static void roles_that_begin_are_not_held_before(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, TIMED "assign r to user u starting " AUTUMN_S "\n", "sshd");
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, AUTUMN), ROLEGATE_ALLOW);
    assert_int_equal(check_at(&asked, AUTUMN + 1), ROLEGATE_ALLOW);
    assert_int_equal(check_at(&asked, AUTUMN), ROLEGATE_ALLOW);
    assert_int_equal(asked.subject->roles.searches, 1);
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, AUTUMN), ROLEGATE_ALLOW);
    assert_int_equal(asked.subject->roles.searches, 1);
    assert_int_equal(check_at(&asked, AUTUMN - 1), ROLEGATE_DENY);
    assert_int_equal(asked.subject->roles.searches, 2);
    asked_end(&asked);
}

/* The kept verdict of a service holds no longer than the roles that it rests on, found then or before. */
static void a_verdict_by_kept_roles_ends_with_them(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, SERVICE "role r { allow login, other }\nassign r to user u until " AUTUMN_S "\n", "x");
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_ALLOW);
    asked.question.service = "sshd";
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_ALLOW);
    assert_int_equal(asked.subject->roles.searches, 1);
    assert_int_equal(check_at(&asked, AUTUMN), ROLEGATE_DENY);
    asked_end(&asked);
}

/* What may be at another time is no answer about this one. */
static void a_reason_leaves_the_roles_of_now(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, TIMED "assign r to user u starting " AUTUMN_S "\n", "sshd");
    asked_explain(&asked);
    assert_int_equal(asked.answer.reason, ROLEGATE_NOT_NOW);
    assert_int_equal(asked.answer.next, AUTUMN);
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_DENY);
    assert_int_equal(check_at(&asked, AUTUMN), ROLEGATE_ALLOW);
    asked_end(&asked);
}

static void roles_end_with_what_is_known_of_groups(void **state)
{
    struct asked asked;

    (void)state;
    asked_begin(&asked, TIMED "role s { }\nexclusive r, s\nassign r to user u\nassign s to group g\n", "sshd");
    asked_group(&asked, "g", ROLEGATE_MEMBER_UNKNOWN);
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_rule_out_unknown(asked.table, asked.subject), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_ALLOW);
    asked_end(&asked);
}

/* What a decision may cost does not hang on what was asked before. */
static void kept_roles_are_charged_for(void **state)
{
    struct asked asked;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    unsigned i;

    (void)state;
    fputs("permission login\nservice sshd requires login when from local\n", out);
    for (i = 0; i < 400; i++)
        fprintf(out, "role r%u { allow login }\n", i);
    for (i = 0; i < 400; i++)
        fprintf(out, "%sr%u", i == 0 ? "assign " : ", ", i);
    fputs(" to user u", out);
    for (i = 0; i < 750; i++)
        fprintf(out, ", group g%u", i);
    fclose(out);
    asked_begin(&asked, text, "sshd");
    for (i = 0; i < 750; i++) {
        char name[16];
        snprintf(name, sizeof name, "g%u", i);
        asked_group(&asked, name, ROLEGATE_MEMBER);
    }
    assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
    assert_int_equal(check_at(&asked, ASKED_NOW), ROLEGATE_DENY);
    for (i = 0; i < 2; i++)
        assert_int_equal(
            rolegate_explain(asked.table, asked.subject, &asked.question, &asked.answer, sizeof asked.answer),
            ROLEGATE_TOO_COSTLY);
    asked_end(&asked);
    free(text);
}

/* What a search notes in the decider, after what stood there before. */
static struct decider notes(struct asked *asked, unsigned assume, bool is_kept, int64_t from, int64_t until)
{
    struct decider decider;

    assert_int_equal(decider_begin(&decider, asked->table, asked->subject, &asked->question), ROLEGATE_OK);
    decider.assume = assume;
    decider.met = from > 0 ? ASSUME_NO_DENIES : 0;
    decider.conditional = from > 0;
    decider.from = from;
    decider.until = until;
    asked->subject->roles.kept.valid = is_kept && asked->subject->roles.kept.valid;
    roles_find(&decider, NULL);
    assert_int_equal(decider.status, ROLEGATE_OK);
    return decider;
}

/* Kept roles leave the decider as finding them does, whatever it had noted before. */
static void kept_roles_are_noted_as_found_ones(void **state)
{
    static const char *const policies[] = {
        TIMED "assign r to user u\n",
        TIMED "assign r to user u until " AUTUMN_S "\n",
        TIMED "assign r to user u starting 2020-01-01 until " AUTUMN_S "\n",
        TIMED "assign r to group g\n",
        TIMED "role s { }\nexclusive r, s\nassign r to user u\nassign s to group g\n",
        TIMED "role s { }\nexclusive r, s\nassign r to user u until " AUTUMN_S
              "\nassign s to user u starting 2021-01-01\n",
        TIMED "assign r to user u when from local\n",
    };
    static const unsigned settings[] = {0, ASSUME_NO_DENIES, ASSUME_NO_CONFLICTS, ASSUME_NO_DOUBT, ASSUME_ALL};
    static const int64_t spans[][2] = {
        {INT64_MIN, INT64_MAX}, {ASKED_NOW - 5, ASKED_NOW + 5}, {5, INT64_MAX}, {INT64_MIN, AUTUMN + 5}};
    size_t i, j, k;

    (void)state;
    for (i = 0; i < sizeof policies / sizeof *policies; i++)
        for (j = 0; j < sizeof settings / sizeof *settings; j++)
            for (k = 0; k < sizeof spans / sizeof *spans; k++) {
                struct asked asked;
                static struct roles_kept first; /* what is kept is about the roles alone */
                struct decider found, kept;
                asked_begin(&asked, policies[i], "sshd");
                asked_group(&asked, "g", ROLEGATE_MEMBER_UNKNOWN);
                assert_int_equal(rolegate_resolve(asked.table, asked.subject, &asked.question), ROLEGATE_OK);
                found = notes(&asked, settings[j], false, spans[k][0], spans[k][1]);
                assert_int_equal(asked.subject->roles.kept.valid, i + 1 < sizeof policies / sizeof *policies);
                kept = notes(&asked, settings[j], true, spans[k][0], spans[k][1]);
                first = k == 0 ? asked.subject->roles.kept : first;
                assert_int_equal(asked.subject->roles.kept.met, first.met);
                assert_int_equal(asked.subject->roles.kept.from, first.from);
                assert_int_equal(asked.subject->roles.kept.until, first.until);
                assert_int_equal(found.met, kept.met);
                assert_int_equal(found.conditional, kept.conditional);
                assert_int_equal(found.from, kept.from);
                assert_int_equal(found.until, kept.until);
                assert_int_equal(found.steps, kept.steps);
                assert_true(found.from >= spans[k][0] && found.until <= spans[k][1]);
                assert_int_equal(found.met & ASSUME_NO_DENIES, spans[k][0] > 0 ? ASSUME_NO_DENIES : 0);
                assert_int_equal((found.met & ASSUME_NO_DOUBT) != 0, i == 3 || i == 4);
                assert_int_equal((found.met & ASSUME_NO_CONFLICTS) != 0,
                                 (settings[j] & ASSUME_NO_CONFLICTS) == 0 &&
                                     (i == 5 || (i == 4 && (settings[j] & ASSUME_NO_DOUBT) == 0)));
                asked_end(&asked);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verdict_and_its_reason_find_the_roles_once),
        cmocka_unit_test(what_an_obstacle_changes_is_found_again),
        cmocka_unit_test(roles_under_a_condition_are_not_kept),
        cmocka_unit_test(roles_that_end_are_kept_until_they_do),
        cmocka_unit_test(roles_that_begin_are_not_held_before),
        cmocka_unit_test(a_verdict_by_kept_roles_ends_with_them),
        cmocka_unit_test(a_reason_leaves_the_roles_of_now),
        cmocka_unit_test(roles_end_with_what_is_known_of_groups),
        cmocka_unit_test(kept_roles_are_charged_for),
        cmocka_unit_test(kept_roles_are_noted_as_found_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

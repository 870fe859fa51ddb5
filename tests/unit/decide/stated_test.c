/*
 * stated_test.c - what is known of a subject without a look-up: rosters, what is stated and what is ruled out, and the
 * table that it is bound to.
 */
#include "resolve_world.h"

/* ---- rosters ---- */

static void off_the_roster_a_no_is_unknown(void **state)
{
    (void)state;
    directory();
    answers(P "roster group con\nallow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 3);
    answers(P "roster group far\nallow p to user kim\ndeny p to group who\n", ROLEGATE_DENY, 2);
    answers(P "roster user kim\nallow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 1);
    answers(P "roster user zoe\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 0);
    answers(P "roster user zoe\nallow p to user kim\n", ROLEGATE_ALLOW, 0);
    answers(P "roster user zoe, group staff\nallow p to user kim\ndeny p to group other\n", ROLEGATE_ALLOW, 1);
    answers(P "roster group staff\nroster group far\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 1);
    answers(P "roster gid 5000\nallow p to user kim\ndeny p to group who\n", ROLEGATE_ALLOW, 1);
}

/* However many users a roster names, each is found among them, and nobody else. */
static void a_roster_of_users_is_one_of_each(void **state)
{
    unsigned count, who;

    (void)state;
    for (count = 1; count <= 9; count++) {
        char policy[1024] = P "allow p to everyone\ndeny p to group who\nroster user b0";
        rolegate_table *table;
        unsigned i;
        for (i = 1; i < count; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), ", user b%u", i);
        /* Users that the table names before, between and behind them. */
        snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "\nallow q to user a");
        for (i = 0; i < 9; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), ", user b%ux, user b%u", i, i);
        strcat(policy, ", user c\n");
        table = table_of(policy);
        for (who = 0; who < 22; who++) {
            rolegate_subject *subject;
            char name[8];
            bool is_on = who >= 1 && who <= count;
            if (who == 0)
                strcpy(name, "a");
            else if (who <= 10)
                snprintf(name, sizeof name, "b%u", who - 1);
            else
                snprintf(name, sizeof name, who == 21 ? "c" : "b%ux", who - 11);
            assert_int_equal(rolegate_subject_new(name, &subject), ROLEGATE_OK);
            assert_int_equal(ask(table, subject, "s"), is_on ? ROLEGATE_ALLOW : ROLEGATE_DENY);
            assert_int_equal(rolegate_subject_on_roster(table, subject), is_on);
            rolegate_subject_free(subject);
        }
        rolegate_table_close(table);
    }
}

/* The shortest record, behind another one, counts as well. */
static void every_roster_counts(void **state)
{
    (void)state;
    directory();
    answers(P "roster user kim\nroster user zoe\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 0);
    answers(P "roster user zoe\nroster user kim\nallow p to user kim\ndeny p to group other\n", ROLEGATE_DENY, 0);
    answers(P "roster user kim, user zoe\nroster user kim\nallow p to user kim\ndeny p to group other\n",
            ROLEGATE_ALLOW, 1);
}

static void the_roster_is_told(void **state)
{
    rolegate_table *table = table_of(P "roster group far\nallow p to user kim\ndeny p to group who\n");
    rolegate_table *without = table_of(P "allow p to user kim\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_on_roster(table, NULL), 1);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 1);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 0);
    assert_int_equal(rolegate_subject_on_roster(without, subject), 1);
    assert_int_equal(ask(without, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_on_roster(without, subject), 1);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(without);
}

/* ---- another table ---- */

static void another_table_is_found_out_about_anew(void **state)
{
    rolegate_table *table = table_of(P "allow p to group con\n"), *other = table_of(P "deny p to group con\n");
    struct rolegate_question question = {.service = "s", .now = NOW};
    rolegate_subject *subject;
    enum rolegate_verdict verdict;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_decide(other, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(other, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(other);
}

/* ---- break-glass ---- */

static void the_unknown_is_ruled_out_until_it_is_asked_for_again(void **state)
{
    rolegate_table *table = table_of(P "allow p to user kim\ndeny p to group nowhere\nallow q to group nowhere\n"
                                       "allow r to user kim\ndeny r to group con\n");
    rolegate_subject *subject;
    struct rolegate_question question = {.service = "s", .now = NOW};

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_rule_out_unknown(table, subject), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_subject_rule_out_unknown(NULL, subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_rule_out_unknown(table, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    errno = EILSEQ;
    assert_int_equal(rolegate_subject_rule_out_unknown(table, subject), ROLEGATE_OK);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_ALLOW);
    question.service = "t";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    question.service = "u";
    assert_int_equal(rolegate_check(table, subject, &question), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* ---- what is told of groups ---- */

static void group_is(const rolegate_table *table, const rolegate_subject *subject, size_t i, const char *name,
                     uint32_t gid, enum rolegate_membership membership)
{
    struct rolegate_group group;

    assert_int_equal(rolegate_subject_group((rolegate_table *)(uintptr_t)table, subject, i, &group), ROLEGATE_OK);
    if (name == NULL) {
        assert_null(group.name);
        assert_int_equal(group.gid, gid);
    } else {
        assert_string_equal(group.name, name);
    }
    assert_int_equal(group.membership, membership);
}

static void the_groups_that_counted_are_told(void **state)
{
    rolegate_table *table =
        table_of(P "allow p to group con, group nowhere, group who, gid 50, gid 7\ndeny p to group far\n");
    rolegate_table *other = table_of(P "allow p to user kim\n");
    struct rolegate_group group;
    rolegate_subject *subject;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_group(table, subject, 0, &group), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    group_is(table, subject, 0, "con", 0, ROLEGATE_MEMBER);
    group_is(table, subject, 1, "far", 0, ROLEGATE_NOT_MEMBER);
    group_is(table, subject, 2, "nowhere", 0, ROLEGATE_MEMBER_UNKNOWN);
    group_is(table, subject, 3, "who", 0, ROLEGATE_NOT_MEMBER);
    group_is(table, subject, 4, NULL, 7, ROLEGATE_MEMBER_UNKNOWN);
    group_is(table, subject, 5, NULL, 50, ROLEGATE_MEMBER);
    assert_int_equal(rolegate_subject_group(table, subject, 6, &group), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_group(other, subject, 0, &group), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_subject_group(NULL, subject, 0, &group), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_group(table, NULL, 0, &group), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_group(table, subject, 0, NULL), ROLEGATE_BAD_ARGUMENT);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(other);
}

/* ---- what the caller states ---- */

static void what_is_stated_counts_and_the_last_word_does(void **state)
{
    rolegate_table *table =
        table_of(P "allow p to group con\nallow q to gid 7\ndeny r to group who\nallow r to user x\n");
    rolegate_subject *subject;

    (void)state;
    directory();
    accounts.asked_groups = accounts.asked_lists = 0;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_group(subject, "con", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_group(subject, "unheard of", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_group(subject, "con", ROLEGATE_MEMBER_UNKNOWN), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_NOT_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_add_group(subject, "who", ROLEGATE_MEMBER_UNKNOWN), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_DENY);
    assert_int_equal(accounts.asked_groups + accounts.asked_lists, 0);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static void a_roster_holds_for_what_is_stated(void **state)
{
    rolegate_table *table = table_of(P "roster group all, user root\nallow p, q to everyone\ndeny p to group who\n"
                                       "allow r to group who\n");
    rolegate_subject *subject;

    (void)state;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "u"), ROLEGATE_DENY);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 0);
    assert_int_equal(rolegate_subject_add_group(subject, "all", ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_on_roster(table, subject), 1);
    rolegate_subject_free(subject);
    assert_int_equal(rolegate_subject_new("root", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* What was found out for one table says nothing about another, even of the same policy. */
static void a_subject_is_bound_to_one_table(void **state)
{
    static const char policy[] = P "allow p to group con\nallow q to group staff\nallow r to group who\n";
    rolegate_table *table = table_of(policy), *other = table_of(policy), *third = table_of(P "allow q to group con\n");
    struct rolegate_question question = {.service = "t", .now = NOW};
    rolegate_subject *subject;
    struct rolegate_group group;
    enum rolegate_verdict verdict;

    (void)state;
    directory();
    subject = kim();
    assert_int_equal(rolegate_resolve(table, subject, NULL), ROLEGATE_OK);
    assert_int_equal(rolegate_decide(table, subject, &question, &verdict), ROLEGATE_OK);
    assert_int_equal(verdict, ROLEGATE_ALLOW);
    assert_int_equal(rolegate_subject_group(table, subject, 0, &group), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_group(other, subject, 0, &group), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_subject_rule_out_unknown(other, subject), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(rolegate_decide(other, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    assert_int_equal(ask(third, subject, "s"), ROLEGATE_DENY);
    assert_int_equal(rolegate_decide(third, subject, &question, &verdict), ROLEGATE_NOT_RESOLVED);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
    rolegate_table_close(other);
    rolegate_table_close(third);
}

/* Who is off the roster is none of the users that the policy names, and nothing is held against him that is theirs. */
static void off_the_roster_nobody_is_another_user(void **state)
{
    rolegate_table *table = table_of(P "roster group all\nallow p, q to everyone\ndeny p to user aaa\n"
                                       "deny q to user zzz, group who\n");
    rolegate_subject *subject;

    (void)state;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    assert_int_equal(ask(table, subject, "t"), ROLEGATE_DENY);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_ALLOW);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

/* Off the roster what nobody stated is no, and counts as unknown; it is told as it was found. */
static void what_is_not_stated_is_no_membership(void **state)
{
    rolegate_table *table = table_of(P "roster group all\nallow p to group who\n");
    rolegate_subject *subject;
    struct rolegate_group group;
    size_t i, count = 0;

    (void)state;
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_int_equal(ask(table, subject, "s"), ROLEGATE_DENY);
    for (i = 0; rolegate_subject_group(table, subject, i, &group) == ROLEGATE_OK; i++) {
        assert_int_equal(group.membership, ROLEGATE_NOT_MEMBER);
        count += strcmp(group.name, "who") == 0;
    }
    assert_int_equal(count, 1);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

static void arguments_are_looked_at(void **state)
{
    rolegate_table *table = table_of(P);
    rolegate_subject *subject;
    char longest[258];

    (void)state;
    memset(longest, 'x', 256);
    longest[256] = '\0';
    errno = EILSEQ;
    assert_int_equal(rolegate_subject_new("x", NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(NULL, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new("", &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(longest, &subject), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_new(longest + 1, &subject), ROLEGATE_OK);
    rolegate_subject_free(subject);
    assert_int_equal(rolegate_subject_new("x", &subject), ROLEGATE_OK);
    assert_string_equal(rolegate_subject_user(subject), "x");
    assert_string_equal(rolegate_subject_user(NULL), "");
    assert_int_equal(rolegate_subject_add_group(subject, longest, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_group(subject, longest + 1, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_group(subject, NULL, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_group(NULL, "g", ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_group(subject, "g", (enum rolegate_membership)77), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 4294967295u, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 4294967294u, ROLEGATE_MEMBER), ROLEGATE_OK);
    assert_int_equal(rolegate_subject_add_gid(NULL, 7, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, (enum rolegate_membership)77), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_resolve(NULL, subject, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_resolve(table, NULL, NULL), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(errno, EILSEQ);
    rolegate_subject_free(subject);
    assert_int_equal(errno, EILSEQ);
    directory();
    subject = kim();
    assert_int_equal(rolegate_subject_add_group(subject, "g", ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    assert_int_equal(rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER), ROLEGATE_BAD_ARGUMENT);
    rolegate_subject_free(subject);
    rolegate_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_subject_is_bound_to_one_table),
        cmocka_unit_test(off_the_roster_nobody_is_another_user),
        cmocka_unit_test(what_is_not_stated_is_no_membership),
        cmocka_unit_test(off_the_roster_a_no_is_unknown),
        cmocka_unit_test(a_roster_of_users_is_one_of_each),
        cmocka_unit_test(every_roster_counts),
        cmocka_unit_test(the_roster_is_told),
        cmocka_unit_test(another_table_is_found_out_about_anew),
        cmocka_unit_test(the_unknown_is_ruled_out_until_it_is_asked_for_again),
        cmocka_unit_test(the_groups_that_counted_are_told),
        cmocka_unit_test(what_is_stated_counts_and_the_last_word_does),
        cmocka_unit_test(a_roster_holds_for_what_is_stated),
        cmocka_unit_test(arguments_are_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}

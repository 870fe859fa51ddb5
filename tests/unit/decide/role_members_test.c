/*
 * role_members_test.c - roles as groups: who is in one, in which somebody is, and what a table that is not well formed
 * says.
 */
#include "role_members_world.h"

static void users_are(struct rolegate_table *table, uint32_t gid, unsigned most, const char *users)
{
    struct seen seen = {.left = most};

    assert_int_equal(role_members_users(table, role_of(table, gid), NOW, user_add, &seen), ROLEGATE_OK);
    assert_string_equal(seen.text, users);
}

/* The groups of a user who is in a group, or may be; the subject is freed. */
static void groups_are(struct rolegate_table *table, rolegate_subject *subject, unsigned most, const char *gids)
{
    struct seen seen = {.left = most};

    assert_int_equal(role_members_groups(table, subject, NOW, gid_add, &seen), ROLEGATE_OK);
    assert_string_equal(seen.text, gids);
    rolegate_subject_free(subject);
}

/* ---- the groups ---- */

static void a_role_with_a_gid_is_found_by_name_and_by_number(void **state)
{
    struct role_group group;
    bool found;

    assert_int_equal(role_group_by_name(*state, "top", &group, &found), ROLEGATE_OK);
    assert_true(found);
    assert_int_equal(group.gid, 102);
    assert_string_equal(group.name, "top");
    assert_int_equal(role_group_by_gid(*state, 105, &group, &found), ROLEGATE_OK);
    assert_true(found);
    assert_string_equal(group.name, "late");
}

static void no_other_role_is_a_group(void **state)
{
    static const char *const names[] = {"plain", "middle", "absent", "staff", "anna", ""};
    struct role_group group;
    bool found;
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        found = true;
        assert_int_equal(role_group_by_name(*state, names[i], &group, &found), ROLEGATE_OK);
        assert_false(found);
    }
    found = true;
    assert_int_equal(role_group_by_gid(*state, 7, &group, &found), ROLEGATE_OK);
    assert_false(found);
}

static void all_groups_come_one_after_the_other(void **state)
{
    unsigned count = 0, sum = 0;
    struct role_group group;
    uint32_t next = 0;
    bool found = true;

    while (found) {
        assert_int_equal(role_group_next(*state, &next, &group, &found), ROLEGATE_OK);
        if (found) {
            assert_int_equal(next, group.role + 1);
            count++;
            sum += group.gid;
        }
    }
    assert_int_equal(count, 5);
    assert_int_equal(sum, 100 + 102 + 103 + 104 + 105);
}

/* ---- the users of a group ---- */

static void in_a_group_is_who_holds_the_role_or_one_that_extends_it(void **state)
{
    users_are(*state, 100, 0, "anna ben cleo ");
    users_are(*state, 102, 0, "cleo ");
}

static void a_condition_or_another_time_puts_nobody_in(void **state)
{
    users_are(*state, 105, 0, "dora ");
}

/* Ben may be owner, under a condition; anna and fred may be of a set by the group watchers. */
static void who_is_or_may_be_in_a_conflict_is_left_out(void **state)
{
    users_are(*state, 103, 0, "fred ");
    users_are(*state, 104, 0, "");
}

static void no_more_users_are_looked_for_than_are_wanted(void **state)
{
    users_are(*state, 100, 1, "anna ");
    users_are(*state, 100, 2, "anna ben ");
}

/* ---- the groups of a user ---- */

static void the_groups_of_a_user_are_those_of_his_roles(void **state)
{
    groups_are(*state, subject_of("cleo"), 0, "102 100 ");
    groups_are(*state, subject_of("cleo"), 1, "102 ");
    groups_are(*state, subject_of("dora"), 0, "105 ");
    groups_are(*state, subject_of("emil"), 0, "");
    groups_are(*state, subject_of("nobody"), 0, "");
}

static void a_group_or_a_number_that_is_stated_gives_its_roles(void **state)
{
    rolegate_subject *subject = subject_of("nobody");

    rolegate_subject_add_group(subject, "staff", ROLEGATE_MEMBER);
    groups_are(*state, subject, 0, "100 ");
    subject = subject_of("nobody");
    rolegate_subject_add_gid(subject, 7, ROLEGATE_MEMBER);
    groups_are(*state, subject, 0, "100 ");
    subject = subject_of("nobody");
    rolegate_subject_add_group(subject, "staff", ROLEGATE_MEMBER_UNKNOWN);
    groups_are(*state, subject, 0, "");
}

static void a_group_in_doubt_may_be_a_conflict(void **state)
{
    rolegate_subject *subject = subject_of("anna");

    groups_are(*state, subject_of("anna"), 0, "104 100 ");
    rolegate_subject_add_group(subject, "watchers", ROLEGATE_MEMBER_UNKNOWN);
    groups_are(*state, subject, 0, "100 ");
}

/* ---- groups in doubt ---- */

static void groups_in_doubt_are_those_that_the_policy_names(void **state)
{
    struct seen seen = {.left = 0}, one = {.left = 1};

    assert_int_equal(role_members_doubtful_groups(*state, group_add, &seen), ROLEGATE_OK);
    assert_string_equal(seen.text, "staff watchers 7 ");
    assert_int_equal(role_members_doubtful_groups(*state, group_add, &one), ROLEGATE_OK);
    assert_string_equal(one.text, "staff ");
}

static void without_an_exclusive_set_none_is_in_doubt(void **state)
{
    struct rolegate_table *table = *state;
    struct seen seen = {.left = 0};

    table->flags &= ~FLAG_EXCLUSIVE;
    assert_int_equal(role_members_doubtful_groups(table, group_add, &seen), ROLEGATE_OK);
    assert_string_equal(seen.text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(a_role_with_a_gid_is_found_by_name_and_by_number),
        WITH_TABLE(no_other_role_is_a_group),
        WITH_TABLE(all_groups_come_one_after_the_other),
        WITH_TABLE(in_a_group_is_who_holds_the_role_or_one_that_extends_it),
        WITH_TABLE(a_condition_or_another_time_puts_nobody_in),
        WITH_TABLE(who_is_or_may_be_in_a_conflict_is_left_out),
        WITH_TABLE(no_more_users_are_looked_for_than_are_wanted),
        WITH_TABLE(the_groups_of_a_user_are_those_of_his_roles),
        WITH_TABLE(a_group_or_a_number_that_is_stated_gives_its_roles),
        WITH_TABLE(a_group_in_doubt_may_be_a_conflict),
        WITH_TABLE(groups_in_doubt_are_those_that_the_policy_names),
        WITH_TABLE(without_an_exclusive_set_none_is_in_doubt),
    };

    return cmocka_run_group_tests_name("member", tests, NULL, NULL);
}

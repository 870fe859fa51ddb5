/*
 * role_members_test.c - roles as groups: who is in one, in which somebody is, and what a table that is not well formed
 * says.
 */
#include "decide/role_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "table_text.h"
#include "table/name_index.h"

#define NOW 1767225600 /* 2026-01-01T00:00:00Z */

static const char policy[] = "permission p\n"
                             "condition mornings time daily 06:00-12:00\n"
                             "role base gid 100 { allow p }\n"
                             "role middle extends base { }\n"
                             "role top gid 102 extends middle { }\n"
                             "role plain { allow p }\n"
                             "role auditor gid 103 { }\n"
                             "role owner gid 104 { }\n"
                             "role late gid 105 { }\n"
                             "exclusive auditor, owner\n"
                             "assign base to user anna, user ben\n"
                             "assign top to user cleo\n"
                             "assign middle to group staff\n"
                             "assign base to gid 7\n"
                             "assign late to user anna when mornings\n"
                             "assign late to user ben until 2025-01-01\n"
                             "assign late to user cleo starting 2027-01-01\n"
                             "assign late to user dora starting 2025-01-01 because \"now\"\n"
                             "assign plain to user emil\n"
                             "assign auditor to user ben, user fred, group watchers\n"
                             "assign owner to user ben when mornings\n"
                             "assign owner to user anna\n";

static int set_up(void **state)
{
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(policy, sizeof policy - 1, &size);

    if (bytes == NULL || rolegate_table_from_bytes(bytes, size, &table) != ROLEGATE_OK)
        return -1;
    free(bytes);
    *state = table;
    return 0;
}

static int tear_down(void **state)
{
    rolegate_table_close(*state);
    return 0;
}

/* What was visited, as words with a blank behind each. */
struct seen {
    char text[256];
    unsigned left; /* how many more are wanted; 0: all */
};

static bool word_add(struct seen *seen, const char *word)
{
    size_t length = strlen(seen->text);

    snprintf(seen->text + length, sizeof seen->text - length, "%s ", word);
    return seen->left == 0 || --seen->left > 0;
}

static bool user_add(void *context, const char *user)
{
    return word_add(context, user);
}

static bool gid_add(void *context, uint32_t gid)
{
    char word[16];

    snprintf(word, sizeof word, "%u", gid);
    return word_add(context, word);
}

static bool group_add(void *context, const char *name, uint32_t gid)
{
    return name != NULL ? word_add(context, name) : gid_add(context, gid);
}

static uint32_t role_of(struct rolegate_table *table, uint32_t gid)
{
    struct role_group group;
    bool found;

    assert_int_equal(role_group_by_gid(table, gid, &group, &found), ROLEGATE_OK);
    assert_true(found);
    return group.role;
}

static void users_are(struct rolegate_table *table, uint32_t gid, unsigned most, const char *users)
{
    struct seen seen = {.left = most};

    assert_int_equal(role_members_users(table, role_of(table, gid), NOW, user_add, &seen), ROLEGATE_OK);
    assert_string_equal(seen.text, users);
}

static rolegate_subject *subject_of(const char *user)
{
    rolegate_subject *subject;

    assert_int_equal(rolegate_subject_new(user, &subject), ROLEGATE_OK);
    return subject;
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

/* ---- tables that are not well formed ---- */

/* Makes a section end after so many bytes, for what is asked next. */
static struct section_range section_cut(struct rolegate_table *table, enum table_section section, uint32_t size)
{
    struct section_range whole = table->sections[section];

    assert_true(size < whole.size);
    table->sections[section].size = size;
    return whole;
}

/* Where the record of fred ends but for his assignments; behind the name in the record of a role. */
static uint32_t node_of_fred(struct rolegate_table *table)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t node = 0;

    assert_true(index_find_name(table, KEY_USER, "fred", &node, &status));
    return node + 1 + sizeof "\4fred";
}

static uint32_t role_record(struct rolegate_table *table, uint32_t gid)
{
    enum rolegate_status status = ROLEGATE_OK;

    return table_field(table, SECTION_ROLES, role_of(table, gid), ROLE_SIZE, 0, &status) + 2;
}

static void users_of_a_table_that_is_cut_are_an_error(void **state)
{
    struct rolegate_table *table = *state;
    uint32_t role = role_of(table, 103);
    const struct {
        enum table_section section;
        uint32_t size;
    } cuts[] = {{SECTION_ROLE_DATA, 1},
                {SECTION_NODES, 1},
                {SECTION_NODES, node_of_fred(table)},
                {SECTION_STATEMENTS, 1},
                {SECTION_EXCLUSIVES, 1}};
    size_t i;

    for (i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        struct section_range whole = section_cut(table, cuts[i].section, cuts[i].size);
        struct seen seen = {.left = 0};
        assert_int_equal(role_members_users(table, role, NOW, user_add, &seen), ROLEGATE_MALFORMED);
        assert_string_equal(seen.text, "");
        table->sections[cuts[i].section] = whole;
    }
}

static void groups_of_a_table_that_is_cut_are_an_error(void **state)
{
    struct rolegate_table *table = *state;
    const struct {
        enum table_section section;
        uint32_t size;
    } cuts[] = {
        {SECTION_ROLE_DATA, 1}, {SECTION_NODES, node_of_fred(table)}, {SECTION_STATEMENTS, 1}, {SECTION_EXCLUSIVES, 1}};
    size_t i;

    for (i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        struct section_range whole = section_cut(table, cuts[i].section, cuts[i].size);
        rolegate_subject *subject = subject_of("fred");
        struct seen seen = {.left = 0};
        assert_int_equal(role_members_groups(table, subject, NOW, gid_add, &seen), ROLEGATE_MALFORMED);
        assert_string_equal(seen.text, "");
        rolegate_subject_free(subject);
        table->sections[cuts[i].section] = whole;
    }
}

static void a_role_that_cannot_be_read_is_an_error_and_not_absent(void **state)
{
    struct rolegate_table *table = *state;
    uint32_t role = role_of(table, 105), next = role;
    struct role_group group;
    bool found = true;

    section_cut(table, SECTION_ROLE_DATA, role_record(table, 105));
    assert_int_equal(role_group_by_name(table, "late", &group, &found), ROLEGATE_MALFORMED);
    assert_false(found);
    found = true;
    assert_int_equal(role_group_by_gid(table, 105, &group, &found), ROLEGATE_MALFORMED);
    assert_false(found);
    found = true;
    assert_int_equal(role_group_next(table, &next, &group, &found), ROLEGATE_MALFORMED);
    assert_false(found);
}

static void a_name_that_cannot_be_read_is_an_error(void **state)
{
    struct rolegate_table *table = *state;
    struct role_group group;
    bool found = true;

    section_cut(table, SECTION_STRINGS, 1);
    assert_int_equal(role_group_by_gid(table, 105, &group, &found), ROLEGATE_MALFORMED);
    assert_false(found);
}

static void nodes_that_are_cut_are_an_error_of_the_doubt_as_well(void **state)
{
    struct rolegate_table *table = *state;
    struct seen seen = {.left = 0};

    section_cut(table, SECTION_NODES, 1);
    assert_int_equal(role_members_doubtful_groups(table, group_add, &seen), ROLEGATE_MALFORMED);
    assert_string_equal(seen.text, "");
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

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
        WITH_TABLE(users_of_a_table_that_is_cut_are_an_error),
        WITH_TABLE(a_role_that_cannot_be_read_is_an_error_and_not_absent),
        WITH_TABLE(a_name_that_cannot_be_read_is_an_error),
        WITH_TABLE(groups_of_a_table_that_is_cut_are_an_error),
        WITH_TABLE(nodes_that_are_cut_are_an_error_of_the_doubt_as_well),
    };

    return cmocka_run_group_tests_name("member", tests, NULL, NULL);
}

/*
 * role_members_cut_test.c - roles as groups, of tables that are cut or cannot be read: an error, never nobody.
 */
#include "role_members_world.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(users_of_a_table_that_is_cut_are_an_error),
        WITH_TABLE(a_role_that_cannot_be_read_is_an_error_and_not_absent),
        WITH_TABLE(a_name_that_cannot_be_read_is_an_error),
        WITH_TABLE(groups_of_a_table_that_is_cut_are_an_error),
        WITH_TABLE(nodes_that_are_cut_are_an_error_of_the_doubt_as_well),
    };

    return cmocka_run_group_tests_name("role members cut", tests, NULL, NULL);
}

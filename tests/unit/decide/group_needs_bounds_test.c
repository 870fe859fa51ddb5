/*
 * group_needs_bounds_test.c - the groups that a question needs of tables that are malformed, and where memory ends.
 */
#include "group_needs_text.h"

/* Finds what the service g needs, of a table that has no more roles than is said. */
static struct group_needs found_of(struct rolegate_table *table, uint32_t roles, enum rolegate_status status)
{
    struct rolegate_question question = {.service = "g"};
    struct decider decider = {.table = table, .status = ROLEGATE_OK};
    struct group_needs needs = needs_begin(table);
    struct request request;

    assert_true(request_read(&decider, &question, &request));
    needs.role_count = roles;
    assert_int_equal(group_needs_find(&needs, &request), status);
    return needs;
}

/* However often a group is found: the list has room for fewer than four times the groups. */
static void the_list_is_as_long_as_the_groups(void **state)
{
    char policy[8192] = SERVICE;
    struct rolegate_table *table;
    struct group_needs needs;
    unsigned i;

    (void)state;
    for (i = 0; i < 40; i++)
        snprintf(policy + strlen(policy), sizeof policy - strlen(policy),
                 "role r%u { allow p }\nassign r%u to group a%u, gid %u, group all, group every\n", i, i, i % 20,
                 1 + i % 20);
    table = table_make(policy);
    needs = found_of(table, 40, ROLEGATE_OK);
    assert_int_equal(needs.count, 42);
    assert_int_equal(needs.capacity, 128);
    group_needs_free(&needs);
    for (i = 0; i < 4; i++) {
        memory_left = i;
        needs = found_of(table, 40, ROLEGATE_NO_MEMORY);
        group_needs_free(&needs);
    }
    memory_left = 4;
    needs = found_of(table, 40, ROLEGATE_OK);
    memory_left = UINT_MAX;
    group_needs_free(&needs);
    rolegate_table_close(table);
}

/* Whenever the list is brought down to single groups, the one that comes then is added all the same. */
static void none_is_lost_where_the_list_is_full(void **state)
{
    unsigned other, i;

    (void)state;
    for (other = 0; other < 40; other++) {
        char policy[8192] = SERVICE;
        for (i = 0; i < 40; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy),
                     "role r%02u { allow p }\nassign r%02u to group %s\n", i, i, i == other ? "other" : "all");
        needs_are(policy, "g", NULL, "all? other? ");
    }
}

static void nothing_is_left_in_memory(void **state)
{
    struct rolegate_table *table = table_make(SERVICE "role r { allow p }\nrole s { }\nexclusive r, s\n"
                                                      "assign r to group a\nallow p to group b\n");
    size_t before = 0;
    unsigned i;

    (void)state;
    for (i = 0; i < 16; i++) { /* the first rounds fill what malloc(3) keeps for each thread */
        struct group_needs needs = found_of(table, 2, ROLEGATE_OK);
        assert_true(needs.count == 2);
        group_needs_free(&needs);
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
    rolegate_table_close(table);
}

static void a_role_that_the_table_does_not_have_is_malformed(void **state)
{
    struct rolegate_table *table = table_make(SERVICE "role a { }\nrole b { allow p }\nassign b to group g\n");
    struct group_needs needs;

    (void)state;
    needs = found_of(table, 2, ROLEGATE_OK);
    group_needs_free(&needs);
    needs = found_of(table, 1, ROLEGATE_MALFORMED);
    group_needs_free(&needs);
    needs = found_of(table, 0, ROLEGATE_MALFORMED);
    group_needs_free(&needs);
    rolegate_table_close(table);
}

/* Behind a role's rules, few of which stand in its record, come those that extend it and those who hold it. */
static void a_role_may_have_any_number_of_rules(void **state)
{
    unsigned count, i;

    (void)state;
    for (count = 0; count <= 10; count++) {
        char policy[2048] = SERVICE "role r { }\nrole s extends r { }\nallow p to role r\n"
                                    "assign r to group a\nassign s to group b\n";
        for (i = 0; i < count; i++)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "allow q to role r until 20%02u-01-01\n",
                     30 + i);
        needs_are(policy, "g", NULL, "a? b? ");
    }
}

#define EVERYTHING                                                                                                     \
    SERVICE "roster group all\nrole r { allow p }\nrole up { }\nrole s extends r, up { }\nrole t { }\n"                \
            "exclusive up, t\nassign r to group a\nassign s to group b\nassign t to group c\nallow p to group d\n"     \
            "deny * to gid 7\nallow q to role r\n"

/* Each section that the search reads, overwritten, and cut at every place: an error, or the same list. Rosters stand
 * one behind another, and are cut to fewer. */
static void what_cannot_be_read_is_no_list(void **state)
{
    static const enum table_section sections[] = {SECTION_REQUESTS, SECTION_PATTERNS,   SECTION_OWNERS,
                                                  SECTION_ROLES,    SECTION_ROLE_DATA,  SECTION_EXCLUSIVES,
                                                  SECTION_ROSTERS,  SECTION_PERMISSIONS};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof sections / sizeof *sections; i++) {
        struct rolegate_table *table = table_make(EVERYTHING);
        struct section_range *range = &table->sections[sections[i]];
        struct rolegate_question question = {.service = "g"};
        struct decider decider = {.table = table, .status = ROLEGATE_OK};
        struct request request;
        uint32_t size = range->size, cut;
        struct group_needs needs;
        enum rolegate_status status;
        assert_true(request_read(&decider, &question, &request));
        for (cut = sections[i] == SECTION_ROSTERS ? size : 0; cut <= size; cut++) {
            needs = needs_begin(table);
            range->size = cut;
            needs.role_count = 4;
            status = group_needs_find(&needs, &request);
            if (status == ROLEGATE_OK)
                assert_int_equal(needs.count, 6);
            else
                assert_int_equal(status, ROLEGATE_MALFORMED);
            assert_int_equal(status, cut == 0 ? ROLEGATE_MALFORMED : cut == size ? ROLEGATE_OK : status);
            group_needs_free(&needs);
        }
        range->size = size;
        memset(table->image + range->start, 0xff, size);
        needs = needs_begin(table);
        assert_int_equal(group_needs_find(&needs, &request), ROLEGATE_MALFORMED);
        group_needs_free(&needs);
        rolegate_table_close(table);
    }
}

/* The narrowest pattern of p leads to a wider one, which comes before it. */
static void a_pattern_that_leads_to_no_wider_one_is_malformed(void **state)
{
    struct rolegate_table *table = table_make(EVERYTHING);
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t narrowest = table_field(table, SECTION_PERMISSIONS, 0, PERMISSION_SIZE, 8, &status), to;
    unsigned char *wider = table->image + table->sections[SECTION_PATTERNS].start + (narrowest - 1) * PATTERN_SIZE + 12;

    (void)state;
    assert_int_equal(status, ROLEGATE_OK);
    assert_int_not_equal(wider[0], 0);
    for (to = narrowest; to < narrowest + 5; to++) {
        struct group_needs needs;
        wider[0] = (unsigned char)to;
        needs = found_of(table, 4, ROLEGATE_MALFORMED);
        group_needs_free(&needs);
    }
    rolegate_table_close(table);
}

/* Whether the nodes of a table end where one of them does. */
static bool nodes_are_whole(struct rolegate_table *table)
{
    struct cursor at;
    struct node node;

    cursor_open(&at, table, SECTION_NODES, 0);
    while (cursor_left(&at) > 0 && cursor_ok(&at)) {
        node_record_read(&at, &node);
        node_record_pass(&at, &node);
    }
    return cursor_ok(&at);
}

/* Of a table that ends too early either all groups are found, or it is malformed. */
static void a_table_that_is_cut_hides_no_group(void **state)
{
    static const enum table_section cut[] = {SECTION_NODES, SECTION_ROLE_DATA, SECTION_EXCLUSIVES, SECTION_STATEMENTS};
    struct rolegate_question question = {.service = "g"};
    struct rolegate_table *table = table_make(
        SERVICE "role r { allow p }\nrole k extends r { }\nrole l { }\nrole m { }\nexclusive k, l\nexclusive r, m\n"
                "assign k to group a\nassign l to group b, gid 7\nassign m to group c\ndeny p to group d\n"
                "deny p to role l\nallow q to group e\n");
    struct decider decider = {.table = table, .status = ROLEGATE_OK};
    struct request request;
    size_t i, all;

    (void)state;
    assert_true(request_read(&decider, &question, &request));
    for (all = 0; all < 2; all++) {
        struct group_needs whole = needs_begin(table);
        assert_int_equal(group_needs_find(&whole, all == 0 ? &request : NULL), ROLEGATE_OK);
        for (i = 0; i < sizeof cut / sizeof *cut; i++) {
            struct section_range *range = &table->sections[cut[i]];
            uint32_t size = range->size;
            for (range->size = 0; range->size < size; range->size++) {
                struct group_needs needs = needs_begin(table);
                enum rolegate_status status = group_needs_find(&needs, all == 0 ? &request : NULL);
                assert_true(status == ROLEGATE_MALFORMED || needs.count == whole.count ||
                            (all == 1 && cut[i] == SECTION_NODES && nodes_are_whole(table)));
                group_needs_free(&needs);
            }
            range->size = size;
        }
        group_needs_free(&whole);
    }
    rolegate_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_that_is_cut_hides_no_group),
        cmocka_unit_test(the_list_is_as_long_as_the_groups),
        cmocka_unit_test(none_is_lost_where_the_list_is_full),
        cmocka_unit_test(nothing_is_left_in_memory),
        cmocka_unit_test(a_role_that_the_table_does_not_have_is_malformed),
        cmocka_unit_test(a_role_may_have_any_number_of_rules),
        cmocka_unit_test(what_cannot_be_read_is_no_list),
        cmocka_unit_test(a_pattern_that_leads_to_no_wider_one_is_malformed),
    };

    return cmocka_run_group_tests_name("bounds of group needs", tests, NULL, NULL);
}

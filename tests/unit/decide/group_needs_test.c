/*
 * group_needs_test.c - which groups a question has looked up, and how surely: all that could change its answer, and no
 * other.
 */
#include "decide/group_needs.h"

#include <limits.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* The compiler has texts of its own. */
#define texts compiler_texts
#include "table_text.h"
#undef texts
#include "decide/budget.h"
#include "table/record.h"

/* Where the lists of the search grow: so many calls are answered yet. */
static unsigned memory_left = UINT_MAX;

void *reallocarray(void *old, size_t count, size_t size)
{
    if (memory_left == 0 || count > SIZE_MAX / size)
        return NULL;
    memory_left -= memory_left < UINT_MAX;
    return realloc(old, count * size);
}

static struct rolegate_table *table_make(const char *policy)
{
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(policy, strlen(policy), &size);

    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(bytes);
    return table;
}

/* A group's name or number, and how surely it must be known: `?` where it lets in, `r` where it vouches, `!` always. */
static void need_print(struct rolegate_table *table, const struct need_entry *need, char *text, size_t size)
{
    static const char levels[] = {[NEED_YES] = '?', [NEED_ROSTER] = 'r', [NEED_SURE] = '!'};
    size_t length = strlen(text);
    struct cursor record;
    struct node node;

    cursor_open(&record, table, SECTION_NODES, need->node);
    node_record_read(&record, &node);
    assert_true(cursor_ok(&record));
    if (node.kind == NODE_GROUP)
        snprintf(text + length, size - length, "%s%c ", node.name, levels[need->need]);
    else
        snprintf(text + length, size - length, "%u%c ", node.gid, levels[need->need]);
}

static struct group_needs needs_begin(struct rolegate_table *table)
{
    return (struct group_needs){.table = table,
                                .user = "kim",
                                .role_count = table_count(table, SECTION_ROLES, ROLE_SIZE),
                                .steps = STEPS_NEEDS,
                                .status = ROLEGATE_OK};
}

static void found_are(struct rolegate_table *table, const struct request *request, const char *expected)
{
    struct group_needs needs = needs_begin(table);
    char text[512] = "";
    size_t i;

    assert_int_equal(group_needs_find(&needs, request), ROLEGATE_OK);
    for (i = 0; i < needs.count; i++)
        need_print(table, &needs.list[i], text, sizeof text);
    group_needs_free(&needs);
    assert_string_equal(text, expected);
}

/* What a question about a service, or, where that is NULL, a permission, needs; groups by name, then numbers. */
static void needs_are(const char *policy, const char *service, const char *permission, const char *expected)
{
    struct rolegate_question question = {.service = service, .permission = permission};
    struct rolegate_table *table = table_make(policy);
    struct decider decider = {.table = table, .status = ROLEGATE_OK};
    struct request request;

    assert_true(request_read(&decider, &question, &request));
    found_are(table, &request, expected);
    rolegate_table_close(table);
}

#define SERVICE "permission p, q, r.s\nservice g requires p\n"

static void who_may_be_let_in_and_who_may_be_kept_out(void **state)
{
    (void)state;
    needs_are(SERVICE "allow p to group a, gid 7, user u, everyone\n", "g", NULL, "a? 7? ");
    needs_are(SERVICE "allow p to group a\ndeny p to group b, gid 7\n", "g", NULL, "a? b! 7! ");
    needs_are(SERVICE "allow p to group a\ndeny p to group a\n", "g", NULL, "a! ");
    needs_are(SERVICE "allow p to user u\n", "g", NULL, "");
}

static void groups_of_other_permissions_are_not_looked_up(void **state)
{
    (void)state;
    needs_are(SERVICE "allow p to group a\nallow q to group b\ndeny q to group c\n", "g", NULL, "a? ");
    needs_are(SERVICE "allow p to group a\nallow q to group b\ndeny q to group c\n", NULL, "q", "b? c! ");
}

static void every_pattern_that_holds_the_permission_counts(void **state)
{
    (void)state;
    needs_are(SERVICE "allow r.s to group a\nallow r.* to group b\ndeny * to group c\nallow p to group d\n", NULL,
              "r.s", "a? b? c! ");
}

static void every_permission_of_the_expression_counts(void **state)
{
    (void)state;
    needs_are("permission p, q, r\nservice g requires p and (q or r)\nservice h requires r\n"
              "allow p to group a\ndeny q to group b\nallow r to group c\n",
              "g", NULL, "a? b! c? ");
    needs_are("permission p, q, r\nservice g requires p and (q or r)\nservice h requires r\n"
              "allow p to group a\ndeny q to group b\nallow r to group c\n",
              "h", NULL, "c? ");
}

static void a_role_is_held_through_itself_and_what_extends_it(void **state)
{
    (void)state;
    needs_are(SERVICE "role base { allow p }\nrole mid extends base { }\nrole top extends mid { }\nrole other { }\n"
                      "assign base to group a\nassign mid to group b\nassign top to gid 7\nassign other to group c\n",
              "g", NULL, "a? b? 7? ");
    needs_are(SERVICE "role base { }\nrole top extends base { allow p }\n"
                      "assign base to group a\nassign top to group b\n",
              "g", NULL, "b? ");
    needs_are(SERVICE "role base { }\nrole top extends base { }\nallow p to role base\ndeny p to role top\n"
                      "assign base to group a\nassign top to group b\n",
              "g", NULL, "a? b! ");
}

/* ---- exclusive sets ---- */

#define ROLES                                                                                                          \
    SERVICE "role base { }\nrole first extends base { allow p }\nrole second { }\nrole third { }\nrole above { }\n"    \
            "role below extends second { }\n"                                                                          \
            "assign base to group a\nassign first to group b\nassign second to group c\nassign third to group d\n"     \
            "assign above to group e\nassign below to group f\n"

static void without_a_set_only_who_holds_the_role_counts(void **state)
{
    (void)state;
    needs_are(ROLES, "g", NULL, "b? ");
}

static void every_role_of_a_set_must_be_known(void **state)
{
    (void)state;
    needs_are(ROLES "exclusive first, second\n", "g", NULL, "b! c! f! ");
    needs_are(ROLES "exclusive first, second, third\n", "g", NULL, "b! c! d! f! ");
    needs_are(ROLES "exclusive first, third\nexclusive first, above\n", "g", NULL, "b! d! e! ");
}

static void a_set_of_a_parent_counts(void **state)
{
    (void)state;
    needs_are(ROLES "exclusive base, third\n", "g", NULL, "a! b! d! ");
}

static void a_set_of_a_parents_parent_counts(void **state)
{
    (void)state;
    needs_are(SERVICE "role base { }\nrole mid extends base { }\nrole top extends mid { allow p }\nrole other { }\n"
                      "assign top to group a\nassign other to group b\nexclusive base, other\n",
              "g", NULL, "a! b! ");
}

/* Whoever holds `under` alone gets nothing of it: its sets are not those of `second`. */
static void a_set_that_makes_nothing_void_is_not_looked_up(void **state)
{
    (void)state;
    needs_are(ROLES "exclusive second, third\n", "g", NULL, "b? ");
    needs_are(ROLES "exclusive below, third\nallow p to role second\n", "g", NULL, "b? c? d! f! ");
    needs_are(ROLES "exclusive third, above\n", "g", NULL, "b? ");
}

/* Nobody is named by a role's number: the same with the granting role first, and last. */
static void the_order_of_roles_does_not_matter(void **state)
{
    (void)state;
    needs_are(SERVICE "role a { allow p }\nrole z { }\nassign a to group g1\nassign z to group g2\nexclusive a, z\n",
              "g", NULL, "g1! g2! ");
    needs_are(SERVICE "role z { allow p }\nrole a { }\nassign z to group g1\nassign a to group g2\nexclusive a, z\n",
              "g", NULL, "g1! g2! ");
}

/* ---- rosters ---- */

static void a_rosters_groups_are_looked_up_where_any_group_is(void **state)
{
    (void)state;
    needs_are(SERVICE "roster group z, gid 9, user u\nallow p to group a\n", "g", NULL, "a? zr 9r ");
    needs_are(SERVICE "roster group a\nallow p to group a\n", "g", NULL, "ar ");
    needs_are(SERVICE "roster group a\ndeny p to group a\n", "g", NULL, "a! ");
    needs_are(SERVICE "roster group z, user kim\nallow p to group a\n", "g", NULL, "a? ");
    needs_are(SERVICE "roster group z\nallow p to user u\n", "g", NULL, "");
}

/* ---- everything ---- */

static void every_group_of_the_table_is_looked_up_without_a_question(void **state)
{
    struct rolegate_table *table = table_make(ROLES "allow q to gid 7\n");

    (void)state;
    found_are(table, NULL, "a! b! c! d! e! f! 7! ");
    rolegate_table_close(table);
}

/* Many groups: the list grows. */
static void a_question_may_need_many_groups(void **state)
{
    char policy[4096] = SERVICE, expected[1024] = "";
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "allow p to group g%02d\n", i);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "g%02d%c ", i, i < 60 ? '?' : '!');
        if (i >= 60)
            snprintf(policy + strlen(policy), sizeof policy - strlen(policy), "deny p to group g%02d\n", i);
    }
    needs_are(policy, "g", NULL, expected);
}

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
        cmocka_unit_test(who_may_be_let_in_and_who_may_be_kept_out),
        cmocka_unit_test(groups_of_other_permissions_are_not_looked_up),
        cmocka_unit_test(every_pattern_that_holds_the_permission_counts),
        cmocka_unit_test(every_permission_of_the_expression_counts),
        cmocka_unit_test(a_role_is_held_through_itself_and_what_extends_it),
        cmocka_unit_test(without_a_set_only_who_holds_the_role_counts),
        cmocka_unit_test(every_role_of_a_set_must_be_known),
        cmocka_unit_test(a_set_of_a_parent_counts),
        cmocka_unit_test(a_set_of_a_parents_parent_counts),
        cmocka_unit_test(a_set_that_makes_nothing_void_is_not_looked_up),
        cmocka_unit_test(the_order_of_roles_does_not_matter),
        cmocka_unit_test(a_rosters_groups_are_looked_up_where_any_group_is),
        cmocka_unit_test(every_group_of_the_table_is_looked_up_without_a_question),
        cmocka_unit_test(a_question_may_need_many_groups),
        cmocka_unit_test(the_list_is_as_long_as_the_groups),
        cmocka_unit_test(none_is_lost_where_the_list_is_full),
        cmocka_unit_test(nothing_is_left_in_memory),
        cmocka_unit_test(a_role_that_the_table_does_not_have_is_malformed),
        cmocka_unit_test(a_role_may_have_any_number_of_rules),
        cmocka_unit_test(what_cannot_be_read_is_no_list),
        cmocka_unit_test(a_pattern_that_leads_to_no_wider_one_is_malformed),
    };

    return cmocka_run_group_tests_name("needs", tests, NULL, NULL);
}

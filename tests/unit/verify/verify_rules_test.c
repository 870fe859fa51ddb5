/*
 * verify_rules_test.c - statements, rosters and bounded includes that no compiler writes are refused, each with its
 * place.
 */
#include "verify_world.h"

/* The table of a policy, as if it had been opened. */
static struct rolegate_table *opened(const char *text)
{
    struct rolegate_table *table;
    size_t size = 0;
    unsigned char *bytes = table_of_text(text, strlen(text), &size);

    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(bytes);
    return table;
}

/* The statements of u and v, on lines 2 and 3, after a change of the second one's line. */
static void verify_with_line(unsigned char line, enum rolegate_status status, const char *said)
{
    struct rolegate_table *table = opened("permission a\nallow a to user u\nallow a to user v\n");
    unsigned char *second;
    char where[200];

    second = table->image + table->sections[SECTION_STATEMENTS].start + table->sections[SECTION_STATEMENTS].size / 2;
    assert_int_equal(second[1], 3);
    second[1] = line;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), status);
    assert_non_null(strstr(where, said));
    rolegate_table_close(table);
}

static void two_equal_statements_are_refused(void **state)
{
    (void)state;
    verify_with_line(2, ROLEGATE_MALFORMED, "two statements are equal");
    verify_with_line(1, ROLEGATE_OK, ""); /* owners come before places */
}

static void an_owners_statements_stand_by_place(void **state)
{
    struct rolegate_table *table = opened("permission a permission b\nallow a to user u\nallow b to user u\n");
    char where[200];

    (void)state;
    table->image[table->sections[SECTION_STATEMENTS].start + 1] = 4; /* the first one's line */
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "an owner's statements are not in the order of their places"));
    rolegate_table_close(table);
}

static void statements_of_one_line_may_differ(void **state)
{
    struct rolegate_table *table =
        opened("permission a permission b\nallow a to user u allow b to user v allow a to user w\n");
    char where[200];

    (void)state;
    assert_int_equal(table_verify(table, where, sizeof where), ROLEGATE_OK);
    rolegate_table_close(table);
}

/*
 * The nodes of this policy are u at 0, v at 4, the group g at 8; its one roster is file, line, count of users, the two,
 * count of groups, g.
 */
static void verify_with_roster(size_t at, unsigned char byte, const char *said)
{
    struct rolegate_table *table = opened("permission a roster user u, user v, group g\nallow a to user u, user v\n");
    unsigned char *roster = table->image + table->sections[SECTION_ROSTERS].start;
    char where[200];

    assert_int_equal(table->sections[SECTION_ROSTERS].size, 13);
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_OK);
    assert_int_not_equal(roster[at], byte);
    roster[at] = byte;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    if (strstr(where, said) == NULL)
        fail_msg("%s", where);
    rolegate_table_close(table);
}

static void a_roster_has_each_subject_in_its_place(void **state)
{
    struct rolegate_table *table = opened("permission a roster user u, user v, group g\nallow a to user u, user v\n");
    const unsigned char *roster = table->image + table->sections[SECTION_ROSTERS].start;
    unsigned char v = roster[7], g = roster[12];

    (void)state;
    rolegate_table_close(table);
    verify_with_roster(1, 0, "a place that is in no file");
    verify_with_roster(3, v, "a list does not ascend");
    verify_with_roster(7, 0, "a list does not ascend");
    verify_with_roster(7, 1, "a reference does not meet the start of a record");
    verify_with_roster(7, g, "something else among the users of a roster");
    verify_with_roster(12, v, "something else among the groups of a roster");
    verify_with_roster(12, 1, "a reference does not meet the start of a record");
}

static void a_roster_of_nobody_is_refused(void **state)
{
    struct rolegate_table *table = opened("permission a roster group g\nallow a to group g\n");
    unsigned char *roster = table->image + table->sections[SECTION_ROSTERS].start;
    char where[200];

    (void)state;
    assert_int_equal(table->sections[SECTION_ROSTERS].size, 5); /* file, line, 0 users, 1 group, which is at 0 */
    roster[3] = 0;
    roster[4] = 0; /* reads as the beginning of another roster */
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "section ROSTERS, byte 0: a roster of nobody"));
    rolegate_table_close(table);
}

/*
 * The record is file, line, path, head, 2 approvers (gid 7; everyone), 2 bounds: head, length, 1 pattern of text, lo
 * and size, none taken away; head, length, 1 role; no files.
 */
static void verify_with_delegation(size_t at, unsigned char byte, const char *said)
{
    struct rolegate_table *table =
        opened("permission a, b role r {} include \"/nonexistent/*\" only by 2 of gid 7, everyone "
               "{ deny a to users for 5 days assign r to users }\n");
    unsigned char *record = table->image + table->sections[SECTION_DELEGATIONS].start;
    char where[200];

    assert_int_equal(table->sections[SECTION_DELEGATIONS].size, 21);
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_OK);
    assert_int_not_equal(record[at], byte);
    record[at] = byte;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    if (strstr(where, said) == NULL)
        fail_msg("byte %zu: %s", at, where);
    rolegate_table_close(table);
}

static void a_bounded_include_makes_sense(void **state)
{
    static const struct {
        size_t at;
        unsigned char byte;
        const char *said;
    } cases[] = {
        {0, 2, "a place that is in no file"}, /* behind the policy and the pattern */
        {2, 0, "a bounded include of a path that is none"},
        {3, 5, "a bounded include of a path that is none"}, /* which is no <NAME> */
        {5, 3, ""},                                         /* everyone, and 7 approvers' kinds behind */
        {6, 0, "a gid that is none"},
        {7, 7, "an approver of a kind that there is not"},
        {9, 1u << KIND_BITS, "a bound to nothing, or to nobody"},
        {9, STATEMENT_KIND_DENY, "a bound to nothing, or to nobody"},
        {9, (BOUND_ALL + 1u) << KIND_BITS | STATEMENT_KIND_DENY, "a bound to nothing, or to nobody"},
        {10, 1, "a bound for an invalid time"},
        {10, 0, "a deny bound without an end, or on everything"},
        {13, 1, "a pattern does not match its list of permissions"},
        {14, 0, "a pattern does not match its list of permissions"},
        {14, 2, "a pattern does not match its list of permissions"},
        {19, 1, "a reference does not meet"},
        {20, 1, "section DELEGATIONS"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        verify_with_delegation(cases[i].at, cases[i].byte, cases[i].said);
}

/* A node of which neither a statement nor a roster speaks. */
static void an_idle_node_is_refused(void **state)
{
    struct rolegate_table *table = opened("permission a roster group g, group h\nallow a to group g\n");
    unsigned char *roster = table->image + table->sections[SECTION_ROSTERS].start;
    char where[200];

    (void)state;
    assert_int_equal(table->sections[SECTION_ROSTERS].size, 6);
    assert_int_equal(roster[3], 2);
    roster[3] = 1; /* h is behind the record now; there is no room for anything else */
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    rolegate_table_close(table);
    table = opened("permission a roster user w, group g\nallow a to group g, user v\n");
    roster = table->image + table->sections[SECTION_ROSTERS].start;
    assert_int_equal(roster[2], 1);
    assert_int_not_equal(roster[3], 0);
    roster[3] = 0; /* v instead of w */
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "section NODES"));
    rolegate_table_close(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_equal_statements_are_refused),  cmocka_unit_test(an_owners_statements_stand_by_place),
        cmocka_unit_test(statements_of_one_line_may_differ), cmocka_unit_test(a_roster_has_each_subject_in_its_place),
        cmocka_unit_test(a_roster_of_nobody_is_refused),     cmocka_unit_test(a_bounded_include_makes_sense),
        cmocka_unit_test(an_idle_node_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

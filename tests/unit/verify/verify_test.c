/*
 * verify_test.c - verify accepts what the compiler writes, and nothing that no compiler could have written.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dump/dump.h"
#include "table_text.h"
#include "verify/verify.h"

/* One of everything, in few bytes. */
static const char policy[] =
    "policy \"P\" zone \"Asia/Kolkata\" contact \"C\" unlisted ignore\n"
    "permission a \"A\", a.b, z\n"
    "condition office time mon-fri 09:00-18:00 and not date 2026-02-23, 2026-03-08..2026-03-09, 2026-05-01\n"
    "condition net office and (from 10.0.0.0/8, 2001:db8::/32, local or not host web*) or tty p*, none\n"
    "role base \"B\" gid 50 { allow a.* deny z until 2027-01-01 }\n"
    "role top extends base {}\n"
    "role other {}\n"
    "assign top, other to group g, gid 7, user u when net\n"
    "exclusive top, other\n"
    "roster group g, user u, gid 7, user v, group every roster user v\n"
    "allow a, a.b except z to group many\n allow a to group many\n allow a.b to group many\n allow z to group many\n"
    "allow * to group many\n deny a to group many\n deny a.b to group many\n deny z to group many\n"
    "deny * except a to group many\n"
    "allow z to (everyone, user u) because \"R\" starting 2026-01-01T00:00:00Z until 2026-12-31\n"
    "service s requires a and (a.b or z) when office \"S\"\n service t requires z\n";

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

/* Verifies the table that a content makes. */
static enum rolegate_status verify_content(unsigned char *content, size_t size, char *where, size_t where_size)
{
    struct rolegate_table *table;
    size_t file_size;
    unsigned char *file = table_seal(content, size, &file_size);
    enum rolegate_status status = rolegate_table_from_bytes(file, file_size, &table);

    free(file);
    if (status != ROLEGATE_OK)
        return status;
    status = table_verify(table, where, where_size);
    rolegate_table_close(table);
    return status;
}

static void what_the_compiler_writes_passes(void **state)
{
    struct rolegate_table *table = *state;
    char where[200] = "x";

    assert_int_equal(table_verify(table, where, sizeof where), ROLEGATE_OK);
    assert_string_equal(where, "");
    assert_int_equal(table_verify(table, NULL, 0), ROLEGATE_OK);
}

static enum table_section section_at(const struct rolegate_table *table, uint32_t place)
{
    int i;

    for (i = 0; i < SECTION_COUNT; i++)
        if (place >= table->sections[i].start && place - table->sections[i].start < table->sections[i].size)
            return (enum table_section)i;
    return SECTION_COUNT;
}

/*
 * Whether a table is held to be the one form that the compiler would write. Two things are not: zones, which the tz
 * database knows, and expressions.
 */
static bool is_held(const unsigned char *bytes, size_t size, enum table_section section)
{
    if (section == SECTION_ZONES || section == SECTION_CONDITIONS || section == SECTION_REQUESTS)
        return false;
    return memmem(bytes, size, "\fAsia/Kolkata", 13) != NULL;
}

/* Whether the dump of the table that a content makes compiles to the same bytes. */
static bool comes_back(unsigned char *content, size_t content_size)
{
    struct rolegate_table *table;
    char *text = NULL;
    size_t length = 0, again_size = 0, size;
    unsigned char *again, *bytes = table_seal(content, content_size, &size);
    FILE *out = open_memstream(&text, &length);
    bool same;

    if (out == NULL || rolegate_table_from_bytes(bytes, size, &table) != ROLEGATE_OK)
        abort();
    assert_int_equal(table_dump(table, out), 0);
    fclose(out);
    rolegate_table_close(table);
    again = table_of_text(text, length, &again_size);
    same = again != NULL && again_size == size && memcmp(again, bytes, size) == 0;
    if (!same)
        fprintf(stderr, "%s", text);
    free(text);
    free(again);
    free(bytes);
    return same;
}

/* A changed bit is found, or it makes the table of another policy. */
static void a_changed_bit_is_refused_or_another_policy(void **state)
{
    struct rolegate_table *table = *state;
    unsigned char *copy = malloc(table->size);
    uint32_t place, refused = 0, others = 0;
    unsigned bit;

    assert_non_null(copy);
    memcpy(copy, table->image, table->size);
    for (place = table->sections[0].start; place < table->size; place++) {
        enum table_section section = section_at(table, place);
        for (bit = 0; bit < 8; bit++) {
            char where[200];
            copy[place] = (unsigned char)(table->image[place] ^ 1u << bit);
            if (verify_content(copy, table->size, where, sizeof where) != ROLEGATE_OK) {
                refused++;
                assert_string_not_equal(where, "");
            } else if (is_held(copy, table->size, section)) {
                others++;
                if (!comes_back(copy, table->size))
                    fail_msg("byte %u of section %d, bit %u, is accepted and does not come back",
                             place - table->sections[section].start, (int)section, bit);
            }
            copy[place] = table->image[place];
        }
    }
    assert_true(refused > others);
    free(copy);
}

/* Every flag, and every section one byte shorter or longer at the cost of the next. */
static void a_changed_header_is_refused(void **state)
{
    struct rolegate_table *table = *state;
    unsigned char *copy = malloc(table->size);
    uint32_t i;

    assert_non_null(copy);
    for (i = 0; i + 1 < SECTION_COUNT; i++) {
        int change;
        for (change = -1; change <= 1; change += 2) {
            uint32_t size = table->sections[i].size, next = table->sections[i + 1].size;
            if ((change < 0 && size == 0) || (change > 0 && next == 0))
                continue;
            memcpy(copy, table->image, table->size);
            table_store(copy + HEADER_SECTIONS + 4 * i, size + (uint32_t)change, 4);
            table_store(copy + HEADER_SECTIONS + 4 * (i + 1), next - (uint32_t)change, 4);
            assert_int_equal(verify_content(copy, table->size, NULL, 0), ROLEGATE_MALFORMED);
        }
    }
    memcpy(copy, table->image, table->size);
    copy[HEADER_FLAGS] ^= FLAG_EXCLUSIVE;
    assert_int_equal(verify_content(copy, table->size, NULL, 0), ROLEGATE_MALFORMED);
    copy[HEADER_FLAGS] ^= FLAG_EXCLUSIVE | FLAG_ROSTER;
    assert_int_equal(verify_content(copy, table->size, NULL, 0), ROLEGATE_MALFORMED);
    free(copy);
}

static void the_place_is_said_in_words(void **state)
{
    struct rolegate_table *table = *state;
    unsigned char *copy = malloc(table->size);
    char where[200], little[8];

    assert_non_null(copy);
    memcpy(copy, table->image, table->size);
    copy[table->sections[SECTION_PAGES].start + table->sections[SECTION_PAGES].size - 1] ^= 1; /* its last value */
    assert_int_equal(verify_content(copy, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "section PAGES, byte "));
    assert_int_equal(verify_content(copy, table->size, little, sizeof little), ROLEGATE_MALFORMED);
    assert_string_equal(little, "section");
    free(copy);
}

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
        {10, 1, "a bound for a time that there is not"},
        {10, 0, "a deny bound without an end, or on everything"},
        {13, 1, "a pattern does not match the permissions that it says"},
        {14, 0, "a pattern does not match the permissions that it says"},
        {14, 2, "a pattern does not match the permissions that it says"},
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

/* A policy of so many users, all in one page of the index. */
static struct rolegate_table *table_of_users(unsigned count)
{
    struct rolegate_table *table;
    char *text = NULL;
    size_t length = 0, size = 0;
    FILE *out = open_memstream(&text, &length);
    unsigned char *bytes;
    unsigned i;

    assert_non_null(out);
    fprintf(out, "permission a\n");
    for (i = 0; i < count; i++)
        fprintf(out, "allow a to user u%u\n", i);
    fclose(out);
    bytes = table_of_text(text, length, &size);
    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    free(text);
    free(bytes);
    return table;
}

static void swap(unsigned char *a, unsigned char *b, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++) {
        unsigned char byte = a[i];
        a[i] = b[i];
        b[i] = byte;
    }
}

/* Of any two keys that stand beside each other, in one bucket or in two. */
static void keys_that_change_places_are_refused(void **state)
{
    enum { USERS = 200, VALUE = 2 /* bytes, of so many */ };
    struct rolegate_table *table = table_of_users(USERS);
    unsigned char *page = table->image + table->sections[SECTION_PAGES].start, *tags = page + PAGE_BUCKETS;
    unsigned char *values = tags + USERS;
    char where[200];
    unsigned i;

    (void)state;
    assert_int_equal(table->sections[SECTION_PAGES].size, PAGE_BUCKETS + (1 + VALUE) * USERS);
    for (i = 0; i + 1 < USERS; i++) {
        swap(tags + i, tags + i + 1, 1);
        swap(values + (size_t)VALUE * i, values + (size_t)VALUE * (i + 1), VALUE);
        assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
        assert_non_null(strstr(where, "section PAGES"));
        swap(tags + i, tags + i + 1, 1);
        swap(values + (size_t)VALUE * i, values + (size_t)VALUE * (i + 1), VALUE);
    }
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_OK);
    rolegate_table_close(table);
}

/* A bucket's last key counted to the next one. */
static void keys_counted_to_another_bucket_are_refused(void **state)
{
    struct rolegate_table *table = table_of_users(200);
    unsigned char *counts = table->image + table->sections[SECTION_PAGES].start;
    char where[200];
    unsigned i;

    (void)state;
    for (i = 0; i + 1 < PAGE_BUCKETS; i++) {
        if (counts[i] == 0)
            continue;
        counts[i]--;
        counts[i + 1]++;
        assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
        counts[i]++;
        counts[i + 1]--;
    }
    rolegate_table_close(table);
}

/* In an index without keys, values of any size fit. */
static void values_with_a_byte_too_many_are_refused(void **state)
{
    static const char text[] = "permission a\nallow a to everyone\n";
    struct rolegate_table *table;
    char where[200];
    size_t size = 0;
    unsigned char *bytes = table_of_text(text, sizeof text - 1, &size), *value_size;

    (void)state;
    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    value_size = table->image + table->sections[SECTION_INDEX].start + 4;
    assert_int_equal(*value_size, 1);
    *value_size = 2;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "values have more bytes than the largest takes"));
    *value_size = 0;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "values that no writer takes"));
    rolegate_table_close(table);
    free(bytes);
}

/* Where the reason of a statement stands: behind kind and file, line, limits. */
static unsigned char *reason_of(unsigned char *statement)
{
    for (int i = 0; i < 3; statement++)
        i += *statement < 128;
    return statement;
}

/* Of a large table, threads look at different sections: what is wrong is found wherever it is, and told in one order.
 */
static void a_large_table_is_looked_at_like_a_small_one(void **state)
{
    static const char line[] = "allow a to user u%05zu because \"R-%05zu\"\n";
    size_t count = 20000, length = 0, size = 0, i;
    char *text = malloc(32 + count * sizeof line), where[200];
    struct rolegate_table *table;
    unsigned char *bytes, *tag, *reason;

    (void)state;
    assert_non_null(text);
    length = (size_t)sprintf(text, "permission a\n");
    for (i = 0; i < count; i++)
        length += (size_t)sprintf(text + length, line, i, i);
    bytes = table_of_text(text, length, &size);
    assert_non_null(bytes);
    assert_int_equal(rolegate_table_from_bytes(bytes, size, &table), ROLEGATE_OK);
    assert_true(table->size > 512 * 1024);
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_OK);
    tag = table->image + table->sections[SECTION_PAGES].start + PAGE_BUCKETS;
    *tag ^= 1;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_non_null(strstr(where, "a key is not where it must be"));
    reason = reason_of(table->image + table->sections[SECTION_STATEMENTS].start);
    *reason ^= 1;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_string_equal(where, "section STATEMENTS, byte 0: a reference does not meet the start of a record");
    *tag ^= 1;
    assert_int_equal(verify_content(table->image, table->size, where, sizeof where), ROLEGATE_MALFORMED);
    assert_string_equal(where, "section STATEMENTS, byte 0: a reference does not meet the start of a record");
    rolegate_table_close(table);
    free(bytes);
    free(text);
}

static void an_identity_that_is_not_the_contents_is_refused(void **state)
{
    struct rolegate_table *table = *state;
    char where[200];

    table->identity ^= 1;
    assert_int_equal(table_verify(table, where, sizeof where), ROLEGATE_MALFORMED);
    assert_string_equal(where, "the table's identity is another one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_the_compiler_writes_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_changed_bit_is_refused_or_another_policy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_changed_header_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_place_is_said_in_words, set_up, tear_down),
        cmocka_unit_test(two_equal_statements_are_refused),
        cmocka_unit_test(an_owners_statements_stand_by_place),
        cmocka_unit_test(statements_of_one_line_may_differ),
        cmocka_unit_test(a_roster_has_each_subject_in_its_place),
        cmocka_unit_test(a_roster_of_nobody_is_refused),
        cmocka_unit_test(a_bounded_include_makes_sense),
        cmocka_unit_test(an_idle_node_is_refused),
        cmocka_unit_test(keys_that_change_places_are_refused),
        cmocka_unit_test(keys_counted_to_another_bucket_are_refused),
        cmocka_unit_test(values_with_a_byte_too_many_are_refused),
        cmocka_unit_test(a_large_table_is_looked_at_like_a_small_one),
        cmocka_unit_test_setup_teardown(an_identity_that_is_not_the_contents_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * verify_test.c - verify accepts what the compiler writes, and nothing that no compiler could have written.
 */
#include "verify_world.h"

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
    assert_non_null(strstr(where, "an invalid seed or values"));
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
        cmocka_unit_test(keys_that_change_places_are_refused),
        cmocka_unit_test(keys_counted_to_another_bucket_are_refused),
        cmocka_unit_test(values_with_a_byte_too_many_are_refused),
        cmocka_unit_test(a_large_table_is_looked_at_like_a_small_one),
        cmocka_unit_test_setup_teardown(an_identity_that_is_not_the_contents_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * emit_test.c - the bytes of tables that are made from IRs built by hand, looked at without the library's reader.
 *
 * Owns the look at the file as a whole: header, sums, sections, index, limits. What the records say is looked at by
 * read_table.py and by the library's own tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plain_table.h"
#include "small_ir.h"
#include "compile/source/source.h"

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    small_services[1].cond = 1;
    return 0;
}

static void a_run_of_texts_that_is_full_stays_as_it_is(void **state)
{
    struct string_pool texts = {.size = STRING_POOL_MAX - 12, .capacity = STRING_POOL_MAX - 12, .count = 7};
    (void)state;
    assert_int_equal(string_pool_add_behind_word(&texts, text("short")), 0); /* its word alone would have room */
    assert_true(texts.full);
    assert_int_equal(string_pool_add(&texts, text("")), 0);
    assert_int_equal(texts.size, STRING_POOL_MAX - 12);
    assert_int_equal(texts.count, 7);
}

static void a_small_table_is_whole_and_its_sums_fit(void **state)
{
    struct ir ir = small_policy();
    struct file file = emitted(*state, &ir);
    assert_int_equal(number_at(file, HEADER_FLAGS, 4), FLAG_UNLISTED_IGNORE | FLAG_EXCLUSIVE | FLAG_ROSTER);
}

/* FIPS 180-4's own example: the SHA-256 of "abc". */
static void a_file_has_the_digest_of_what_is_in_it_or_the_one_that_is_known(void **state)
{
    static const unsigned char of_abc[] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
                                           0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
                                           0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    struct ir ir = small_policy();
    char abc[] = "abc";
    struct source source = {.bytes = abc, .length = 3};
    struct ir_file files[] = {{.name = {"main.rg", 7}, .source = &source, .digest = {7}}, small_files[1]};
    size_t start, size;
    struct file file;
    ir.files = files;
    file = emitted(*state, &ir);
    section(file, SECTION_FILES, &start, &size);
    assert_int_equal(size, 2 * FILE_SIZE);
    assert_memory_equal(file.bytes + start + 4, of_abc, sizeof of_abc);
    assert_memory_equal(file.bytes + start + FILE_SIZE + 4, small_files[1].digest, sizeof small_files[1].digest);
}

static void an_empty_policy_is_a_table(void **state)
{
    struct ir ir = empty_policy();
    struct file file = emitted(*state, &ir);
    assert_int_equal(number_at(file, HEADER_FLAGS, 4), 0);
    check_buckets(file, 0);
}

static void the_same_ir_gives_the_same_bytes(void **state)
{
    struct ir ir = small_policy();
    struct file one = emitted(*state, &ir), two = emitted(*state, &ir);
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.bytes, two.bytes, one.size);
}

/* Swaps two elements of an array of the IR. */
static void swap(void *array, size_t size, size_t a, size_t b)
{
    unsigned char *bytes = array, kept[256];
    memcpy(kept, bytes + a * size, size);
    memcpy(bytes + a * size, bytes + b * size, size);
    memcpy(bytes + b * size, kept, size);
}

static void the_order_of_the_ir_does_not_matter(void **state)
{
    struct ir ir = small_policy();
    struct file one = emitted(*state, &ir);
    swap(small_statements, sizeof *small_statements, 0, 4);
    swap(small_statements, sizeof *small_statements, 1, 3);
    swap(small_services, sizeof *small_services, 0, 1);
    struct file two = emitted(*state, &ir);
    swap(small_statements, sizeof *small_statements, 1, 3);
    swap(small_statements, sizeof *small_statements, 0, 4);
    swap(small_services, sizeof *small_services, 0, 1);
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.bytes, two.bytes, one.size);
}

static void equal_statements_are_one_with_the_owners_of_both(void **state)
{
    struct ir ir = small_policy();
    struct file file = emitted(*state, &ir);
    size_t at, size;
    uint32_t refs[2] = {0};
    section(file, SECTION_NODES, &at, &size);
    for (unsigned i = 0; i < 2; i++) { /* bob, then maria */
        uint32_t head = read_uv(file, &at);
        assert_int_equal(head & KIND_MASK, NODE_USER);
        at += read_uv(file, &at) + 1;
        for (uint32_t left = head >> KIND_BITS; left > 0; left--)
            read_uv(file, &at);
        assert_int_equal(read_uv(file, &at), 1);
        refs[i] = read_uv(file, &at);
    }
    assert_int_equal(refs[0], refs[1]);
}

static void the_index_finds_every_name(void **state)
{
    struct ir ir = small_policy();
    struct file file = emitted(*state, &ir);
    size_t start, size, at;
    unsigned char gid[5] = {KEY_GID, 300 & 255, 300 >> 8, 0, 0};
    check_buckets(file, 4 + 2 + 2);
    section(file, SECTION_NODES, &start, &size);
    assert_true(index_has(file, "ubob", 4, 0));
    at = start;
    assert_int_equal(read_uv(file, &at), NODE_USER); /* bob: no assignment, one rule */
    at += read_uv(file, &at) + 1;
    assert_int_equal(read_uv(file, &at), 1);
    read_uv(file, &at);
    assert_true(index_has(file, "umaria", 6, (uint32_t)(at - start)));
    assert_false(index_has(file, "ukim", 4, 0));
    assert_true(index_has(file, "ragent", 6, 0));
    assert_true(index_has(file, "rlead", 5, 1));
    assert_true(index_has(file, "sdesk", 5, 0)); /* services are sorted: desk is first */
    bool found = false;
    for (uint32_t i = 0; i < size; i++)
        found = found || (index_has(file, gid, sizeof gid, i) && file.bytes[start + i] == (1u << KIND_BITS | NODE_GID));
    assert_true(found);
}

static void strings_are_sorted_and_each_is_there_once(void **state)
{
    struct ir ir = big_policy(*state, 3000, 3);
    struct file file = emitted(*state, &ir);
    size_t at, size, count = 0;
    section(file, SECTION_STRINGS, &at, &size);
    const char *last = NULL;
    for (size_t end = at + size; at < end; count++) {
        uint32_t length = read_uv(file, &at);
        const char *string = (const char *)file.bytes + at;
        assert_int_equal(string[length], 0);
        assert_true(!last || strcmp(last, string) < 0);
        last = string;
        at += length + 1;
    }
    assert_true(count > 9000);
}

static void a_large_table_is_whole_and_its_sums_fit(void **state)
{
    struct ir ir = big_policy(*state, 100000, 1);
    struct file file = emitted(*state, &ir);
    assert_true(file.size > 500 * BLOCK_SIZE);
    check_buckets(file, 100000 + 2 + 2);
}

/* A few bytes less and more than fill a block: every size is laid out as it must be. */
static void a_last_block_of_any_length_has_its_sum(void **state)
{
    struct arena *arena = *state;
    struct ir ir = empty_policy();
    char *filler = arena_alloc(arena, STRING_MAX);
    memset(filler, '!', STRING_MAX);
    ir.policy = (struct ir_text){filler, 1000};
    size_t content = emitted(arena, &ir).size;
    for (int more = -50; more <= 50; more++) {
        ir.policy.length = (uint32_t)((int)(3 * BLOCK_CONTENT - content) + 1000 + more);
        size_t size = emitted(arena, &ir).size; /* more bytes also where the length itself takes one more */
        assert_in_range(size, 3 * BLOCK_CONTENT + (size_t)(more + 50) - 50,
                        3 * BLOCK_CONTENT + (size_t)(more + 50) - 49);
    }
}

/* Half a megabyte in front of what little the statements take: more than emit foresees. */
static void small_sections_may_be_larger_than_all_others(void **state)
{
    struct arena *arena = *state;
    struct ir ir = small_policy();
    struct file small = emitted(arena, &ir);
    struct ir_zone zone = small_zones[0];
    zone.time_count = 60000;
    zone.times = arena_array(arena, zone.time_count, sizeof *zone.times);
    zone.time_types = arena_array(arena, zone.time_count, sizeof *zone.time_types);
    for (uint32_t i = 0; i < zone.time_count; i++)
        zone.times[i] = i;
    ir.zones = &zone;
    struct file large = emitted(arena, &ir);
    for (unsigned which = SECTION_PAGES; which < SECTION_COUNT; which++) {
        size_t a, b, size_a, size_b;
        section(small, which, &a, &size_a);
        section(large, which, &b, &size_b);
        assert_int_equal(size_a, size_b);
        assert_memory_equal(small.bytes + a, large.bytes + b, size_a);
    }
}

static void an_owner_with_many_rules_has_lists_by_pattern(void **state)
{
    struct ir ir = big_policy(*state, 3, RULES_INLINE + 1);
    struct file file = emitted(*state, &ir);
    size_t at, size;
    section(file, SECTION_RULE_LISTS, &at, &size);
    size_t start = at;
    uint32_t last_owner = 0, lists = 0;
    for (size_t end = at + size; at < end; lists++) {
        unsigned char key[9] = {KEY_RULES};
        uint32_t record = (uint32_t)(at - start), owner = read_uv(file, &at), pattern = read_uv(file, &at);
        assert_true(owner >= last_owner && (owner & 1) == 0 && pattern < 3);
        last_owner = owner;
        for (unsigned i = 0; i < 4; i++) {
            key[1 + i] = (unsigned char)(owner >> 8 * i);
            key[5 + i] = (unsigned char)(pattern >> 8 * i);
        }
        assert_true(index_has(file, key, sizeof key, record));
        for (uint32_t left = read_uv(file, &at); left > 0; left--)
            read_uv(file, &at);
    }
    assert_int_equal(lists, 3 * 3);
}

static void long_equal_beginnings_sort_as_bytes_do(void **state)
{
    struct arena *arena = *state;
    struct ir ir = empty_policy();
    ir.contact_count = 300;
    ir.contacts = arena_array(arena, ir.contact_count, sizeof *ir.contacts);
    for (uint32_t i = 0; i < 300; i++) {
        char *copy = arena_alloc(arena, 2000);
        memset(copy, 'x', 2000);
        copy[1990] = (char)('a' + (i * 7) % 26);
        ir.contacts[i] = (struct ir_text){copy, 1700 + (i * 131) % 300};
    }
    struct file file = emitted(arena, &ir);
    size_t at, size;
    section(file, SECTION_STRINGS, &at, &size);
    const char *last = NULL;
    for (size_t end = at + size; at < end;) {
        uint32_t length = read_uv(file, &at);
        const char *string = (const char *)file.bytes + at;
        assert_true(!last || strcmp(last, string) < 0);
        last = string;
        at += length + 1;
    }
}

static void limits_of_the_format_are_problems(void **state)
{
    struct arena *arena = *state;
    struct ir ir = empty_policy();
    char *long_text = arena_alloc(arena, STRING_MAX + 2);
    memset(long_text, 'x', STRING_MAX + 1);
    ir.policy = (struct ir_text){long_text, STRING_MAX};
    emitted(arena, &ir);
    ir.policy.length++;
    assert_non_null(strstr(problem_of(arena, &ir), "65535"));

    ir = small_policy();
    struct ir_zone zone = small_zones[0];
    zone.type_count = 257;
    zone.types = arena_array(arena, 257, sizeof *zone.types);
    ir.zones = &zone;
    assert_non_null(strstr(problem_of(arena, &ir), "time zone"));

    ir = small_policy();
    struct ir_cond conds[2] = {small_conds[0], small_conds[1]};
    conds[0].op_count = COND_BYTES_MAX / 4;
    conds[0].ops = arena_array(arena, conds[0].op_count, sizeof *conds[0].ops);
    for (uint32_t i = 0; i < conds[0].op_count; i++)
        conds[0].ops[i] = 3;
    ir.conds = conds;
    assert_non_null(strstr(problem_of(arena, &ir), "condition"));
}

/* 5,000 users and 5,000 roles in one statement: a hundred kilobytes of policy, 25 million pairs. */
static void products_of_long_lists_are_a_problem_and_not_a_long_wait(void **state)
{
    struct ir ir = small_policy();
    struct ir_statement statement = small_statements[0];
    uint32_t lists[1 + 5000] = {5000};
    statement.owners = statement.things = 0;
    ir.lists = lists;
    ir.statements = &statement;
    ir.statement_count = 1;
    assert_non_null(strstr(problem_of(*state, &ir), "pairs"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_of_texts_that_is_full_stays_as_it_is),
        cmocka_unit_test_setup_teardown(a_small_table_is_whole_and_its_sums_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_has_the_digest_of_what_is_in_it_or_the_one_that_is_known, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_empty_policy_is_a_table, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_ir_gives_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_order_of_the_ir_does_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_statements_are_one_with_the_owners_of_both, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_index_finds_every_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strings_are_sorted_and_each_is_there_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_large_table_is_whole_and_its_sums_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_last_block_of_any_length_has_its_sum, set_up, tear_down),
        cmocka_unit_test_setup_teardown(small_sections_may_be_larger_than_all_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_owner_with_many_rules_has_lists_by_pattern, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_equal_beginnings_sort_as_bytes_do, set_up, tear_down),
        cmocka_unit_test_setup_teardown(limits_of_the_format_are_problems, set_up, tear_down),
        cmocka_unit_test_setup_teardown(products_of_long_lists_are_a_problem_and_not_a_long_wait, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

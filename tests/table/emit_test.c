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

#include "arena.h"
#include "compile.h"
#include "format.h"
#include "ir.h"
#include "reasons.h"
#include "texts.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

static struct ir_text text(const char *bytes)
{
    return (struct ir_text){bytes, (uint32_t)strlen(bytes)};
}

/* ---- a small policy with one of everything ---- */

static struct ir_file small_files[] = {{{"main.rg", 7}, {1, 2, 3}}, {{"<predefined>", 12}, {9}}};
static struct ir_permission small_permissions[] = {
    {{"billing.edit", 12}, {"", 0}}, {{"billing.view", 12}, {"See it", 6}}, {{"inbox", 5}, {"", 0}}};
static struct ir_pattern small_patterns[] = {{{"inbox", 5}, 2, 3}, {{"billing.*", 9}, 0, 2}, {{"*", 1}, 0, 3}};
static uint32_t small_lists[] = {
    /* 0: sets */ 0,
    1,
    2,
    1,
    /* 4: owners */ 2,
    IR_OWNER_NODE(1),
    IR_OWNER_NODE(2),
    /* 7: roles */ 2,
    0,
    1,
};
static struct ir_set small_sets[] = {{0, 2, 0}, {2, 1, 1}};
static int32_t zone_types[] = {0, 3600};
static int64_t zone_times[] = {-5, 1000};
static uint32_t zone_time_types[] = {1, 0};
static struct ir_zone small_zones[] = {{.name = {"Europe/Berlin", 13},
                                        .types = zone_types,
                                        .type_count = 2,
                                        .times = zone_times,
                                        .time_types = zone_time_types,
                                        .time_count = 2,
                                        .has_rule = true,
                                        .standard = 3600,
                                        .daylight = 7200,
                                        .start = {ZONE_RULE_MONTH, 3, 5, 0, 7200},
                                        .end = {ZONE_RULE_MONTH, 10, 5, 0, 10800}}};
static struct ir_net small_v4[] = {{{10}, 8}, {{192, 168, 1}, 24}};
static struct ir_net small_v6[] = {{{0x20, 0x01, 0x0d, 0xb8}, 32}};
static struct ir_text small_globs[] = {{"db?", 3}, {"web*", 4}};
static struct ir_op small_ops[] = {
    {.kind = IR_AND},
    {.kind = IR_NOT},
    {.kind = IR_NAME, .name = {"office", 6}},
    {.kind = IR_TIME, .days = 31, .start = 540, .end = 1080, .zone = 0},
    {.kind = IR_FROM, .local = true, .v4 = small_v4, .v4_count = 2, .v6 = small_v6, .v6_count = 1},
    {.kind = IR_HOST, .globs = small_globs, .glob_count = 2},
};
static uint32_t program_a[] = {3, 4, 0, 2}, program_b[] = {5, 1};
static struct ir_cond small_conds[] = {{program_a, 4}, {program_b, 2}};
static struct ir_limit small_limits[] = {{0, true, true, -7, 1 << 30}, {1, false, false, 0, 0}};
static uint32_t parent_zero[] = {0};
static struct ir_role small_roles[] = {{{"agent", 5}, {"", 0}, 0, {1, 3}, NULL, 0},
                                       {{"lead", 4}, {"Lead", 4}, 7000, {0, 9}, parent_zero, 1}};
static unsigned char small_names[] = "\6agents\0\5maria\0\3bob"; /* at 0, 8, 15 */
static struct ir_node small_nodes[] = {{IR_EVERYONE, 0}, {IR_GID, 300}, {IR_GROUP, 0}, {IR_USER, 8}, {IR_USER, 15}};
static unsigned char small_reasons[] = "....\5SUP-1\0....\5SUP-1\0....\2HR"; /* at 4, 15, 26 */
static uint32_t sorted_reasons[] = {26, 4, 15};
static uint32_t both_roles[] = {0, 1};
static struct ir_statement small_statements[] = {
    {IR_ASSIGN, true, true, 0, 20, IR_NONE, 0, 7, 4},
    {IR_ALLOW, false, true, 0, 7, 0, 1, 1, IR_OWNER_NODE(3)},
    {IR_ALLOW, false, true, 0, 7, 0, 2, 1, IR_OWNER_NODE(4)}, /* equal to the one before, but for its owner */
    {IR_DENY, false, true, 0, 7, 1, 3, 0, IR_OWNER_NODE(0)},
    {IR_ALLOW, false, false, 1, 4, IR_NONE, 0, 0, IR_OWNER_ROLE(0)},
    {IR_ASSIGN, false, false, 0, 5, IR_NONE, 0, 1, IR_OWNER_NODE(3)},
};
static uint32_t request_a[] = {IR_REQUEST_PERMISSION + 1, IR_REQUEST_PERMISSION + 2, IR_REQUEST_AND},
                request_b[] = {IR_REQUEST_PERMISSION};
static struct ir_request small_requests[] = {{request_a, 3}, {request_b, 1}};
static struct ir_service small_services[] = {{{"tool", 4}, {"A tool", 6}, {0, 2}, 0, IR_NONE},
                                             {{"desk", 4}, {"", 0}, {0, 2}, 1, 1}};
static struct ir_exclusive small_exclusives[] = {{{0, 30}, both_roles, 2}};
static struct ir_text small_contacts[] = {{"ask us", 6}};

static struct ir small_policy(void)
{
    return (struct ir){.policy = text("Small"),
                       .zone_name = text("Europe/Berlin"),
                       .zone = 0,
                       .unlisted_ignore = true,
                       .names = {small_names, sizeof small_names, 3},
                       .reasons = {{small_reasons, sizeof small_reasons, 3}, sorted_reasons, false},
                       .lists = small_lists,
                       .list_size = sizeof small_lists / sizeof *small_lists,
                       .contacts = small_contacts,
                       .contact_count = 1,
                       .files = small_files,
                       .file_count = 2,
                       .permissions = small_permissions,
                       .permission_count = 3,
                       .patterns = small_patterns,
                       .pattern_count = 3,
                       .sets = small_sets,
                       .set_count = 2,
                       .zones = small_zones,
                       .zone_count = 1,
                       .ops = small_ops,
                       .op_count = 6,
                       .conds = small_conds,
                       .cond_count = 2,
                       .limits = small_limits,
                       .limit_count = 2,
                       .roles = small_roles,
                       .role_count = 2,
                       .nodes = small_nodes,
                       .node_count = 5,
                       .statements = small_statements,
                       .statement_count = 6,
                       .requests = small_requests,
                       .request_count = 2,
                       .services = small_services,
                       .service_count = 2,
                       .exclusives = small_exclusives,
                       .exclusive_count = 1};
}

static struct ir empty_policy(void)
{
    return (struct ir){
        .policy = text(""), .zone_name = text(""), .zone = IR_NONE, .files = small_files, .file_count = 1};
}

/* users with one rule each, or each with many; the first user's rules are many more */
static struct ir big_policy(struct arena *arena, uint32_t users, uint32_t rules_each)
{
    struct ir ir = small_policy();
    ir.node_count = users;
    ir.nodes = arena_array(arena, users, sizeof *ir.nodes);
    ir.statement_count = (size_t)users * rules_each;
    ir.statements = arena_array(arena, ir.statement_count, sizeof *ir.statements);
    ir.zone_count = ir.cond_count = ir.op_count = ir.limit_count = ir.exclusive_count = 0;
    ir.zone = IR_NONE;
    small_services[1].cond = IR_NONE;
    struct texts names = texts_new(arena, arena, 0), reasons = texts_new(arena, arena, 0);
    for (uint32_t i = 0; i < users; i++) {
        ir.nodes[i] = (struct ir_node){IR_USER, texts_add(&names, text(arena_printf(arena, "user%u", users - i)))};
        for (uint32_t j = 0; j < rules_each; j++) {
            const char *reason = arena_printf(arena, "TICKET-2026-%u", (users - i) * 7 + j);
            texts_add_behind_word(&reasons, text(reason));
            ir.statements[(size_t)i * rules_each + j] = (struct ir_statement){.kind = j % 2 ? IR_ALLOW : IR_DENY,
                                                                              .line = i * rules_each + j + 1,
                                                                              .limit = IR_NONE,
                                                                              .because = reasons.count,
                                                                              .things = j % 2,
                                                                              .several_things = true,
                                                                              .owners = IR_OWNER_NODE(i)};
        }
    }
    ir.names = (struct ir_texts){names.bytes, names.size, names.count};
    ir.reasons = reasons_of(arena, &reasons);
    return ir;
}

static void a_run_of_texts_that_is_full_stays_as_it_is(void **state)
{
    struct texts texts = {.size = TEXTS_MAX - 12, .capacity = TEXTS_MAX - 12, .count = 7};
    (void)state;
    assert_int_equal(texts_add_behind_word(&texts, text("short")), 0); /* its word alone would have room */
    assert_true(texts.full);
    assert_int_equal(texts_add(&texts, text("")), 0);
    assert_int_equal(texts.size, TEXTS_MAX - 12);
    assert_int_equal(texts.count, 7);
}

/* ---- reading it back, in the plainest way ---- */

struct file {
    const unsigned char *bytes;
    size_t size;
};

static uint64_t number_at(struct file file, size_t at, unsigned size)
{
    uint64_t value = 0;
    assert_true(at + size <= file.size);
    for (unsigned i = size; i > 0; i--)
        value = value << 8 | file.bytes[at + i - 1];
    return value;
}

/* The content of a file's blocks. Checks that there is one of each, the last not empty, and their sums. */
static struct file content_of(struct arena *arena, struct file file)
{
    unsigned char *bytes = arena_alloc(arena, file.size);
    struct file content = {bytes, 0};
    uint64_t identity = number_at(file, HEADER_IDENTITY, 8);
    for (size_t block = 0, at = 0; at < file.size; block++) {
        size_t left = file.size - at, length = left < BLOCK_SIZE ? left - SUM_SIZE : BLOCK_CONTENT;
        assert_true(left > SUM_SIZE);
        assert_int_equal(number_at(file, at + length, SUM_SIZE),
                         XXH3_64bits_withSeed(file.bytes + at, length, identity + block));
        memcpy(bytes + content.size, file.bytes + at, length);
        content.size += length;
        at += length + SUM_SIZE;
    }
    return content;
}

static void section(struct file content, enum table_section which, size_t *start, size_t *size)
{
    *start = HEADER_END;
    for (unsigned i = 0; i < which; i++)
        *start += number_at(content, HEADER_SECTIONS + 4 * i, 4);
    *size = number_at(content, HEADER_SECTIONS + 4 * (unsigned)which, 4);
}

/* The content of the table that an IR makes. Checks the header, and that the sections fill it. */
static struct file emitted(struct arena *arena, const struct ir *ir)
{
    const char *problem = NULL;
    struct file file = {0};
    size_t start, size;
    file.bytes = emit_table(arena, ir, &file.size, &problem);
    if (!file.bytes)
        fail_msg("%s", problem);
    struct file content = content_of(arena, file);
    assert_memory_equal(content.bytes, TABLE_MAGIC, 8);
    assert_int_equal(number_at(content, HEADER_VERSION, 4), TABLE_VERSION);
    assert_int_equal(number_at(content, HEADER_SIZE, 4), file.size);
    size_t behind = HEADER_IDENTITY + 8;
    assert_int_equal(number_at(content, HEADER_IDENTITY, 8),
                     XXH3_64bits_withSeed(content.bytes + behind, content.size - behind,
                                          XXH3_64bits(content.bytes, HEADER_IDENTITY)));
    section(content, SECTION_COUNT - 1, &start, &size);
    assert_int_equal(start + size, content.size);
    return content;
}

static const char *problem_of(struct arena *arena, const struct ir *ir)
{
    const char *problem = NULL;
    size_t size = 12345;
    assert_null(emit_table(arena, ir, &size, &problem));
    assert_int_equal(size, 12345);
    assert_non_null(problem);
    return problem;
}

/* Where a page of the index is, and how many keys it has. */
static size_t page_at(struct file file, size_t page, size_t *keys)
{
    size_t index, pages, size;
    section(file, SECTION_INDEX, &index, &size);
    section(file, SECTION_PAGES, &pages, &size);
    size_t first = number_at(file, index + 8 + 4 * page, 4);
    *keys = number_at(file, index + 12 + 4 * page, 4) - first;
    return pages + PAGE_BUCKETS * page + (1 + number_at(file, index + 4, 4)) * first;
}

/* Whether the index has the key, and with that value. */
static bool index_has(struct file file, const void *key, size_t length, uint32_t value)
{
    size_t at, size, keys, before = 0;
    section(file, SECTION_INDEX, &at, &size);
    uint64_t hash = XXH3_64bits_withSeed(key, length, number_at(file, at, 4));
    size_t bucket = (hash >> 32) * ((size / 4 - 3) * PAGE_BUCKETS) >> 32;
    unsigned value_size = (unsigned)number_at(file, at + 4, 4);
    size_t page = page_at(file, bucket / PAGE_BUCKETS, &keys);
    for (size_t i = 0; i < bucket % PAGE_BUCKETS; i++)
        before += number_at(file, page + i, 1);
    for (size_t i = before; i < before + number_at(file, page + bucket % PAGE_BUCKETS, 1); i++)
        if (number_at(file, page + PAGE_BUCKETS + i, 1) == (hash & 255) &&
            number_at(file, page + PAGE_BUCKETS + keys + value_size * i, value_size) == value)
            return true;
    return false;
}

static void check_buckets(struct file file, size_t keys)
{
    size_t at, size, pages = keys / (PAGE_BUCKETS * BUCKET_MEAN) + 1, all = 0, in_page;
    section(file, SECTION_INDEX, &at, &size);
    assert_int_equal(size, 8 + 4 * (pages + 1));
    size_t value_size = number_at(file, at + 4, 4);
    for (size_t i = 0; i < pages; i++) {
        size_t page = page_at(file, i, &in_page), counted = 0;
        assert_int_equal(number_at(file, at + 8 + 4 * i, 4), all);
        for (size_t j = 0; j < PAGE_BUCKETS; j++) {
            assert_true(number_at(file, page + j, 1) <= BUCKET_MAX);
            counted += number_at(file, page + j, 1);
        }
        assert_int_equal(counted, in_page);
        all += in_page;
    }
    assert_int_equal(all, keys);
    section(file, SECTION_PAGES, &at, &size);
    assert_int_equal(size, PAGE_BUCKETS * pages + (1 + value_size) * keys);
}

static uint32_t read_uv(struct file file, size_t *at)
{
    uint32_t value = 0;
    unsigned shift = 0, byte;
    do {
        byte = (unsigned)number_at(file, (*at)++, 1);
        value |= (byte & 127) << shift;
        shift += 7;
    } while (byte & 128);
    return value;
}

/* ---- the tests ---- */

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

static void a_small_table_is_whole_and_its_sums_fit(void **state)
{
    struct ir ir = small_policy();
    struct file file = emitted(*state, &ir);
    assert_int_equal(number_at(file, HEADER_FLAGS, 4), FLAG_ALL);
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

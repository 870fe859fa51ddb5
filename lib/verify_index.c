/*
 * verify_index.c - the sections INDEX and PAGES: made anew from the records, and compared.
 */
#include <stdlib.h>
#include <string.h>

#include "sum.h"
#include "verify_part.h"

#define KEY_BYTES_MAX 256u
#define SEED_MAX      1000u /* the writer gives up there */

/* A key as the index has it: where it belongs, and what it leads to. */
struct entry {
    uint64_t hash;
    uint32_t value;
};

struct index {
    struct verify *verify;
    struct entry *entries;
    size_t count, capacity;
    uint32_t seed, pages;
};

static void add_key(struct index *index, const unsigned char *key, size_t length, uint32_t value)
{
    if (index->count == index->capacity) {
        size_t capacity = index->capacity == 0 ? 64 : index->capacity * 2;
        struct entry *grown = reallocarray(index->entries, capacity, sizeof *grown);
        if (grown == NULL) {
            verify_no_memory(index->verify);
            return;
        }
        index->entries = grown;
        index->capacity = capacity;
    }
    index->entries[index->count++] = (struct entry){key_hash(key, length, index->seed), value};
}

static void add_name(struct index *index, char kind, const char *name, uint32_t length, uint32_t value)
{
    unsigned char key[KEY_BYTES_MAX];

    if (length >= sizeof key)
        return;
    key[0] = (unsigned char)kind;
    memcpy(key + 1, name, length);
    add_key(index, key, length + 1, value);
}

static void store_u32(unsigned char *at, uint32_t number)
{
    unsigned i;

    for (i = 0; i < 4; i++)
        at[i] = (unsigned char)(number >> (8 * i));
}

static void add_node(struct index *index, uint32_t offset)
{
    unsigned char key[5] = {KEY_GID};
    struct cursor cursor;
    uint32_t length;
    const char *name;
    uint8_t kind;

    cursor_open(&cursor, index->verify->table, SECTION_NODES, offset);
    kind = cursor_u8(&cursor);
    if (kind == NODE_USER || kind == NODE_GROUP) {
        name = cursor_str(&cursor, &length);
        add_name(index, kind == NODE_USER ? KEY_USER : KEY_GROUP, name, length, offset);
    } else if (kind == NODE_GID) {
        store_u32(key + 1, cursor_uv(&cursor));
        add_key(index, key, sizeof key, offset);
    }
}

static void add_role(struct index *index, uint32_t number, uint32_t offset)
{
    struct cursor cursor;
    uint32_t length;
    const char *name;

    cursor_open(&cursor, index->verify->table, SECTION_ROLE_DATA, offset);
    name = table_string(index->verify->table, cursor_uv(&cursor), &length, &cursor.status);
    add_name(index, KEY_ROLE, name, length, number);
}

static void add_service(struct index *index, uint32_t offset)
{
    struct cursor cursor;
    uint32_t length;
    const char *name;

    cursor_open(&cursor, index->verify->table, SECTION_SERVICES, offset);
    name = cursor_str(&cursor, &length);
    add_name(index, KEY_SERVICE, name, length, offset);
}

static void add_rule_list(struct index *index, uint32_t offset)
{
    unsigned char key[9] = {KEY_RULES};
    struct cursor cursor;

    cursor_open(&cursor, index->verify->table, SECTION_RULE_LISTS, offset);
    store_u32(key + 1, cursor_uv(&cursor));
    store_u32(key + 5, cursor_uv(&cursor));
    add_key(index, key, sizeof key, offset);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* All the keys that there must be, with a seed, in their order: a higher hash is in the same bucket or a later one. */
static void index_make(struct index *index, uint32_t seed)
{
    struct verify *verify = index->verify;
    uint32_t at, number = 0;

    index->seed = seed;
    index->count = 0;
    for (at = 0; verify_record(verify, SECTION_NODES, &at) && verify_ok(verify); at++)
        add_node(index, at);
    for (at = 0; verify_record(verify, SECTION_ROLE_DATA, &at) && verify_ok(verify); at++)
        add_role(index, number++, at);
    for (at = 0; verify_record(verify, SECTION_SERVICES, &at) && verify_ok(verify); at++)
        add_service(index, at);
    for (at = 0; verify_record(verify, SECTION_RULE_LISTS, &at) && verify_ok(verify); at++)
        add_rule_list(index, at);
    if (index->count > 1)
        qsort(index->entries, index->count, sizeof *index->entries, compare_entries);
    index->pages = (uint32_t)(index->count / (PAGE_BUCKETS * BUCKET_MEAN) + 1);
}

static uint32_t bucket_of(const struct index *index, size_t i)
{
    return (uint32_t)((index->entries[i].hash >> 32) * ((uint64_t)index->pages * PAGE_BUCKETS) >> 32);
}

static bool overfull(const struct index *index)
{
    size_t i;

    for (i = BUCKET_MAX; i < index->count; i++)
        if (bucket_of(index, i) == bucket_of(index, i - BUCKET_MAX))
            return true;
    return false;
}

/* The first entry from i on that is in a bucket or behind it. */
static size_t bucket_first(const struct index *index, size_t i, uint32_t bucket)
{
    while (i < index->count && bucket_of(index, i) < bucket)
        i++;
    return i;
}

static void page_fail(struct index *index, const struct cursor *pages, uint32_t size, const char *text)
{
    verify_fail(index->verify, SECTION_PAGES, cursor_offset(pages, SECTION_PAGES) - size, text);
}

/* One page, whose entries begin with the i-th. Returns where the next one's begin. */
static size_t page_compare(struct index *index, struct cursor *pages, uint32_t page, size_t i)
{
    size_t first = i, next = i, at;
    uint32_t bucket;

    for (bucket = 0; bucket < PAGE_BUCKETS && verify_ok(index->verify); bucket++) {
        next = bucket_first(index, i, page * PAGE_BUCKETS + bucket + 1);
        if (cursor_u8(pages) != next - i)
            page_fail(index, pages, 1, "a bucket has another number of keys than it must");
        i = next;
    }
    for (at = first; at < next && verify_ok(index->verify); at++)
        if (cursor_u8(pages) != (index->entries[at].hash & 255))
            page_fail(index, pages, 1, "a key's tag is another one");
    for (at = first; at < next && verify_ok(index->verify); at++)
        if (cursor_u32(pages) != index->entries[at].value)
            page_fail(index, pages, 4, "a key leads to another record than it must");
    return next;
}

static void index_compare(struct index *index)
{
    struct verify *verify = index->verify;
    struct cursor starts, pages;
    size_t first = 0;
    uint32_t page;

    cursor_open(&starts, verify->table, SECTION_INDEX, 4);
    cursor_open(&pages, verify->table, SECTION_PAGES, 0);
    for (page = 0; page <= index->pages && verify_ok(verify); page++) {
        if (cursor_u32(&starts) != first)
            verify_fail(verify, SECTION_INDEX, 4 + 4 * page, "a page does not begin where it must");
        if (page < index->pages)
            first = page_compare(index, &pages, page, first);
    }
    if (verify_ok(verify) && (!cursor_ok(&starts) || cursor_left(&starts) > 0))
        verify_fail(verify, SECTION_INDEX, 0, "the index has another number of pages than there must be");
    if (verify_ok(verify) && (!cursor_ok(&pages) || cursor_left(&pages) > 0))
        page_fail(index, &pages, 0, "bytes are missing, or left over");
}

void verify_index(struct verify *verify)
{
    struct index index = {.verify = verify};
    struct cursor cursor;
    uint32_t seed, smaller;

    cursor_open(&cursor, verify->table, SECTION_INDEX, 0);
    seed = cursor_u32(&cursor);
    if (!cursor_ok(&cursor) || seed > SEED_MAX) {
        verify_fail(verify, SECTION_INDEX, 0, "the index is missing, or has a seed that no writer takes");
        return;
    }
    for (smaller = 0; smaller < seed && verify_ok(verify); smaller++) {
        index_make(&index, smaller);
        if (!overfull(&index))
            verify_fail(verify, SECTION_INDEX, 0, "the seed is not the smallest one");
    }
    if (verify_ok(verify))
        index_make(&index, seed);
    if (verify_ok(verify) && overfull(&index))
        verify_fail(verify, SECTION_INDEX, 0, "a bucket has too many keys");
    if (verify_ok(verify))
        index_compare(&index);
    free(index.entries);
}

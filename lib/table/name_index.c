/*
 * name_index.c - the static hash index: buckets of a few keys, each with a byte of its hash beside it, in pages that a
 * look-up reads one of.
 *
 * The writer chose the seed so that no bucket holds more than BUCKET_MAX keys; the reader looks at no more. A hit is
 * compared with the record that it names, so a wrong index finds nothing rather than something else.
 */
#include "name_index.h"

#include <string.h>

#include "base/bytes.h"
#include "checksum.h"

#define NAME_MAX_BYTES 255u

struct key {
    unsigned char bytes[1 + NAME_MAX_BYTES];
    uint32_t length;
};

static bool str_is(struct cursor *cursor, const unsigned char *bytes, uint32_t length)
{
    uint32_t found;
    const char *text = cursor_str(cursor, &found);

    return cursor_ok(cursor) && found == length && memcmp(text, bytes, length) == 0;
}

static bool node_is(struct cursor *cursor, uint32_t kind, const struct key *key)
{
    return (cursor_uv(cursor) & KIND_MASK) == kind && str_is(cursor, key->bytes + 1, key->length - 1);
}

static bool role_is(struct cursor *cursor, const struct key *key)
{
    uint32_t length;
    const char *text = table_string(cursor->table, cursor_uv(cursor), &length, &cursor->status);

    return cursor_ok(cursor) && length == key->length - 1 && memcmp(text, key->bytes + 1, length) == 0;
}

/*
 * Whether the record that an index entry names is the one that is looked for. Entries of all kinds share the buckets,
 * and a tag is one byte: what another kind's value points to in this section may be no record at all, and that is a
 * "no".
 */
static bool record_is(struct rolegate_table *table, const struct key *key, uint32_t value, enum rolegate_status *status)
{
    enum table_section section = SECTION_NODES;
    struct cursor cursor;
    bool same = false;

    switch (key->bytes[0]) {
    case KEY_SERVICE: section = SECTION_SERVICES; break;
    case KEY_RULES: section = SECTION_RULE_LISTS; break;
    case KEY_ROLE:
        section = SECTION_ROLE_DATA;
        if (value >= table_count(table, SECTION_ROLES, ROLE_SIZE))
            return false;
        value = table_field(table, SECTION_ROLES, value, ROLE_SIZE, 0, status);
        if (*status != ROLEGATE_OK)
            return false;
        break;
    default: break;
    }
    cursor_open(&cursor, table, section, value);
    switch (key->bytes[0]) {
    case KEY_USER: same = node_is(&cursor, NODE_USER, key); break;
    case KEY_GROUP: same = node_is(&cursor, NODE_GROUP, key); break;
    case KEY_GID:
        same = (cursor_uv(&cursor) & KIND_MASK) == NODE_GID && cursor_uv(&cursor) == load_u32(key->bytes + 1);
        break;
    case KEY_ROLE: same = role_is(&cursor, key); break;
    case KEY_SERVICE: same = str_is(&cursor, key->bytes + 1, key->length - 1); break;
    case KEY_RULES:
        same = cursor_uv(&cursor) == load_u32(key->bytes + 1) && cursor_uv(&cursor) == load_u32(key->bytes + 5);
        break;
    default: break;
    }
    if (!cursor_ok(&cursor) && cursor.status != ROLEGATE_MALFORMED)
        *status = cursor.status;
    return same && cursor_ok(&cursor);
}

/* The part of the index in which a key would be. */
struct bucket {
    const unsigned char *tags, *values; /* count of them, of a byte and of value_size */
    uint32_t count, value_size;
};

/* Finds the bucket of a hash in a page, which begins with the buckets' counts, and has keys. */
static bool page_bucket(const unsigned char *page, uint32_t keys, uint32_t number, struct bucket *bucket)
{
    uint32_t before = 0, i;

    for (i = 0; i < number; i++)
        before += page[i];
    bucket->count = page[number];
    bucket->tags = page + PAGE_BUCKETS + before;
    bucket->values = page + PAGE_BUCKETS + keys + (size_t)bucket->value_size * before;
    return bucket->count <= BUCKET_MAX && before <= keys && bucket->count <= keys - before;
}

/* The bucket in which a key is, if the table has it; its hash into *hash. */
static bool bucket_open(struct rolegate_table *table, const struct key *key, uint64_t *hash, struct bucket *bucket,
                        enum rolegate_status *status)
{
    uint32_t pages = table_count(table, SECTION_INDEX, 4) - INDEX_FIELDS - 1;
    uint32_t size = table->sections[SECTION_PAGES].size, page, first, next, number, entry;
    struct cursor cursor;
    const unsigned char *bytes = NULL;

    cursor_open(&cursor, table, SECTION_INDEX, 0);
    *hash = key_hash(key->bytes, key->length, cursor_u32(&cursor));
    bucket->value_size = cursor_u32(&cursor);
    entry = 1 + bucket->value_size;
    number = (uint32_t)((*hash >> 32) * ((uint64_t)pages * PAGE_BUCKETS) >> 32);
    page = number / PAGE_BUCKETS;
    first = table_field(table, SECTION_INDEX, INDEX_FIELDS + page, 4, 0, &cursor.status);
    next = table_field(table, SECTION_INDEX, INDEX_FIELDS + page + 1, 4, 0, &cursor.status);
    if (bucket->value_size - 1 >= VALUE_SIZE_MAX || first > next || next - first > PAGE_BUCKETS * BUCKET_MAX ||
        (uint64_t)next * entry > size || pages > size / PAGE_BUCKETS)
        cursor_fail(&cursor, ROLEGATE_MALFORMED);
    if (cursor_ok(&cursor)) {
        cursor_open(&cursor, table, SECTION_PAGES, PAGE_BUCKETS * page + entry * first);
        bytes = cursor_bytes(&cursor, PAGE_BUCKETS + entry * (next - first));
    }
    if (bytes != NULL && page_bucket(bytes, next - first, number % PAGE_BUCKETS, bucket))
        return true;
    *status = cursor_ok(&cursor) ? ROLEGATE_MALFORMED : cursor.status;
    return false;
}

static bool index_find(struct rolegate_table *table, const struct key *key, uint32_t *value,
                       enum rolegate_status *status)
{
    enum rolegate_status problem = ROLEGATE_OK;
    struct bucket bucket = {.count = 0};
    uint64_t hash;
    uint32_t found, i;

    if (table_count(table, SECTION_INDEX, 4) < INDEX_FIELDS + 2 || !bucket_open(table, key, &hash, &bucket, status))
        return false;
    for (i = 0; i < bucket.count && problem == ROLEGATE_OK; i++) {
        if (bucket.tags[i] != (uint8_t)hash)
            continue;
        found = load_sized(bucket.values + (size_t)bucket.value_size * i, bucket.value_size);
        if (record_is(table, key, found, &problem)) {
            *value = found;
            return true;
        }
    }
    if (problem != ROLEGATE_OK)
        *status = problem;
    return false;
}

bool index_find_name(struct rolegate_table *table, char kind, const char *name, uint32_t *value,
                     enum rolegate_status *status)
{
    size_t length = strnlen(name, NAME_MAX_BYTES + 1);
    struct key key;

    if (length == 0 || length > NAME_MAX_BYTES)
        return false;
    key.bytes[0] = (unsigned char)kind;
    memcpy(key.bytes + 1, name, length);
    key.length = (uint32_t)length + 1;
    return index_find(table, &key, value, status);
}

static void key_u32(struct key *key, uint32_t number)
{
    unsigned i;

    for (i = 0; i < 4; i++)
        key->bytes[key->length++] = (unsigned char)(number >> (8 * i));
}

bool index_find_gid(struct rolegate_table *table, uint32_t gid, uint32_t *value, enum rolegate_status *status)
{
    struct key key = {.bytes = {KEY_GID}, .length = 1};

    key_u32(&key, gid);
    return index_find(table, &key, value, status);
}

bool index_find_rules(struct rolegate_table *table, uint32_t owner, uint32_t pattern, uint32_t *value,
                      enum rolegate_status *status)
{
    struct key key = {.bytes = {KEY_RULES}, .length = 1};

    key_u32(&key, owner);
    key_u32(&key, pattern);
    return index_find(table, &key, value, status);
}

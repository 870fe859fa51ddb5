/*
 * verify_index.c - the sections INDEX and PAGES: every record's key is looked for where it must stand.
 *
 * The sizes of both sections and the counts in them tell how many entries there are, and which bucket has which. Each
 * key then takes an entry of its bucket that has its tag and its value; when all entries are taken, by as many keys,
 * the hashes of those that took them must ascend. So nothing is sorted.
 *
 * A thread may do this while another one looks at the other sections: records are read here by themselves, whatever
 * they are, and nothing is written that others look at. What is wrong with a record is for the others to say.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "table/checksum.h"
#include "verify_walk.h"

#define KEY_BYTES_MAX 256u
#define SEED_MAX      1000u /* the writer gives up there */

struct index {
    struct verify *verify;
    const unsigned char *bytes; /* of PAGES */
    uint32_t seed, value_size, pages, count, taken;
    uint32_t *first;       /* entry with which each bucket begins, and one more */
    uint64_t *hashes;      /* by entry: of the key that has taken it */
    uint64_t *is_taken;    /* a bit for each entry */
    unsigned char *filled; /* by bucket: how many keys it has with another seed */
};

/* ---- where entries stand ---- */

static uint32_t bucket_of(const struct index *index, uint64_t hash)
{
    return (uint32_t)((hash >> 32) * ((uint64_t)index->pages * PAGE_BUCKETS) >> 32);
}

/* The size of a key in a page: its tag and its value. */
static uint32_t entry_size(const struct index *index)
{
    return 1 + index->value_size;
}

/* How many entries a page has; *tags and *values are where they begin. */
static uint32_t page_entries(const struct index *index, uint32_t page, const unsigned char **tags,
                             const unsigned char **values)
{
    const uint32_t *first = index->first + (size_t)page * PAGE_BUCKETS;
    uint32_t count = first[PAGE_BUCKETS] - first[0];

    *tags = index->bytes + (size_t)(page + 1) * PAGE_BUCKETS + (size_t)first[0] * entry_size(index);
    *values = *tags + count;
    return count;
}

/* The i-th of a page's values. */
static uint32_t value_at(const struct index *index, const unsigned char *values, uint32_t i)
{
    return load_sized(values + (size_t)i * index->value_size, index->value_size);
}

static bool page_fail(const struct index *index, const unsigned char *at, const char *text)
{
    return verify_fail(index->verify, SECTION_PAGES, (uint32_t)(at - index->bytes), text);
}

/* ---- the keys that there must be ---- */

/* What is done with a key's hash, and what it leads to. */
typedef void key_adder(struct index *index, uint64_t hash, uint32_t value);

struct keys {
    struct index *index;
    key_adder *add_key;
    uint32_t seed;
    unsigned char name[KEY_BYTES_MAX]; /* a key with a name, while it is made */
};

static void key_add(struct keys *keys, const unsigned char *key, size_t length, uint32_t value)
{
    keys->add_key(keys->index, key_hash(key, length, keys->seed), value);
}

static void add_name(struct keys *keys, char kind, const char *name, uint32_t length, uint32_t value)
{
    if (length >= KEY_BYTES_MAX)
        return;
    keys->name[0] = (unsigned char)kind;
    memcpy(keys->name + 1, name, length);
    key_add(keys, keys->name, length + 1, value);
}

static void store_u32(unsigned char *at, uint32_t number)
{
    unsigned i;

    for (i = 0; i < 4; i++)
        at[i] = (unsigned char)(number >> (8 * i));
}

/* Each reads a whole record, and takes its key, if it has one, to lead to value. */

static void add_node(struct keys *keys, struct verify_reader *reader, uint32_t value)
{
    unsigned char key[5] = {KEY_GID};
    uint32_t length, rules;
    const char *name;
    uint32_t head = reader_uv(reader), kind = head & KIND_MASK;

    if (kind == NODE_USER || kind == NODE_GROUP) {
        name = reader_str(reader, &length);
        add_name(keys, kind == NODE_USER ? KEY_USER : KEY_GROUP, name, length, value);
    } else if (kind == NODE_GID) {
        store_u32(key + 1, reader_uv(reader));
        key_add(keys, key, sizeof key, value);
    }
    reader_skip(reader, head >> KIND_BITS); /* assignments */
    rules = reader_uv(reader);
    reader_skip(reader, rules > RULES_INLINE ? 0 : rules);
}

static void add_service(struct keys *keys, struct verify_reader *reader, uint32_t value)
{
    uint32_t length;
    const char *name = reader_str(reader, &length);

    if (length > 0) /* else it is for services that are not listed */
        add_name(keys, KEY_SERVICE, name, length, value);
    reader_skip(reader, 5); /* file, line, description, request, condition */
}

static void add_rule_list(struct keys *keys, struct verify_reader *reader, uint32_t value)
{
    unsigned char key[9] = {KEY_RULES};

    store_u32(key + 1, reader_uv(reader));
    store_u32(key + 5, reader_uv(reader));
    key_add(keys, key, sizeof key, value);
    reader_skip(reader, reader_uv(reader)); /* rules */
}

/* The keys of a section's records, which lead to where those begin. */
static void add_section(struct keys *keys, enum table_section section,
                        void (*add_key)(struct keys *, struct verify_reader *, uint32_t))
{
    const struct verify *verify = keys->index->verify;
    struct verify_reader reader = verify_reader_at(verify, section, 0);
    const unsigned char *start = reader.at;

    while (reader.at != reader.end && verify_ok(verify))
        add_key(keys, &reader, (uint32_t)(reader.at - start));
}

/* Roles are found by way of ROLES; their keys lead to their numbers. */
static void add_roles(struct keys *keys)
{
    const struct verify *verify = keys->index->verify;
    struct verify_reader roles = verify_reader_at(verify, SECTION_ROLES, 0);
    uint32_t number, length;

    for (number = 0; number < verify->role_count && verify_ok(verify); number++) {
        struct verify_reader role = verify_reader_at(verify, SECTION_ROLE_DATA, reader_u32(&roles));
        struct verify_reader strings = verify_reader_at(verify, SECTION_STRINGS, reader_uv(&role));
        const char *name = reader_str(&strings, &length);
        add_name(keys, KEY_ROLE, name, length, number);
    }
}

static void add_keys(struct index *index, uint32_t seed, key_adder *add_key)
{
    struct keys keys;

    keys.index = index;
    keys.add_key = add_key;
    keys.seed = seed;
    add_section(&keys, SECTION_NODES, add_node);
    add_roles(&keys);
    add_section(&keys, SECTION_SERVICES, add_service);
    add_section(&keys, SECTION_RULE_LISTS, add_rule_list);
}

/* ---- the sizes of it ---- */

/* Sizes say how many pages and entries there are. */
static bool index_measure(struct index *index)
{
    struct verify *verify = index->verify;
    uint32_t starts = verify_size(verify, SECTION_INDEX) - 4 * INDEX_FIELDS;
    uint32_t size = verify_size(verify, SECTION_PAGES);

    if (starts < 8 || starts % 4 != 0)
        return verify_fail(verify, SECTION_INDEX, 0, "the index has no pages, or is not whole");
    index->pages = starts / 4 - 1;
    if (index->pages > size / PAGE_BUCKETS || (size - index->pages * PAGE_BUCKETS) % entry_size(index) != 0)
        return verify_fail(verify, SECTION_PAGES, 0, "bytes are missing, or left over");
    index->count = (size - index->pages * PAGE_BUCKETS) / entry_size(index);
    if (index->pages != index->count / (PAGE_BUCKETS * BUCKET_MEAN) + 1)
        return verify_fail(verify, SECTION_INDEX, 0, "the index has another number of pages than there must be");
    return true;
}

static bool index_new(struct index *index)
{
    size_t buckets = (size_t)index->pages * PAGE_BUCKETS;

    index->first = calloc(buckets + 1, sizeof *index->first);
    index->hashes = calloc((size_t)index->count + 1, sizeof *index->hashes);
    index->is_taken = verify_bits_new(index->verify, index->count);
    if (index->first == NULL || index->hashes == NULL)
        verify_no_memory(index->verify);
    return verify_ok(index->verify);
}

/* Reads the counts of one page's buckets, the first entry of which is known. */
static bool page_counts(struct index *index, uint32_t page)
{
    uint32_t *first = index->first + (size_t)page * PAGE_BUCKETS, i;
    const unsigned char *counts = index->bytes + (size_t)page * PAGE_BUCKETS + (size_t)first[0] * entry_size(index);

    for (i = 0; i < PAGE_BUCKETS; i++) {
        if (counts[i] > BUCKET_MAX || counts[i] > index->count - first[i])
            return page_fail(index, counts + i, "a bucket has too many keys");
        first[i + 1] = first[i] + counts[i];
    }
    return true;
}

/* Where each page begins is said twice. */
static bool index_counts(struct index *index)
{
    struct verify_reader starts = verify_reader_at(index->verify, SECTION_INDEX, 4 * INDEX_FIELDS);
    uint32_t page;

    for (page = 0; page <= index->pages; page++) {
        if (reader_u32(&starts) != index->first[(size_t)page * PAGE_BUCKETS])
            return verify_fail(index->verify, SECTION_INDEX, 4 * (INDEX_FIELDS + page),
                               "a page does not begin where it must");
        if (page < index->pages && !page_counts(index, page))
            return false;
    }
    if (index->first[(size_t)index->pages * PAGE_BUCKETS] != index->count)
        return verify_fail(index->verify, SECTION_PAGES, 0, "bytes are missing, or left over");
    return true;
}

/* ---- a key and its entry ---- */

/* The key takes the first entry of its own; of keys that could take the same ones, the lower hash has the first. */
static void entry_add(struct index *index, uint64_t hash, uint32_t value)
{
    uint32_t bucket = bucket_of(index, hash), page = bucket / PAGE_BUCKETS, i;
    const unsigned char *tags, *values;
    uint32_t start = index->first[(size_t)page * PAGE_BUCKETS];

    page_entries(index, page, &tags, &values);
    for (i = index->first[bucket]; i < index->first[bucket + 1]; i++) {
        if (tags[i - start] != (hash & 255) || value_at(index, values, i - start) != value)
            continue;
        if (!verify_bit(index->is_taken, i)) {
            verify_bit_set(index->is_taken, i);
            index->hashes[i] = hash;
            index->taken++;
            return;
        }
        if (index->hashes[i] > hash) {
            uint64_t higher = index->hashes[i];
            index->hashes[i] = hash;
            hash = higher;
        }
    }
    page_fail(index, tags, "a key is not where it must be, or leads to another record than it must");
}

/* All entries are taken, and those that took them ascend by hash, then by value; values have no byte too many. */
static void entries_ascend(struct index *index)
{
    uint32_t page, i, value_before = 0, all = 0;
    const unsigned char *tags, *values;
    uint64_t before = 0;

    if (index->taken != index->count)
        verify_fail(index->verify, SECTION_PAGES, 0, "there are more keys than records that have one");
    for (page = 0; page < index->pages && verify_ok(index->verify); page++) {
        uint32_t count = page_entries(index, page, &tags, &values);
        const uint64_t *hashes = index->hashes + index->first[(size_t)page * PAGE_BUCKETS];
        for (i = 0; i < count; i++) {
            uint32_t value = value_at(index, values, i);
            if (hashes[i] < before || (hashes[i] == before && value < value_before))
                page_fail(index, tags + i, "keys do not ascend");
            before = hashes[i];
            value_before = value;
            all |= value;
        }
    }
    if (verify_ok(index->verify) && index->value_size > 1 && all >> 8 * (index->value_size - 1) == 0)
        verify_fail(index->verify, SECTION_INDEX, 4, "values have more bytes than the largest takes");
}

/* ---- the seed ---- */

static void bucket_fill(struct index *index, uint64_t hash, uint32_t value)
{
    unsigned char *filled = &index->filled[bucket_of(index, hash)];

    (void)value;
    if (*filled <= BUCKET_MAX)
        ++*filled;
}

/* No lower seed would have done: with each, a bucket has too many keys. */
static void seed_is_smallest(struct index *index)
{
    size_t buckets = (size_t)index->pages * PAGE_BUCKETS;
    uint32_t seed;

    if (index->seed == 0 || !verify_ok(index->verify))
        return;
    index->filled = calloc(buckets + 1, 1);
    if (index->filled == NULL) {
        verify_no_memory(index->verify);
        return;
    }
    for (seed = 0; seed < index->seed && verify_ok(index->verify); seed++) {
        memset(index->filled, 0, buckets);
        add_keys(index, seed, bucket_fill);
        if (memchr(index->filled, BUCKET_MAX + 1, buckets) == NULL)
            verify_fail(index->verify, SECTION_INDEX, 0, "the seed is not the smallest one");
    }
}

void verify_index(struct verify *verify)
{
    struct index index = {.verify = verify, .bytes = verify_reader_at(verify, SECTION_PAGES, 0).at};
    struct verify_reader reader = verify_reader_at(verify, SECTION_INDEX, 0);

    index.seed = reader_u32(&reader);
    index.value_size = reader_u32(&reader);
    if (!reader_ok(&reader) || index.seed > SEED_MAX || index.value_size - 1 >= VALUE_SIZE_MAX) {
        verify_fail(verify, SECTION_INDEX, 0, "the index is missing, or has an invalid seed or values");
        return;
    }
    if (index_measure(&index) && index_new(&index) && index_counts(&index)) {
        add_keys(&index, index.seed, entry_add);
        entries_ascend(&index);
        seed_is_smallest(&index);
    }
    free(index.first);
    free(index.hashes);
    free(index.is_taken);
    free(index.filled);
}

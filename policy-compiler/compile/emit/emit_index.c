/*
 * emit_index.c - the sections INDEX and PAGES: one hash table for every name that a decision looks up.
 *
 * Owns which keys there are and how they are spread. Trusts that no two keys are equal.
 */
#include "emit_internal.h"

#include <string.h>

#include "support/arena.h"
#include "table/checksum.h"

#define KEY_NAME_MAX 255u
#define SEED_MAX     1000u /* with more than BUCKET_MAX in a bucket for so many seeds, the names were made to do that */

struct entry {
    uint32_t high, low; /* halves of the key's hash */
    uint32_t value;
};

struct index {
    struct entry *entries;
    size_t count;
    uint32_t seed, pages, buckets;
    uint32_t *firsts; /* of each bucket, and one more */
};

static void add_key(struct index *index, const unsigned char *key, size_t length, uint32_t value)
{
    uint64_t hash = key_hash(key, length, index->seed);
    index->entries[index->count++] = (struct entry){(uint32_t)(hash >> 32), (uint32_t)hash, value};
}

static void add_name(struct emit *emit, struct index *index, char kind, const void *name, uint32_t length,
                     uint32_t value)
{
    unsigned char key[1 + KEY_NAME_MAX];
    if (length > KEY_NAME_MAX) {
        emit->problem = "a name is longer than 255 bytes";
        return;
    }
    key[0] = (unsigned char)kind;
    memcpy(key + 1, name, length);
    add_key(index, key, 1 + length, value);
}

static void store_u32(unsigned char *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void add_rule_list(struct index *index, const struct rule_list *list)
{
    unsigned char key[9] = {KEY_RULES};
    store_u32(key + 1, list->owner);
    store_u32(key + 5, list->pattern);
    add_key(index, key, sizeof key, list->at);
}

static void add_node(struct emit *emit, struct index *index, size_t rank)
{
    const struct ir *ir = emit->ir;
    const struct ir_node *node = &ir->nodes[emit->node_order[rank]];
    unsigned char key[5] = {KEY_GID};
    uint32_t length;
    if (ir_is_named(node)) {
        const unsigned char *name = str_bytes(ir->names.bytes, node->name, &length);
        add_name(emit, index, node->kind == IR_USER ? KEY_USER : KEY_GROUP, name, length, emit->node_at[rank]);
    } else if (node->kind == IR_GID) {
        store_u32(key + 1, node->name);
        add_key(index, key, sizeof key, emit->node_at[rank]);
    }
}

static void add_all(struct emit *emit, struct index *index)
{
    const struct ir *ir = emit->ir;
    index->count = 0;
    for (size_t i = 0; i < ir->node_count; i++) {
        add_node(emit, index, i);
    }
    for (uint32_t i = 0; i < ir->role_count; i++)
        add_name(emit, index, KEY_ROLE, ir->roles[i].name.bytes, ir->roles[i].name.length, i);
    for (size_t i = 0; i < ir->service_count; i++)
        if (ir->services[i].name.length > 0)
            add_name(emit, index, KEY_SERVICE, ir->services[i].name.bytes, ir->services[i].name.length,
                     emit->service_at[i]);
    for (size_t i = 0; i < emit->rule_list_count; i++)
        add_rule_list(index, &emit->rule_lists[i]);
}

static uint32_t bucket_of(const struct index *index, const struct entry *entry)
{
    return (uint32_t)((uint64_t)entry->high * index->buckets >> 32);
}

/* Counts the buckets' keys into firsts. Returns whether none has too many. */
static bool count_buckets(struct index *index)
{
    uint32_t most = 0;
    memset(index->firsts, 0, (index->buckets + (size_t)2) * sizeof *index->firsts);
    for (size_t i = 0; i < index->count; i++) {
        uint32_t count = ++index->firsts[bucket_of(index, &index->entries[i]) + 2];
        most = count > most ? count : most;
    }
    for (size_t i = 2; i < index->buckets + (size_t)2; i++)
        index->firsts[i] += index->firsts[i - 1];
    return most <= BUCKET_MAX;
}

static bool entry_before(struct entry a, struct entry b)
{
    if (a.high != b.high)
        return a.high < b.high;
    return a.low < b.low || (a.low == b.low && a.value < b.value);
}

/* The entries by bucket, and within one by hash, then value. Leaves the beginning of bucket i in firsts[i]. */
static struct entry *spread(struct emit *emit, struct index *index)
{
    struct entry *sorted = arena_array_room(emit->part, index->count, sizeof *sorted);
    uint32_t *next = index->firsts + 1;
    for (size_t i = 0; i < index->count; i++) {
        uint32_t bucket = bucket_of(index, &index->entries[i]);
        sorted[next[bucket]++] = index->entries[i];
    }
    for (uint32_t bucket = 0; bucket < index->buckets; bucket++)
        for (uint32_t i = index->firsts[bucket] + 1; i < index->firsts[bucket + 1]; i++) {
            struct entry entry = sorted[i];
            uint32_t at = i;
            for (; at > index->firsts[bucket] && entry_before(entry, sorted[at - 1]); at--)
                sorted[at] = sorted[at - 1];
            sorted[at] = entry;
        }
    return sorted;
}

/* As few bytes as the largest value takes, but at least one. */
static uint32_t value_size(const struct index *index)
{
    uint32_t all = 0, size = 1;
    for (size_t i = 0; i < index->count; i++)
        all |= index->entries[i].value;
    for (; all > 255; all >>= 8)
        size++;
    return size;
}

static void write_value(struct writer *out, uint32_t value, uint32_t size)
{
    unsigned char *at = writer_room(out, size);
    for (uint32_t i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void write_page(struct writer *out, const struct index *index, const struct entry *entries, uint32_t page,
                       uint32_t size)
{
    const uint32_t *firsts = index->firsts + (size_t)page * PAGE_BUCKETS;
    for (uint32_t i = 0; i < PAGE_BUCKETS; i++)
        writer_u8(out, firsts[i + 1] - firsts[i]);
    for (uint32_t i = firsts[0]; i < firsts[PAGE_BUCKETS]; i++)
        writer_u8(out, entries[i].low & 255);
    for (uint32_t i = firsts[0]; i < firsts[PAGE_BUCKETS]; i++)
        write_value(out, entries[i].value, size);
}

static void write_index(struct emit *emit, const struct index *index, const struct entry *entries)
{
    struct writer *out = &emit->sections[SECTION_INDEX], *pages = &emit->sections[SECTION_PAGES];
    uint32_t size = value_size(index);
    *pages = image_slot(&emit->image, PAGE_BUCKETS * (size_t)index->pages + (1 + size) * index->count);
    writer_u32(out, index->seed);
    writer_u32(out, size);
    for (size_t i = 0; i <= index->pages; i++)
        writer_u32(out, index->firsts[i * PAGE_BUCKETS]);
    for (uint32_t i = 0; i < index->pages; i++)
        write_page(pages, index, entries, i, size);
}

void emit_index(struct emit *emit)
{
    const struct ir *ir = emit->ir;
    size_t most = ir->node_count + ir->role_count + ir->service_count + emit->rule_list_count;
    struct index index = {.entries = arena_array_room(emit->part, most, sizeof *index.entries)};
    add_all(emit, &index);
    index.pages = (uint32_t)(index.count / (PAGE_BUCKETS * BUCKET_MEAN) + 1);
    index.buckets = index.pages * PAGE_BUCKETS;
    index.firsts = arena_array(emit->part, index.buckets + (size_t)2, sizeof *index.firsts);
    while (!emit->problem && !count_buckets(&index)) {
        if (++index.seed > SEED_MAX)
            emit->problem = "too many names have the same hash";
        add_all(emit, &index);
    }
    if (!emit->problem)
        write_index(emit, &index, spread(emit, &index));
}

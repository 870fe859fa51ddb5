/*
 * sort.c - puts byte strings in order, in time that is linear in what must be read of them.
 *
 * Eight bytes of each record at a time are a number; a radix sort orders those, and each run of equal numbers is
 * ordered by the next eight. Short runs are compared directly. Trusts that records lie inside their data.
 */
#include "sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

#define KEY_BYTES 8u
#define SHORT_RUN 24u

struct item {
    uint64_t key;
    uint32_t number;
};

/* A run of items that are equal in their bytes before depth. */
struct run {
    uint32_t begin, end, depth;
};

struct sorter {
    struct arena *arena;
    const struct records *records;
    struct item *items, *other;
    struct run *runs; /* still to be ordered */
    size_t run_count, run_capacity;
};

static uint32_t record_length(const struct records *records, uint32_t number)
{
    return records->starts[number + 1] - records->starts[number];
}

/* The eight bytes at depth as a big-endian number; 0 bytes past the end. */
static uint64_t key_at(const struct records *records, uint32_t number, uint32_t depth)
{
    const unsigned char *bytes = records->data + records->starts[number];
    uint32_t length = record_length(records, number);
    uint64_t key = 0;
    for (uint32_t i = 0; i < KEY_BYTES; i++)
        key = key << 8 | (depth < length && i < length - depth ? bytes[depth + i] : 0);
    return key;
}

static int compare_records(const struct records *records, uint32_t a, uint32_t b, uint32_t depth)
{
    uint32_t length_a = record_length(records, a), length_b = record_length(records, b);
    uint32_t shorter = length_a < length_b ? length_a : length_b;
    if (depth < shorter) {
        int order = memcmp(records->data + records->starts[a] + depth, records->data + records->starts[b] + depth,
                           shorter - depth);
        if (order != 0)
            return order;
    }
    return (length_a > length_b) - (length_a < length_b);
}

/* Stable; only the digits in which keys differ cost a pass, and none does where the keys ascend already. */
static void radix_sort(struct item *items, struct item *other, size_t count)
{
    uint64_t differ = 0;
    bool ascends = true;
    for (size_t i = 1; i < count; i++) {
        differ |= items[i].key ^ items[0].key;
        ascends = ascends && items[i - 1].key <= items[i].key;
    }
    if (ascends)
        return;
    struct item *from = items, *to = other;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if ((differ >> shift & 255) == 0)
            continue;
        size_t at[257] = {0};
        for (size_t i = 0; i < count; i++)
            at[(from[i].key >> shift & 255) + 1]++;
        for (unsigned digit = 0; digit < 255; digit++)
            at[digit + 1] += at[digit];
        for (size_t i = 0; i < count; i++)
            to[at[from[i].key >> shift & 255]++] = from[i];
        struct item *swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

static void sort_short_run(struct sorter *sorter, struct run run)
{
    struct item *items = sorter->items;
    for (uint32_t i = run.begin + 1; i < run.end; i++) {
        struct item item = items[i];
        uint32_t at = i;
        for (; at > run.begin && compare_records(sorter->records, items[at - 1].number, item.number, run.depth) > 0;
             at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Notes the runs of equal keys among the items of a run that is ordered by its keys; their bytes before depth are
 * equal. */
static void note_runs(struct sorter *sorter, struct run run, uint32_t depth)
{
    const struct item *items = sorter->items;
    for (uint32_t begin = run.begin, end; begin < run.end; begin = end) {
        for (end = begin + 1; end < run.end && items[end].key == items[begin].key; end++)
            continue;
        if (end - begin < 2)
            continue;
        sorter->runs =
            arena_grow(sorter->arena, sorter->runs, sorter->run_count, &sorter->run_capacity, sizeof *sorter->runs);
        sorter->runs[sorter->run_count++] = (struct run){begin, end, depth};
    }
}

/* Orders a run by the next eight bytes, or by length where all its records have ended. */
static void sort_run(struct sorter *sorter, struct run run)
{
    if (run.end - run.begin <= SHORT_RUN) {
        sort_short_run(sorter, run);
        return;
    }
    struct item *items = sorter->items;
    bool ended = true;
    for (uint32_t i = run.begin; i < run.end; i++)
        ended = ended && record_length(sorter->records, items[i].number) <= run.depth;
    for (uint32_t i = run.begin; i < run.end; i++)
        items[i].key = ended ? record_length(sorter->records, items[i].number)
                             : key_at(sorter->records, items[i].number, run.depth);
    radix_sort(items + run.begin, sorter->other, run.end - run.begin);
    if (!ended)
        note_runs(sorter, run, run.depth + KEY_BYTES);
}

static struct sorter sorter_open(struct sort_space *space, const struct records *records)
{
    if (records->count > space->capacity) {
        space->items = arena_array(space->arena, records->count, sizeof(struct item));
        space->other = arena_array(space->arena, records->count, sizeof(struct item));
        space->capacity = records->count;
    }
    return (struct sorter){space->arena, records, space->items, space->other, space->runs, 0, space->run_capacity};
}

void sort_records(struct sort_space *space, const struct records *records, const uint64_t *keys, uint32_t *order)
{
    struct sorter sorter = sorter_open(space, records);
    struct run all = {0, (uint32_t)records->count, 0};
    for (uint32_t i = 0; i < all.end; i++)
        sorter.items[i] = (struct item){keys ? keys[i] : 0, i};
    if (keys)
        radix_sort(sorter.items, sorter.other, records->count);
    note_runs(&sorter, all, 0);
    while (sorter.run_count > 0)
        sort_run(&sorter, sorter.runs[--sorter.run_count]);
    for (size_t i = 0; i < records->count; i++)
        order[i] = sorter.items[i].number;
    space->runs = sorter.runs;
    space->run_capacity = sorter.run_capacity;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

size_t sort_numbers(uint32_t *numbers, size_t count)
{
    bool ascending = true;
    for (size_t i = 1; i < count; i++)
        ascending = ascending && numbers[i - 1] < numbers[i];
    if (ascending)
        return count;
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || numbers[kept - 1] != numbers[i])
            numbers[kept++] = numbers[i];
    return kept;
}

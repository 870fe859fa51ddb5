/*
 * sort.c - puts byte strings in order, in time that is linear in what must be read of them.
 *
 * Eight bytes of each record at a time are a number; a radix sort orders those, and each run of equal numbers is
 * ordered by the next eight. Short runs are ordered by insertion. Trusts that records lie inside their data.
 */
#include "sort.h"

#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"

#define KEY_BYTES 8u
#define SHORT_RUN 32u
#define MANY      4096u /* items for which digits of two bytes pay */

#define DIGIT_SMALL 0xffu /* the largest digits */
#define DIGIT_LARGE 0xffffu

struct item {
    uint32_t key[2]; /* its lower half, and its higher one */
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
    uint32_t *counts; /* room for a count of each digit */
    struct run *runs; /* still to be ordered */
    size_t run_count, run_capacity;
};

static uint64_t key_of(const struct item *item)
{
    return (uint64_t)item->key[1] << 32 | item->key[0];
}

static struct item item_new(uint64_t key, uint32_t number)
{
    return (struct item){{(uint32_t)key, (uint32_t)(key >> 32)}, number};
}

static inline const unsigned char *record_begin(const struct records *records, uint32_t number)
{
    return records->data + (records->starts ? records->starts[number] : number);
}

static inline const unsigned char *record_bytes(const struct records *records, uint32_t number, uint32_t *length)
{
    const unsigned char *from = record_begin(records, number);
    unsigned shift = 7;
    if (!records->strs) {
        *length = records->starts[number + 1] - records->starts[number];
        return from;
    }
    for (*length = *from & 0x7f; *from++ & 0x80; shift += 7)
        *length |= (uint32_t)(*from & 0x7f) << shift;
    return from;
}

/* The eight bytes at depth as a big-endian number; 0 bytes past the end. */
static uint64_t key_at(const unsigned char *bytes, uint32_t length, uint32_t depth)
{
    uint32_t left = length > depth ? length - depth : 0;
    uint64_t key = 0;
    if (left >= KEY_BYTES) {
        memcpy(&key, bytes + depth, KEY_BYTES);
        return be64toh(key);
    }
    for (uint32_t i = 0; i < left; i++)
        key |= (uint64_t)bytes[depth + i] << (56 - 8 * i);
    return key;
}

/* A digit of a key, which lies in one half of it. */
struct digit {
    unsigned half, shift;
    uint32_t mask;
};

static uint32_t digit_of(const struct item *item, struct digit digit)
{
    return item->key[digit.half] >> digit.shift & digit.mask;
}

/* Orders items by one digit of their keys into others. */
static void radix_pass(const struct item *from, struct item *to, size_t count, struct digit digit, uint32_t *counts)
{
    uint32_t at = 0;
    memset(counts, 0, (digit.mask + (size_t)1) * sizeof *counts);
    for (size_t i = 0; i < count; i++)
        counts[digit_of(&from[i], digit)]++;
    for (uint32_t value = 0; value <= digit.mask; value++) {
        uint32_t here = counts[value];
        counts[value] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++)
        to[counts[digit_of(&from[i], digit)]++] = from[i];
}

/* Which bits of the keys differ; 0 where the keys ascend already. */
static uint64_t differing_bits(const struct item *items, size_t count)
{
    uint64_t differ = 0, first = key_of(&items[0]), last = first;
    bool ascends = true;
    for (size_t i = 1; i < count; i++) {
        uint64_t key = key_of(&items[i]);
        differ |= key ^ first;
        ascends = ascends && last <= key;
        last = key;
    }
    return ascends ? 0 : differ;
}

/* The lowest digit in which something differs: as wide as is worth it, from the lowest such bit to the highest. */
static struct digit lowest_digit(uint64_t differ, size_t count)
{
    struct digit digit = {.half = (uint32_t)differ == 0};
    uint32_t bits = (uint32_t)(differ >> 32 * digit.half);
    digit.shift = (unsigned)__builtin_ctz(bits);
    digit.mask = bits >> digit.shift & (count >= MANY ? DIGIT_LARGE : DIGIT_SMALL);
    digit.mask = UINT32_MAX >> __builtin_clz(digit.mask);
    return digit;
}

/* Stable. In texts, whose bytes differ in few bits, most digits are narrow; none is looked at where keys ascend. */
static void radix_sort(struct item *items, struct item *other, uint32_t *counts, size_t count)
{
    uint64_t differ = differing_bits(items, count);
    struct item *from = items, *to = other;
    while (differ != 0) {
        struct digit digit = lowest_digit(differ, count);
        radix_pass(from, to, count, digit, counts);
        differ &= ~((uint64_t)digit.mask << digit.shift << 32 * digit.half);
        struct item *swap = from;
        from = to;
        to = swap;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

/* Stable, too. */
static void insertion_sort(struct item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct item item = items[i];
        uint64_t key = key_of(&item);
        size_t at = i;
        for (; at > 0 && key_of(&items[at - 1]) > key; at--)
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
        for (end = begin + 1; end < run.end && key_of(&items[end]) == key_of(&items[begin]); end++)
            continue;
        if (end - begin < 2)
            continue;
        sorter->runs =
            arena_grow(sorter->arena, sorter->runs, sorter->run_count, &sorter->run_capacity, sizeof *sorter->runs);
        sorter->runs[sorter->run_count++] = (struct run){begin, end, depth};
    }
}

/* Makes the next eight bytes the keys of a run, or the lengths where all its records have ended; whether they have. */
static bool load_keys(struct sorter *sorter, struct run run)
{
    const struct records records = *sorter->records;
    struct item *items = sorter->items;
    uint32_t length, longest = 0;
    for (uint32_t i = run.begin; i < run.end; i++) {
        const unsigned char *bytes = record_bytes(&records, items[i].number, &length);
        items[i] = item_new(key_at(bytes, length, run.depth), items[i].number);
        longest = length > longest ? length : longest;
    }
    if (longest > run.depth)
        return false;
    for (uint32_t i = run.begin; i < run.end; i++) {
        record_bytes(&records, items[i].number, &length);
        items[i] = item_new(length, items[i].number);
    }
    return true;
}

/* Orders a run by the next eight bytes, or by length where all its records have ended. */
static void sort_run(struct sorter *sorter, struct run run)
{
    bool ended = load_keys(sorter, run);
    if (run.end - run.begin <= SHORT_RUN)
        insertion_sort(sorter->items + run.begin, run.end - run.begin);
    else
        radix_sort(sorter->items + run.begin, sorter->other, sorter->counts, run.end - run.begin);
    if (!ended)
        note_runs(sorter, run, run.depth + KEY_BYTES);
}

static struct sorter sorter_open(struct arena *arena, const uint64_t *keys, const uint32_t *numbers, size_t count)
{
    struct sorter sorter = {.arena = arena};
    sorter.items = arena_array_room(arena, count, sizeof *sorter.items);
    sorter.other = arena_array_room(arena, count, sizeof *sorter.other);
    sorter.counts = arena_array(arena, (count >= MANY ? DIGIT_LARGE : DIGIT_SMALL) + 1, sizeof *sorter.counts);
    for (size_t i = 0; i < count; i++)
        sorter.items[i] = item_new(keys ? keys[i] : 0, numbers[i]);
    if (keys)
        radix_sort(sorter.items, sorter.other, sorter.counts, count);
    return sorter;
}

static void sorter_close(const struct sorter *sorter, uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = sorter->items[i].number;
}

void sort_records(struct arena *arena, const struct records *records, const uint64_t *keys, uint32_t *numbers,
                  size_t count)
{
    struct sorter sorter = sorter_open(arena, keys, numbers, count);
    sorter.records = records;
    note_runs(&sorter, (struct run){0, (uint32_t)count, 0}, 0);
    while (sorter.run_count > 0)
        sort_run(&sorter, sorter.runs[--sorter.run_count]);
    sorter_close(&sorter, numbers, count);
}

void sort_by_keys(struct arena *arena, const uint64_t *keys, uint32_t *numbers, size_t count)
{
    struct sorter sorter = sorter_open(arena, keys, numbers, count);
    sorter_close(&sorter, numbers, count);
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

static int compare_pairs(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void sort_pairs(uint64_t *pairs, size_t count)
{
    if (count > SHORT_RUN) {
        qsort(pairs, count, sizeof *pairs, compare_pairs);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint64_t pair = pairs[i];
        size_t at = i;
        for (; at > 0 && pairs[at - 1] > pair; at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = pair;
    }
}

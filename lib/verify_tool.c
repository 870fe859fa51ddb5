/*
 * verify_tool.c - what every part of verify does: saying what is wrong, collecting numbers, walking over records.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify_part.h"

static const char *const section_names[SECTION_COUNT] = {
    "META",     "FILES",     "REQUESTS",   "SERVICES",   "INDEX",      "ROLES",  "PERMISSIONS",
    "PATTERNS", "ROLE_DATA", "EXCLUSIVES", "LIMITS",     "CONDITIONS", "SETS",   "ZONES",
    "OWNERS",   "PAGES",     "NODES",      "RULE_LISTS", "STATEMENTS", "STRINGS"};

/* ---- failures ---- */

bool verify_fail(struct verify *verify, enum table_section section, uint32_t offset, const char *text)
{
    if (verify->status != ROLEGATE_OK)
        return false;
    verify->status = ROLEGATE_MALFORMED;
    if (verify->where_size > 0)
        snprintf(verify->where, verify->where_size, "section %s, byte %u: %s", section_names[section], offset, text);
    return false;
}

bool verify_no_memory(struct verify *verify)
{
    if (verify->status != ROLEGATE_OK)
        return false;
    verify->status = ROLEGATE_NO_MEMORY;
    if (verify->where_size > 0)
        snprintf(verify->where, verify->where_size, "out of memory");
    return false;
}

/* ---- numbers ---- */

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Puts them into to in the order of one byte, and keeps the order that they had else. False: the byte is all the same.
 */
static bool sort_by_byte(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    size_t at[256] = {0}, sum = 0, i;

    for (i = 0; i < count; i++)
        at[from[i] >> shift & 255u]++;
    if (at[from[0] >> shift & 255u] == count)
        return false;
    for (i = 0; i < 256; i++) {
        size_t here = at[i];
        at[i] = sum;
        sum += here;
    }
    for (i = 0; i < count; i++)
        to[at[from[i] >> shift & 255u]++] = from[i];
    return true;
}

/* Many numbers are sorted byte by byte, few ones by comparing them. */
static void sort_numbers(uint64_t *list, size_t count)
{
    uint64_t *other = count > 256 ? calloc(count, sizeof *other) : NULL, *from = list, *to = other;
    unsigned shift;

    for (shift = 0; other != NULL && shift < 64; shift += 8)
        if (sort_by_byte(from, to, count, shift)) {
            uint64_t *sorted = to;
            to = from;
            from = sorted;
        }
    if (other == NULL)
        qsort(list, count, sizeof *list, compare_numbers);
    else if (from != list)
        memcpy(list, from, count * sizeof *list);
    free(other);
}

void verify_sort(struct verify_numbers *numbers)
{
    size_t kept = 0, i;

    if (numbers->count > 1)
        sort_numbers(numbers->list, numbers->count);
    for (i = 0; i < numbers->count; i++)
        if (kept == 0 || numbers->list[i] != numbers->list[kept - 1])
            numbers->list[kept++] = numbers->list[i];
    numbers->count = kept;
}

/* Room for one more. */
static bool numbers_grow(struct verify *verify, struct verify_numbers *numbers)
{
    size_t capacity = numbers->capacity == 0 ? 64 : numbers->capacity * 2;
    uint64_t *grown;

    if (numbers->count < numbers->capacity)
        return true;
    if (numbers->unique && numbers->count > 0) {
        verify_sort(numbers);
        if (numbers->count <= numbers->capacity / 2)
            return true;
    }
    grown = reallocarray(numbers->list, capacity, sizeof *grown);
    if (grown == NULL)
        return verify_no_memory(verify);
    numbers->list = grown;
    numbers->capacity = capacity;
    return true;
}

bool verify_add(struct verify *verify, struct verify_numbers *numbers, uint64_t number)
{
    if (!numbers_grow(verify, numbers))
        return false;
    numbers->list[numbers->count++] = number;
    return true;
}

bool verify_same(const struct verify_numbers *a, const struct verify_numbers *b)
{
    return a->count == b->count && (a->count == 0 || memcmp(a->list, b->list, a->count * sizeof *a->list) == 0);
}

int verify_compare(const char *a, uint32_t a_length, const char *b, uint32_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);

    return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

/* ---- records ---- */

static bool bit(const unsigned char *bits, uint32_t i)
{
    return (bits[i / 8] >> (i % 8) & 1) != 0;
}

static void bit_set(unsigned char *bits, uint32_t i)
{
    bits[i / 8] = (unsigned char)(bits[i / 8] | 1u << (i % 8));
}

uint32_t verify_size(const struct verify *verify, enum table_section section)
{
    return verify->table->sections[section].size;
}

void verify_walk_begin(struct verify_walk *walk, struct verify *verify, enum table_section section)
{
    *walk = (struct verify_walk){.verify = verify, .section = section};
    cursor_open(&walk->cursor, verify->table, section, 0);
}

bool verify_walk_fail(struct verify_walk *walk, const char *text)
{
    return verify_fail(walk->verify, walk->section, walk->start, text);
}

bool verify_walk_next(struct verify_walk *walk)
{
    uint32_t at;

    if (!verify_ok(walk->verify))
        return false;
    if (!cursor_ok(&walk->cursor))
        return verify_walk_fail(walk, "a record runs past the end, or has a number or string that is not well formed");
    at = cursor_offset(&walk->cursor, walk->section);
    if (at >= verify_size(walk->verify, walk->section))
        return false;
    walk->before = walk->start;
    walk->before_end = at;
    walk->start = at;
    bit_set(walk->verify->starts[walk->section], at);
    return true;
}

void verify_walk_ascends(struct verify_walk *walk)
{
    const unsigned char *bytes = walk->verify->table->image + walk->verify->table->sections[walk->section].start;
    uint32_t end, size, before_size = walk->before_end - walk->before;
    int order;

    if (!cursor_ok(&walk->cursor) || before_size == 0)
        return;
    end = cursor_offset(&walk->cursor, walk->section);
    size = end - walk->start;
    order = memcmp(bytes + walk->before, bytes + walk->start, before_size < size ? before_size : size);
    if (order > 0 || (order == 0 && before_size >= size))
        verify_walk_fail(walk, "a record does not come behind the one before it");
}

/* The first bit from i on that is set, or size. */
static uint32_t bit_next(const unsigned char *bits, uint32_t i, uint32_t size)
{
    while (i < size && !bit(bits, i))
        i += i % 8 == 0 && bits[i / 8] == 0 ? 8 : 1;
    return i < size ? i : size;
}

bool verify_record(const struct verify *verify, enum table_section section, uint32_t *offset)
{
    *offset = bit_next(verify->starts[section], *offset, verify_size(verify, section));
    return *offset < verify_size(verify, section);
}

void verify_all_used(struct verify *verify, enum table_section section)
{
    const unsigned char *starts = verify->starts[section], *used = verify->used[section];
    uint32_t bytes = verify_size(verify, section) / 8 + 1, i = 0;

    while (i < bytes && starts[i] == used[i]) /* only what starts is ever used */
        i++;
    for (i *= 8; i < bytes * 8; i++)
        if (bit(starts, i) && !bit(used, i)) {
            verify_fail(verify, section, i, "nothing refers to this record");
            return;
        }
}

bool verify_refers(struct verify_walk *walk, enum table_section section, uint32_t offset)
{
    struct verify *verify = walk->verify;

    if (!cursor_ok(&walk->cursor))
        return false;
    if (offset >= verify_size(verify, section) || !bit(verify->starts[section], offset)) {
        verify_walk_fail(walk, "a reference does not meet the start of a record");
        cursor_fail(&walk->cursor, ROLEGATE_MALFORMED);
        return false;
    }
    bit_set(verify->used[section], offset);
    return true;
}

uint32_t verify_ref(struct verify_walk *walk, enum table_section section)
{
    uint32_t offset = cursor_uv(&walk->cursor);

    return verify_refers(walk, section, offset) ? offset : 0;
}

uint32_t verify_maybe(struct verify_walk *walk, enum table_section section, bool *there)
{
    uint32_t value = cursor_uv(&walk->cursor);

    *there = value != 0;
    return value != 0 && verify_refers(walk, section, value - 1) ? value - 1 : 0;
}

const char *verify_str(struct verify_walk *walk, uint32_t *length)
{
    uint32_t offset = verify_ref(walk, SECTION_STRINGS);
    const char *text = table_string(walk->verify->table, offset, length, &walk->cursor.status);

    return text;
}

uint64_t verify_place(struct verify_walk *walk)
{
    uint32_t file = cursor_uv(&walk->cursor), line = cursor_uv(&walk->cursor);

    if (cursor_ok(&walk->cursor) && (file >= walk->verify->file_count || line == 0))
        verify_walk_fail(walk, "a place that is in no file");
    return (uint64_t)file << 32 | line;
}

bool verify_element(struct verify_walk *walk, enum table_section section, uint32_t size, uint32_t number)
{
    return verify_refers(walk, section, number > UINT32_MAX / size ? UINT32_MAX : number * size);
}

bool verify_item(struct verify_walk *walk, enum table_section section, uint32_t size, uint64_t *least, uint32_t *number)
{
    uint32_t found = *least == 0 ? 0 : (uint32_t)(*least - 1);

    if (section == SECTION_STATEMENTS || section == SECTION_NODES)
        cursor_step(&walk->cursor, &found);
    else
        found = cursor_uv(&walk->cursor);
    if (found < *least)
        verify_walk_fail(walk, "a list does not ascend");
    *least = (uint64_t)found + 1;
    *number = found;
    return verify_element(walk, section, size, found) && verify_ok(walk->verify);
}

void verify_assigns_set(struct verify *verify, uint32_t statement)
{
    bit_set(verify->assigns, statement);
}

bool verify_assigns(const struct verify *verify, uint32_t statement)
{
    return bit(verify->assigns, statement);
}

uint32_t verify_list(struct verify_walk *walk, enum table_section section, uint32_t size,
                     struct verify_numbers *numbers, uint32_t high)
{
    uint32_t count = cursor_uv(&walk->cursor), i, number;
    uint64_t least = 0;

    for (i = 0; i < count && verify_item(walk, section, size, &least, &number); i++)
        if (numbers != NULL)
            verify_add(walk->verify, numbers, (uint64_t)high << 32 | number);
    return count;
}

/*
 * verify_tool.c - what every part of verify does: saying what is wrong, bits, collecting and sorting numbers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify_part.h"

static const char *const section_names[SECTION_COUNT] = {
    [SECTION_META] = "META",
    [SECTION_FILES] = "FILES",
    [SECTION_REQUESTS] = "REQUESTS",
    [SECTION_SERVICES] = "SERVICES",
    [SECTION_INDEX] = "INDEX",
    [SECTION_ROLES] = "ROLES",
    [SECTION_PERMISSIONS] = "PERMISSIONS",
    [SECTION_PATTERNS] = "PATTERNS",
    [SECTION_ROLE_DATA] = "ROLE_DATA",
    [SECTION_EXCLUSIVES] = "EXCLUSIVES",
    [SECTION_ROSTERS] = "ROSTERS",
    [SECTION_DELEGATIONS] = "DELEGATIONS",
    [SECTION_LIMITS] = "LIMITS",
    [SECTION_CONDITIONS] = "CONDITIONS",
    [SECTION_SETS] = "SETS",
    [SECTION_ZONES] = "ZONES",
    [SECTION_OWNERS] = "OWNERS",
    [SECTION_PAGES] = "PAGES",
    [SECTION_NODES] = "NODES",
    [SECTION_RULE_LISTS] = "RULE_LISTS",
    [SECTION_STATEMENTS] = "STATEMENTS",
    [SECTION_STRINGS] = "STRINGS",
};

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

/* ---- bits ---- */

uint64_t *verify_bits_new(struct verify *verify, size_t size)
{
    uint64_t *bits = calloc(size / 64 + 1, sizeof *bits);

    if (bits == NULL)
        verify_no_memory(verify);
    return bits;
}

/* ---- numbers ---- */

#define FEW 32u

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Puts them into to in the order of one byte, and keeps the order that they had else. */
static void sort_by_byte(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    size_t at[256] = {0}, sum = 0, i;

    for (i = 0; i < count; i++)
        at[from[i] >> shift & 255u]++;
    for (i = 0; i < 256; i++) {
        size_t here = at[i];
        at[i] = sum;
        sum += here;
    }
    for (i = 0; i < count; i++)
        to[at[from[i] >> shift & 255u]++] = from[i];
}

static void sort_few(uint64_t *list, size_t count)
{
    size_t i, k;

    for (i = 1; i < count; i++) {
        uint64_t number = list[i];
        for (k = i; k > 0 && list[k - 1] > number; k--)
            list[k] = list[k - 1];
        list[k] = number;
    }
}

/* Byte by byte, of those bytes that are not all the same; without memory, by comparing numbers. */
static void sort_many(uint64_t *list, size_t count, uint64_t differ)
{
    uint64_t *other = calloc(count, sizeof *other), *from = list, *to = other;
    unsigned shift;

    if (other == NULL) {
        qsort(list, count, sizeof *list, compare_numbers);
        return;
    }
    for (shift = 0; shift < 64; shift += 8)
        if ((differ >> shift & 255u) != 0) {
            uint64_t *sorted = to;
            sort_by_byte(from, to, count, shift);
            to = from;
            from = sorted;
        }
    if (from != list)
        memcpy(list, from, count * sizeof *list);
    free(other);
}

void verify_sort(struct verify_numbers *numbers)
{
    uint64_t *list = numbers->list, differ = 0;
    size_t kept = 0, i;
    bool sorted = true;

    for (i = 1; i < numbers->count; i++) {
        differ |= list[i] ^ list[0];
        sorted = sorted && list[i - 1] < list[i];
    }
    if (sorted)
        return;
    if (numbers->count <= FEW)
        sort_few(list, numbers->count);
    else
        sort_many(list, numbers->count, differ);
    for (i = 0; i < numbers->count; i++)
        if (kept == 0 || list[i] != list[kept - 1])
            list[kept++] = list[i];
    numbers->count = kept;
}

bool verify_add(struct verify *verify, struct verify_numbers *numbers, uint64_t number)
{
    if (numbers->count == numbers->capacity) {
        size_t capacity = numbers->capacity == 0 ? 64 : numbers->capacity * 2;
        uint64_t *grown = reallocarray(numbers->list, capacity, sizeof *grown);
        if (grown == NULL)
            return verify_no_memory(verify);
        numbers->list = grown;
        numbers->capacity = capacity;
    }
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

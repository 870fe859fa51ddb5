/*
 * plain_table.h - a table's bytes, read in the plainest way, without the library's reader.
 */
#ifndef PLAIN_TABLE_H
#define PLAIN_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "support/arena.h"
#include "compile/compile.h"
#include "table/format.h"
#include "compile/emit/emit_table.h"
#define XXH_INLINE_ALL
#include <xxhash.h>

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

#endif

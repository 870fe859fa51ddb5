/*
 * verify_walk.c - records of a section one after the other, where each starts, and what refers to it.
 */
#include <string.h>

#include "verify_part.h"

/* ---- records ---- */

void verify_walk_begin(struct verify_walk *walk, struct verify *verify, enum table_section section)
{
    const struct section_range *range = &verify->table->sections[section];

    *walk = (struct verify_walk){.verify = verify, .section = section, .bytes = verify->table->image + range->start};
    walk->reader = (struct verify_reader){.at = walk->bytes, .end = walk->bytes + range->size};
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
    if (!reader_ok(&walk->reader))
        return verify_walk_fail(walk, "a record runs past the end, or has a number or string that is not well formed");
    if (walk->reader.at == walk->reader.end)
        return false;
    at = verify_walk_offset(walk);
    walk->before = walk->start;
    walk->before_end = at;
    walk->start = at;
    verify_bit_set(walk->verify->starts[walk->section], at);
    return true;
}

bool verify_walk_behind(const struct verify_walk *walk)
{
    const char *bytes = (const char *)walk->bytes;
    uint32_t before_size = walk->before_end - walk->before;

    return before_size == 0 || verify_compare(bytes + walk->before, before_size, bytes + walk->start,
                                              verify_walk_offset(walk) - walk->start) < 0;
}

void verify_walk_ascends(struct verify_walk *walk)
{
    if (reader_ok(&walk->reader) && !verify_walk_behind(walk))
        verify_walk_fail(walk, "a record does not come behind the one before it");
}

/* Bits are looked at 64 at a time. */
bool verify_record(const struct verify *verify, enum table_section section, uint32_t *offset)
{
    const uint64_t *bits = verify->starts[section];
    uint32_t size = verify_size(verify, section), i = *offset / 64;
    uint64_t word;

    if (*offset >= size) {
        *offset = size;
        return false;
    }
    word = bits[i] & ~(uint64_t)0 << *offset % 64;
    while (word == 0 && i < size / 64)
        word = bits[++i];
    *offset = word == 0 ? size : i * 64 + (uint32_t)__builtin_ctzll(word);
    return word != 0;
}

void verify_all_used(struct verify *verify, enum table_section section)
{
    const uint64_t *starts = verify->starts[section], *used = verify->used[section];
    uint32_t words = verify_size(verify, section) / 64 + 1, i = 0;

    while (i < words && starts[i] == used[i]) /* only what starts is ever used */
        i++;
    if (i < words)
        verify_fail(verify, section, i * 64 + (uint32_t)__builtin_ctzll(starts[i] & ~used[i]),
                    "nothing refers to this record");
}

struct verify_reader verify_reader_at(const struct verify *verify, enum table_section section, uint32_t offset)
{
    const struct section_range *range = &verify->table->sections[section];
    const unsigned char *bytes = verify->table->image + range->start;
    struct verify_reader reader = {.at = bytes, .end = bytes + range->size};

    if (offset > range->size)
        reader_fail(&reader);
    else
        reader.at += offset;
    return reader;
}

/* ---- what a record says ---- */

bool verify_refers(struct verify_walk *walk, enum table_section section, uint32_t offset)
{
    struct verify *verify = walk->verify;

    if (!reader_ok(&walk->reader))
        return false;
    if (offset >= verify_size(verify, section) || !verify_bit(verify->starts[section], offset)) {
        verify_walk_fail(walk, "a reference does not meet the start of a record");
        reader_fail(&walk->reader);
        return false;
    }
    if (verify->used[section] != NULL)
        verify_bit_set(verify->used[section], offset);
    return true;
}

uint32_t verify_ref(struct verify_walk *walk, enum table_section section)
{
    uint32_t offset = reader_uv(&walk->reader);

    return verify_refers(walk, section, offset) ? offset : 0;
}

uint32_t verify_maybe(struct verify_walk *walk, enum table_section section, bool *there)
{
    uint32_t value = reader_uv(&walk->reader);

    *there = value != 0;
    return value != 0 && verify_refers(walk, section, value - 1) ? value - 1 : 0;
}

const char *verify_str(struct verify_walk *walk, uint32_t *length)
{
    return verify_string(walk, verify_ref(walk, SECTION_STRINGS), length);
}

const char *verify_string(struct verify_walk *walk, uint32_t offset, uint32_t *length)
{
    struct verify_reader reader = verify_reader_at(walk->verify, SECTION_STRINGS, offset);
    const char *text = reader_str(&reader, length);

    if (!reader_ok(&reader))
        reader_fail(&walk->reader);
    return text;
}

uint64_t verify_place(struct verify_walk *walk)
{
    uint32_t file = reader_uv(&walk->reader), line = reader_uv(&walk->reader);

    if (reader_ok(&walk->reader) && (file >= walk->verify->file_count || line == 0))
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
        reader_step(&walk->reader, &found);
    else
        found = reader_uv(&walk->reader);
    if (found < *least)
        verify_walk_fail(walk, "a list does not ascend");
    *least = (uint64_t)found + 1;
    *number = found;
    return verify_element(walk, section, size, found) && verify_ok(walk->verify);
}

uint32_t verify_list(struct verify_walk *walk, enum table_section section, uint32_t size,
                     struct verify_numbers *numbers, uint32_t high)
{
    uint32_t count = reader_uv(&walk->reader), i, number;
    uint64_t least = 0;

    for (i = 0; i < count && verify_item(walk, section, size, &least, &number); i++)
        if (numbers != NULL)
            verify_add(walk->verify, numbers, (uint64_t)high << 32 | number);
    return count;
}

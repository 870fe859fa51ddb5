/*
 * verify_walk.c - the parts of a walk that are not wanted for every record; see verify_walk.h.
 */
#include <string.h>

#include "verify_walk.h"

/* ---- records ---- */

void verify_walk_begin(struct verify_walk *walk, struct verify *verify, enum table_section section)
{
    const struct section_range *range = &verify->table->sections[section];

    *walk = (struct verify_walk){.verify = verify,
                                 .section = section,
                                 .bytes = verify->table->image + range->start,
                                 .starts = verify->starts[section]};
    walk->reader = (struct verify_reader){.at = walk->bytes, .end = walk->bytes + range->size};
}

bool verify_walk_fail(struct verify_walk *walk, const char *text)
{
    return verify_fail(walk->verify, walk->section, walk->start, text);
}

bool verify_walk_over(struct verify_walk *walk)
{
    if (!reader_ok(&walk->reader))
        verify_walk_fail(walk, "a record runs past the end, or has a number or string that is not well formed");
    return false;
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
        verify_walk_fail(walk, "a record does not follow the one before it");
}

/* Bits are looked at 64 at a time. */
bool verify_record_on(const struct verify *verify, enum table_section section, uint32_t *offset)
{
    const uint64_t *bits = verify->starts[section];
    uint32_t size = verify_size(verify, section), i = *offset / 64 + 1;

    while (i <= size / 64 && bits[i] == 0)
        i++;
    *offset = i <= size / 64 ? i * 64 + (uint32_t)__builtin_ctzll(bits[i]) : size;
    return *offset < size;
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

/* ---- what a record says ---- */

bool verify_misses(struct verify_walk *walk)
{
    if (reader_ok(&walk->reader))
        verify_walk_fail(walk, "a reference does not meet the start of a record");
    reader_fail(&walk->reader);
    return false;
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

/* A list's item is the number of a pattern or role, or the offset of a record of another section. */
static bool item_there(struct verify_walk *walk, enum table_section section, uint32_t item)
{
    if (section == SECTION_PATTERNS)
        return verify_pattern(walk, item);
    return section == SECTION_ROLES ? verify_role(walk, item) : verify_refers(walk, section, item);
}

uint32_t verify_list(struct verify_walk *walk, enum table_section section, struct verify_numbers *numbers,
                     uint32_t high)
{
    uint32_t count = reader_uv(&walk->reader);

    verify_items(walk, section, count, numbers, high);
    return count;
}

void verify_items(struct verify_walk *walk, enum table_section section, uint32_t count, struct verify_numbers *numbers,
                  uint32_t high)
{
    bool steps = section == SECTION_STATEMENTS || section == SECTION_NODES;
    uint32_t i, item = 0;
    uint64_t least = 0;

    for (i = 0; i < count; i++) {
        if (steps)
            reader_step(&walk->reader, &item);
        else
            item = reader_uv(&walk->reader);
        if (item < least && reader_ok(&walk->reader))
            verify_walk_fail(walk, "a list does not ascend");
        least = (uint64_t)item + 1;
        if (!item_there(walk, section, item) || !verify_ok(walk->verify))
            return;
        if (numbers != NULL)
            verify_add(walk->verify, numbers, (uint64_t)high << 32 | item);
    }
}

/*
 * verify_walk.h - records of a section one after the other, where each starts, and what refers to it.
 *
 * Internal to verify*.c. What is done for every record or reference stands here, so that it costs no call.
 */
#ifndef ROLEGATE_VERIFY_WALK_H
#define ROLEGATE_VERIFY_WALK_H

#include "verify_part.h"

/* ---- records ---- */

/* A walk over the records of a section: begin, next until it is false; next notes where each record starts. */
struct verify_walk {
    struct verify *verify;
    enum table_section section;
    struct verify_reader reader;
    const unsigned char *bytes;         /* the section's first */
    uint64_t *starts;                   /* of the section */
    uint32_t start, before, before_end; /* this record; the one before and its end, equal where there is none */
};
void verify_walk_begin(struct verify_walk *walk, struct verify *verify, enum table_section section);
/* Why there is no next one: false, always. */
bool verify_walk_over(struct verify_walk *walk);
static inline bool verify_walk_next(struct verify_walk *walk)
{
    if (!verify_ok(walk->verify) || !reader_ok(&walk->reader) || walk->reader.at == walk->reader.end)
        return verify_walk_over(walk);
    walk->before = walk->start;
    walk->before_end = walk->start = (uint32_t)(walk->reader.at - walk->bytes);
    verify_bit_set(walk->starts, walk->start);
    return true;
}
/* Of the record that has just been read: it fails the walk. */
bool verify_walk_fail(struct verify_walk *walk, const char *text);
/* Offset of the next byte in the section. */
static inline uint32_t verify_walk_offset(const struct verify_walk *walk)
{
    return (uint32_t)(walk->reader.at - walk->bytes);
}
/* Whether the record that ends here comes behind the one before by its bytes; true if there is none. */
bool verify_walk_behind(const struct verify_walk *walk);
/* The same, and the walk fails where it does not. */
void verify_walk_ascends(struct verify_walk *walk);
/* Whether something has turned out to refer to every record of a section. */
void verify_all_used(struct verify *verify, enum table_section section);
/* The next record of a section that has been walked, from an offset on, that starts behind the next 64 bits' end. */
bool verify_record_on(const struct verify *verify, enum table_section section, uint32_t *offset);
/* The next record of a section that has been walked, from an offset on; false, and the section's size: there is none.
 */
static inline bool verify_record(const struct verify *verify, enum table_section section, uint32_t *offset)
{
    uint64_t word;

    if (*offset >= verify_size(verify, section))
        return false;
    word = verify->starts[section][*offset / 64] >> (*offset % 64);
    if (word == 0)
        return verify_record_on(verify, section, offset);
    *offset += (uint32_t)__builtin_ctzll(word);
    return true;
}
/* Reads a section from an offset on; it fails at once if that is outside. */
static inline struct verify_reader verify_reader_at(const struct verify *verify, enum table_section section,
                                                    uint32_t offset)
{
    const struct section_range *range = &verify->table->sections[section];
    const unsigned char *bytes = verify->table->image + range->start;
    bool inside = offset <= range->size;

    return (struct verify_reader){
        .at = bytes + (inside ? offset : range->size), .end = bytes + range->size, .failed = !inside};
}

/* ---- what a record says ---- */

/* A reference does not meet a record: it fails the walk. False, always. */
bool verify_misses(struct verify_walk *walk);
/* Whether a record starts at an offset that was read; something refers to it then. False: the walk has failed. */
static inline bool verify_refers(struct verify_walk *walk, enum table_section section, uint32_t offset)
{
    const struct verify *verify = walk->verify;

    if (!reader_ok(&walk->reader) || offset >= verify_size(verify, section) ||
        !verify_bit(verify->starts[section], offset))
        return verify_misses(walk);
    if (verify->used[section] != NULL)
        verify_bit_set(verify->used[section], offset);
    return true;
}
/* Reads a reference. 0 on failure. */
static inline uint32_t verify_ref(struct verify_walk *walk, enum table_section section)
{
    uint32_t offset = reader_uv(&walk->reader);

    return verify_refers(walk, section, offset) ? offset : 0;
}
/* ref?: *there tells whether there is one. */
static inline uint32_t verify_maybe(struct verify_walk *walk, enum table_section section, bool *there)
{
    uint32_t value = reader_uv(&walk->reader);

    *there = value != 0;
    return value != 0 && verify_refers(walk, section, value - 1) ? value - 1 : 0;
}
/* The same for the number of a pattern or a role. */
static inline bool verify_pattern(struct verify_walk *walk, uint32_t number)
{
    if (!reader_ok(&walk->reader) || number >= walk->verify->pattern_count)
        return verify_misses(walk);
    verify_bit_set(walk->verify->used[SECTION_PATTERNS], number * PATTERN_SIZE);
    return true;
}
static inline bool verify_role(struct verify_walk *walk, uint32_t number)
{
    return (reader_ok(&walk->reader) && number < walk->verify->role_count) || verify_misses(walk);
}
/* Reads a STR; "" on failure. */
const char *verify_str(struct verify_walk *walk, uint32_t *length);
/* The str at an offset of STRINGS; "", and the walk's reading has failed, if there is none. */
const char *verify_string(struct verify_walk *walk, uint32_t offset, uint32_t *length);
/* Reads a place: file << 32 | line. */
uint64_t verify_place(struct verify_walk *walk);
/*
 * Reads a whole list with its count, which is returned: of numbers of patterns or roles, or of offsets of another
 * section's records, which for STATEMENTS and NODES stand as steps. Each must be there, and they must ascend. Each goes
 * to numbers, if that is not NULL, as high << 32 | it.
 */
uint32_t verify_list(struct verify_walk *walk, enum table_section section, struct verify_numbers *numbers,
                     uint32_t high);
/* The same behind the count. */
void verify_items(struct verify_walk *walk, enum table_section section, uint32_t count, struct verify_numbers *numbers,
                  uint32_t high);

#endif

/*
 * table.h - a table in memory, and the one bounded way to read it.
 *
 * Internal to lib/. A lazy table's image is filled block by block; a block is checked against its sum before a
 * byte of it is seen. Everything else in lib/ reads through a cursor and so never sees an unchecked byte.
 */
#ifndef ROLEGATE_TABLE_H
#define ROLEGATE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "format.h"
#include "rolegate.h"

struct section_range {
    uint32_t start, size; /* in the file */
};

struct rolegate_table {
    const unsigned char *image; /* size bytes */
    uint32_t size;
    uint32_t flags;    /* FLAG_... */
    uint64_t identity; /* sum of block 0: two tables with the same one say the same */
    struct section_range sections[SECTION_COUNT];
    uint32_t block_count;
    uint32_t sums_blocks;   /* k: 0 with one level */
    unsigned char *present; /* one byte a block: whether it is read and checked; NULL: all are */
    unsigned char *fill;    /* the image, writable, while there are blocks to fill */
    int fd;                 /* or -1 */
    enum rolegate_open_mode mode;
    /* for rolegate_table_reload() */
    char *path;
    uint64_t device, inode;
    int64_t changed_sec, changed_nsec, modified_sec, modified_nsec;
};

/*
 * Makes sure that file bytes [start, start + length) are in the image and checked. Bounds are the caller's business
 * only in so far as anything outside the file answers ROLEGATE_MALFORMED.
 */
enum rolegate_status table_need(struct rolegate_table *table, uint32_t start, uint32_t length);

/*
 * Reads on from a place in a section, never past the section's end. The first failure is kept in status, and every
 * read after it gives 0, "" or NULL; so a caller may read a whole record and look at status once, as long as its
 * loops ask cursor_ok() too.
 */
struct cursor {
    struct rolegate_table *table;
    const unsigned char *at, *ready, *end; /* at <= ready <= end; bytes before ready are checked */
    enum rolegate_status status;
};

void cursor_open(struct cursor *cursor, struct rolegate_table *table, enum table_section section, uint32_t offset);
static inline bool cursor_ok(const struct cursor *cursor)
{
    return cursor->status == ROLEGATE_OK;
}
/* Ends the reading with a status, unless there was an error already. */
void cursor_fail(struct cursor *cursor, enum rolegate_status status);
/* Offset, in the section, of the next byte. */
uint32_t cursor_offset(const struct cursor *cursor, enum table_section section);
/* length bytes in a row, or NULL. */
const unsigned char *cursor_bytes(struct cursor *cursor, uint32_t length);
uint8_t cursor_u8(struct cursor *cursor);
uint32_t cursor_u32(struct cursor *cursor);
uint64_t cursor_u64(struct cursor *cursor);
uint32_t cursor_uv(struct cursor *cursor);
int64_t cursor_sv(struct cursor *cursor);
/* An inline str: its bytes, 0-terminated, *length set (length may be NULL). On failure "" and 0. */
const char *cursor_str(struct cursor *cursor, uint32_t *length);

/* Passes count uv. */
void cursor_skip(struct cursor *cursor, uint32_t count);

/* The str at a STRINGS offset; "" and *status set on failure (left alone otherwise). */
const char *table_string(struct rolegate_table *table, uint32_t offset, uint32_t *length, enum rolegate_status *status);
/* A u32 of a fixed array: element index of size bytes, field at byte field. *status as above. */
uint32_t table_field(struct rolegate_table *table, enum table_section section, uint32_t index, uint32_t size,
                     uint32_t field, enum rolegate_status *status);
/* How many elements of size bytes the section holds. */
uint32_t table_count(const struct rolegate_table *table, enum table_section section, uint32_t size);

#endif

/*
 * table.h - the bytes of a table, checked, and the one bounded way to read them.
 *
 * Internal to lib/. Everything outside lib/table/ reads through a cursor and so never sees an unchecked byte.
 */
#ifndef ROLEGATE_TABLE_H
#define ROLEGATE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "format.h"
#include "rolegate.h"
#include "table_state.h"

/*
 * Bytes [start, start + length) of the content, in a row and checked, or NULL and *status; what lies outside it is
 * ROLEGATE_MALFORMED. From start to before *until the bytes go on, checked. They stay where they are until the table
 * is closed.
 */
const unsigned char *table_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                              enum rolegate_status *status);

/*
 * Reads on from a place in a section, never past the section's end. The first failure is kept in status, and every
 * read after it gives 0, "" or NULL; so a caller may read a whole record and look at status once, as long as its
 * loops ask cursor_ok() too.
 */
struct cursor {
    struct rolegate_table *table;
    const unsigned char *at, *ready; /* from at to before ready the bytes are there, and checked */
    uint32_t ready_place, limit;     /* in the content: of ready, and where the section ends */
    enum rolegate_status status;
};

void cursor_open(struct cursor *cursor, struct rolegate_table *table, enum table_section section, uint32_t offset);
static inline bool cursor_ok(const struct cursor *cursor)
{
    return cursor->status == ROLEGATE_OK;
}
/* Ends the reading with a status, unless there was an error already. */
void cursor_fail(struct cursor *cursor, enum rolegate_status status);
/* Place of the next byte in the content; how many are left in the section. */
uint32_t cursor_place(const struct cursor *cursor);
uint32_t cursor_left(const struct cursor *cursor);
/* Makes the cursor end behind length more bytes, of which no more than are left count. */
void cursor_limit(struct cursor *cursor, uint32_t length);
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

/* The next of numbers that ascend: of the first, and then of steps. *before is the one before, 0 at first. */
uint32_t cursor_step(struct cursor *cursor, uint32_t *before);
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

/*
 * cursor.c - reading on through a section, a checked block at a time.
 *
 * The one place where bytes of a table become numbers and strings. After the first failure a cursor gives zeros, and
 * its status says what happened.
 */
#include "base/bytes.h"
#include "table.h"

uint32_t cursor_place(const struct cursor *cursor)
{
    return cursor->ready_place - (uint32_t)(cursor->ready - cursor->at);
}

uint32_t cursor_left(const struct cursor *cursor)
{
    return cursor->limit - cursor_place(cursor);
}

void cursor_limit(struct cursor *cursor, uint32_t length)
{
    uint32_t left = cursor_left(cursor);

    cursor->limit -= length < left ? left - length : 0;
    if (cursor->ready_place > cursor->limit) {
        cursor->ready -= cursor->ready_place - cursor->limit;
        cursor->ready_place = cursor->limit;
    }
}

void cursor_fail(struct cursor *cursor, enum rolegate_status status)
{
    if (cursor->status == ROLEGATE_OK)
        cursor->status = status;
    cursor_limit(cursor, 0);
}

void cursor_open(struct cursor *cursor, struct rolegate_table *table, enum table_section section, uint32_t offset)
{
    static const unsigned char nothing[1];
    const struct section_range *range = &table->sections[section];

    cursor->table = table;
    cursor->status = ROLEGATE_OK;
    cursor->limit = range->start + range->size;
    if (offset > range->size) {
        cursor->at = cursor->ready = nothing;
        cursor->ready_place = cursor->limit;
        cursor_fail(cursor, ROLEGATE_MALFORMED);
    } else if (table->image != NULL) {
        cursor->at = table->image + range->start + offset;
        cursor->ready = table->image + cursor->limit;
        cursor->ready_place = cursor->limit;
    } else {
        cursor->at = cursor->ready = nothing;
        cursor->ready_place = range->start + offset;
    }
}

uint32_t cursor_offset(const struct cursor *cursor, enum table_section section)
{
    return cursor_place(cursor) - cursor->table->sections[section].start;
}

/* Makes length more bytes ready; false, and the cursor failed, if they are not there. */
static bool cursor_more(struct cursor *cursor, uint32_t length)
{
    uint32_t place = cursor_place(cursor), until = 0;
    enum rolegate_status status = ROLEGATE_MALFORMED;
    const unsigned char *bytes = NULL;

    if (length <= cursor->limit - place)
        bytes = table_at(cursor->table, place, length, &until, &status);
    if (bytes == NULL) {
        cursor_fail(cursor, status);
        return false;
    }
    cursor->at = bytes;
    cursor->ready_place = until < cursor->limit ? until : cursor->limit;
    cursor->ready = bytes + (cursor->ready_place - place);
    return true;
}

const unsigned char *cursor_bytes(struct cursor *cursor, uint32_t length)
{
    const unsigned char *bytes;

    if ((size_t)(cursor->ready - cursor->at) < length && !cursor_more(cursor, length))
        return NULL;
    bytes = cursor->at;
    cursor->at += length;
    return bytes;
}

uint8_t cursor_u8(struct cursor *cursor)
{
    if (cursor->at == cursor->ready && !cursor_more(cursor, 1))
        return 0;
    return *cursor->at++;
}

uint32_t cursor_u32(struct cursor *cursor)
{
    const unsigned char *bytes = cursor_bytes(cursor, 4);

    return bytes == NULL ? 0 : load_u32(bytes);
}

uint64_t cursor_u64(struct cursor *cursor)
{
    const unsigned char *bytes = cursor_bytes(cursor, 8);

    return bytes == NULL ? 0 : load_u64(bytes);
}

/* LEB128 (DWARF 5, 7.6) of at most bits bits; only the shortest form is taken. */
static uint64_t cursor_leb(struct cursor *cursor, unsigned bits)
{
    uint64_t value = 0;
    unsigned shift = 0;

    for (;;) {
        uint8_t byte = cursor_u8(cursor);
        uint64_t part = byte & 127u;
        if (shift >= bits || (bits - shift < 7 && part >> (bits - shift) != 0) || (byte == 0 && shift > 0)) {
            cursor_fail(cursor, ROLEGATE_MALFORMED);
            return 0;
        }
        value |= part << shift;
        if ((byte & 128u) == 0)
            return value;
        shift += 7;
    }
}

/* Most numbers have at most three bytes, all of them ready. */
uint32_t cursor_uv(struct cursor *cursor)
{
    const unsigned char *at = cursor->at;

    if (at != cursor->ready && at[0] < 128) {
        cursor->at++;
        return at[0];
    }
    if (cursor->ready - at < 3)
        return (uint32_t)cursor_leb(cursor, 32);
    if (at[1] - 1u < 127) { /* not 0: that would not be the shortest form */
        cursor->at += 2;
        return (at[0] & 127u) | (uint32_t)at[1] << 7;
    }
    if (at[1] > 127 && at[2] - 1u < 127) {
        cursor->at += 3;
        return (at[0] & 127u) | (at[1] & 127u) << 7 | (uint32_t)at[2] << 14;
    }
    return (uint32_t)cursor_leb(cursor, 32);
}

int64_t cursor_sv(struct cursor *cursor)
{
    uint64_t zigzag = cursor_leb(cursor, 64);

    return (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}

const char *cursor_str(struct cursor *cursor, uint32_t *length)
{
    uint32_t size = cursor_uv(cursor);
    const unsigned char *bytes = size > STRING_MAX ? NULL : cursor_bytes(cursor, size + 1);

    if (bytes != NULL && bytes[size] != 0)
        bytes = NULL;
    if (bytes == NULL)
        cursor_fail(cursor, ROLEGATE_MALFORMED);
    if (length != NULL)
        *length = bytes == NULL ? 0 : size;
    return bytes == NULL ? "" : (const char *)bytes;
}

uint32_t cursor_step(struct cursor *cursor, uint32_t *before)
{
    uint32_t step = cursor_uv(cursor);

    if (step > UINT32_MAX - *before)
        cursor_fail(cursor, ROLEGATE_MALFORMED);
    else
        *before += step;
    return *before;
}

void cursor_skip(struct cursor *cursor, uint32_t count)
{
    while (count-- > 0 && cursor_ok(cursor))
        cursor_uv(cursor);
}

const char *table_string(struct rolegate_table *table, uint32_t offset, uint32_t *length, enum rolegate_status *status)
{
    struct cursor cursor;
    const char *text;

    cursor_open(&cursor, table, SECTION_STRINGS, offset);
    text = cursor_str(&cursor, length);
    if (!cursor_ok(&cursor))
        *status = cursor.status;
    return text;
}

uint32_t table_field(struct rolegate_table *table, enum table_section section, uint32_t index, uint32_t size,
                     uint32_t field, enum rolegate_status *status)
{
    const struct section_range *range = &table->sections[section];
    uint32_t start;
    const unsigned char *bytes;
    uint32_t until;

    if (index >= range->size / size) {
        *status = ROLEGATE_MALFORMED;
        return 0;
    }
    start = range->start + index * size + field;
    bytes = table_at(table, start, 4, &until, status);
    return bytes == NULL ? 0 : load_u32(bytes);
}

uint32_t table_count(const struct rolegate_table *table, enum table_section section, uint32_t size)
{
    return table->sections[section].size / size;
}

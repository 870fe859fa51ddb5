/*
 * cursor.c - reading on through a section, a checked block at a time.
 *
 * The one place where bytes of a table become numbers and strings. After the first failure a cursor gives zeros, and
 * its status says what happened.
 */
#include "bytes.h"
#include "table.h"

void cursor_fail(struct cursor *cursor, enum rolegate_status status)
{
    if (cursor->status == ROLEGATE_OK)
        cursor->status = status;
    cursor->at = cursor->ready = cursor->end;
}

void cursor_open(struct cursor *cursor, struct rolegate_table *table, enum table_section section, uint32_t offset)
{
    const struct section_range *range = &table->sections[section];

    cursor->table = table;
    cursor->status = ROLEGATE_OK;
    cursor->end = table->image + range->start + range->size;
    if (offset > range->size) {
        cursor_fail(cursor, ROLEGATE_MALFORMED);
        return;
    }
    cursor->at = table->image + range->start + offset;
    cursor->ready = table->present == NULL ? cursor->end : cursor->at;
}

uint32_t cursor_offset(const struct cursor *cursor, enum table_section section)
{
    return (uint32_t)(cursor->at - (cursor->table->image + cursor->table->sections[section].start));
}

/* Makes length more bytes ready; false, and the cursor failed, if they are not there. */
static bool cursor_more(struct cursor *cursor, uint32_t length)
{
    struct rolegate_table *table = cursor->table;
    uint32_t start, until;
    enum rolegate_status status;

    if ((size_t)(cursor->end - cursor->at) < length) {
        cursor_fail(cursor, ROLEGATE_MALFORMED);
        return false;
    }
    start = (uint32_t)(cursor->at - table->image);
    status = table_need(table, start, length);
    if (status != ROLEGATE_OK) {
        cursor_fail(cursor, status);
        return false;
    }
    /* All of the last block is checked now, so the cursor may run on to its end. */
    until = start + length;
    until += (BLOCK_SIZE - until % BLOCK_SIZE) % BLOCK_SIZE;
    cursor->ready = (uint32_t)(cursor->end - table->image) < until ? cursor->end : table->image + until;
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

uint32_t cursor_uv(struct cursor *cursor)
{
    if (cursor->at != cursor->ready && *cursor->at < 128)
        return *cursor->at++;
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
    enum rolegate_status need;

    if (index >= range->size / size) {
        *status = ROLEGATE_MALFORMED;
        return 0;
    }
    start = range->start + index * size + field;
    need = table_need(table, start, 4);
    if (need != ROLEGATE_OK) {
        *status = need;
        return 0;
    }
    return load_u32(table->image + start);
}

uint32_t table_count(const struct rolegate_table *table, enum table_section section, uint32_t size)
{
    return table->sections[section].size / size;
}

/*
 * writer.c - a growing run of bytes, and the integers of the table format written to its end.
 *
 * Owns growing and the encodings of integers. Trusts its caller for nothing but valid pointers. May not include the
 * tree or the IR.
 */
#include "writer.h"

#include <string.h>

#include "support/arena.h"

#define SMALLEST 64u /* the first room of a run */

struct writer writer_new(struct arena *arena, size_t expected)
{
    struct writer writer = {.arena = arena};
    if (expected < SMALLEST)
        expected = SMALLEST;
    if (expected > TABLE_MAX)
        expected = TABLE_MAX;
    writer.data = arena_room(arena, expected);
    writer.capacity = (uint32_t)expected;
    return writer;
}

static void grow(struct writer *writer, size_t capacity)
{
    if (capacity > TABLE_MAX)
        capacity = TABLE_MAX;
    unsigned char *data = arena_room(writer->arena, capacity);
    memcpy(data, writer->data, writer->size);
    writer->data = data;
    writer->capacity = (uint32_t)capacity;
}

void writer_expect(struct writer *writer, size_t length)
{
    size_t needed = writer->size + length;
    if (needed > writer->capacity && writer->capacity < TABLE_MAX)
        grow(writer, needed);
}

unsigned char *writer_more(struct writer *writer, size_t length)
{
    if (length > TABLE_MAX - writer->size) {
        writer->full = true;
        writer->size = 0;
        if (length > writer->capacity)
            return NULL;
    }
    if (length > writer->capacity - writer->size)
        grow(writer, 2 * (writer->size + length));
    unsigned char *at = writer->data + writer->size;
    writer->size += (uint32_t)length;
    return at;
}

void writer_put(struct writer *writer, const void *data, size_t length)
{
    if (length == 0)
        return;
    unsigned char *at = writer_room(writer, length);
    if (at)
        memcpy(at, data, length);
}

void writer_u32(struct writer *writer, uint32_t value)
{
    unsigned char *at = writer_room(writer, 4);
    for (unsigned i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

void writer_u64(struct writer *writer, uint64_t value)
{
    writer_u32(writer, (uint32_t)value);
    writer_u32(writer, (uint32_t)(value >> 32));
}

void writer_sv(struct writer *writer, int64_t value)
{
    uint64_t doubled = (uint64_t)value << 1;
    writer_uv(writer, value < 0 ? ~doubled : doubled);
}

void writer_str(struct writer *writer, const char *text, uint32_t length)
{
    writer_uv(writer, length);
    writer_put(writer, text, length);
    writer_u8(writer, 0);
}

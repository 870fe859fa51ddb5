/*
 * writer.h - a growing run of bytes, and the integers of the table format written to its end.
 *
 * Owns its memory in an arena. A run never grows past TABLE_MAX: then it is marked full, and what it holds makes
 * no sense any more; the writer goes on without asking and looks at the mark once, at the end. Knows nothing of
 * what is written.
 */
#ifndef WRITER_H
#define WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/format.h"

struct arena;

struct writer {
    struct arena *arena;
    unsigned char *data;
    uint32_t size, capacity;
    bool full;
};

/* An empty run with room for expected bytes. */
struct writer writer_new(struct arena *arena, size_t expected);
/* The same as writer_room(), where there is no room yet. */
unsigned char *writer_more(struct writer *writer, size_t length);

/* Where the next length bytes go; they count as written. When full, a place to write to and be forgotten, or NULL. */
static inline unsigned char *writer_room(struct writer *writer, size_t length)
{
    unsigned char *at = writer->data + writer->size;

    if (length > writer->capacity - writer->size)
        return writer_more(writer, length);
    writer->size += (uint32_t)length;
    return at;
}

/* Makes room for length more bytes at once, where it is known how many will come. */
void writer_expect(struct writer *writer, size_t length);
/* Appends length bytes. */
void writer_put(struct writer *writer, const void *data, size_t length);
static inline void writer_u8(struct writer *writer, unsigned value)
{
    *writer_room(writer, 1) = (unsigned char)value;
}

void writer_u32(struct writer *writer, uint32_t value);
void writer_u64(struct writer *writer, uint64_t value);
#define WRITER_LEB_MAX 10u /* bytes of the longest 64-bit LEB128 */

/* Writes a number as unsigned LEB128; returns where it ends. */
static inline unsigned char *leb_put(unsigned char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *at++ = (unsigned char)(value | 0x80);
    *at++ = (unsigned char)value;
    return at;
}

/* How many bytes that takes. */
static inline unsigned leb_size(uint64_t value)
{
    unsigned char bytes[WRITER_LEB_MAX];

    return (unsigned)(leb_put(bytes, value) - bytes);
}

/* Unsigned LEB128. */
static inline void writer_uv(struct writer *writer, uint64_t value)
{
    unsigned char *start = writer_room(writer, WRITER_LEB_MAX);

    writer->size -= WRITER_LEB_MAX - (uint32_t)(leb_put(start, value) - start);
}

/* Zigzag, then LEB128. */
void writer_sv(struct writer *writer, int64_t value);
/* An inline str: length, bytes, 0. */
void writer_str(struct writer *writer, const char *text, uint32_t length);

#endif

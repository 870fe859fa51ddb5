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

#include "format.h"

struct arena;

struct writer {
    struct arena *arena;
    unsigned char *data;
    uint32_t size, capacity;
    bool full;
};

/* An empty run with room for expected bytes. */
struct writer writer_new(struct arena *arena, size_t expected);
/* Where the next length bytes go; they count as written. When full, a place to write to and be forgotten, or NULL. */
unsigned char *writer_room(struct writer *writer, size_t length);
/* Makes room for length more bytes at once, where it is known how many will come. */
void writer_expect(struct writer *writer, size_t length);
/* Appends length bytes. */
void writer_put(struct writer *writer, const void *data, size_t length);
void writer_u8(struct writer *writer, unsigned value);
void writer_u32(struct writer *writer, uint32_t value);
void writer_u64(struct writer *writer, uint64_t value);
/* Unsigned LEB128. */
void writer_uv(struct writer *writer, uint32_t value);
/* Zigzag, then LEB128. */
void writer_sv(struct writer *writer, int64_t value);
/* An inline str: length, bytes, 0. */
void writer_str(struct writer *writer, const char *text, uint32_t length);

#endif

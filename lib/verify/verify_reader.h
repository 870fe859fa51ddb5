/*
 * verify_reader.h - reading on through bytes that are all there, for verify.
 *
 * Internal to verify*.c. A table that is verified is one image, so a section of it is one run of bytes, and most is
 * read where it is wanted; a reader that is a local variable never leaves the registers. Trusts nothing: after the
 * first failure it is at its end, and gives zeros; a caller may read a whole record and ask reader_ok() once, as long
 * as its loops ask it too.
 */
#ifndef ROLEGATE_VERIFY_READER_H
#define ROLEGATE_VERIFY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "table/format.h"

struct verify_reader {
    const unsigned char *at, *end;
    bool failed;
};

static inline bool reader_ok(const struct verify_reader *reader)
{
    return !reader->failed;
}
static inline void reader_fail(struct verify_reader *reader)
{
    reader->failed = true;
    reader->at = reader->end;
}
/* length bytes in a row, or NULL. */
static inline const unsigned char *reader_bytes(struct verify_reader *reader, uint32_t length)
{
    const unsigned char *bytes = reader->at;

    if ((size_t)(reader->end - bytes) < length) {
        reader_fail(reader);
        return NULL;
    }
    reader->at += length;
    return bytes;
}
static inline uint8_t reader_u8(struct verify_reader *reader)
{
    if (reader->at != reader->end)
        return *reader->at++;
    reader_fail(reader);
    return 0;
}
static inline uint32_t reader_u32(struct verify_reader *reader)
{
    const unsigned char *bytes = reader_bytes(reader, 4);

    return bytes == NULL ? 0 : load_u32(bytes);
}
static inline uint64_t reader_u64(struct verify_reader *reader)
{
    const unsigned char *bytes = reader_bytes(reader, 8);

    return bytes == NULL ? 0 : load_u64(bytes);
}

/*
 * LEB128 (DWARF 5, 7.6) of at most bits bits, in its shortest form, out of size bytes. *length is how many of them it
 * has; 0, and so is the value, if it is not well formed.
 */
uint64_t reader_leb(const unsigned char *at, size_t size, unsigned bits, uint32_t *length);
static inline uint64_t reader_number(struct verify_reader *reader, unsigned bits)
{
    uint32_t length;
    uint64_t value = reader_leb(reader->at, (size_t)(reader->end - reader->at), bits, &length);

    reader->at += length;
    if (length == 0)
        reader_fail(reader);
    return value;
}
/* Most numbers have at most three bytes. A last one of 0 would not be the shortest form. */
static inline uint32_t reader_uv(struct verify_reader *reader)
{
    const unsigned char *at = reader->at;
    uint32_t low;

    if (at != reader->end && at[0] < 128) {
        reader->at++;
        return at[0];
    }
    if (reader->end - at < 3)
        return (uint32_t)reader_number(reader, 32);
    low = (at[0] & 127u) | (at[1] & 127u) << 7;
    if (at[1] - 1u < 127) {
        reader->at += 2;
        return low;
    }
    if (at[1] == 0 || at[2] - 1u >= 127)
        return (uint32_t)reader_number(reader, 32);
    reader->at += 3;
    return low | (uint32_t)at[2] << 14;
}
static inline int64_t reader_sv(struct verify_reader *reader)
{
    uint64_t zigzag = reader_number(reader, 64);

    return (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}
/* The next of numbers that ascend: of the first, and then of steps. *before is the one before, 0 at first. */
static inline uint32_t reader_step(struct verify_reader *reader, uint32_t *before)
{
    uint32_t step = reader_uv(reader);

    if (step > UINT32_MAX - *before)
        reader_fail(reader);
    else
        *before += step;
    return *before;
}
/* Passes count uv, whose form does not matter here. */
static inline void reader_skip(struct verify_reader *reader, uint32_t count)
{
    while (count > 0 && reader->at != reader->end)
        count -= *reader->at++ < 128;
    if (count > 0)
        reader_fail(reader);
}
/* An inline str: its bytes, among which there may be a 0, and a 0 behind them. On failure "" and 0. */
static inline const char *reader_str(struct verify_reader *reader, uint32_t *length)
{
    uint32_t size = reader_uv(reader);
    const unsigned char *bytes = size > STRING_MAX ? NULL : reader_bytes(reader, size + 1);

    *length = 0;
    if (bytes == NULL || bytes[size] != 0) {
        reader_fail(reader);
        return "";
    }
    *length = size;
    return (const char *)bytes;
}

#endif

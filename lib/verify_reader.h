/*
 * verify_reader.h - reading on through bytes that are all there, for verify.
 *
 * Internal to verify*.c. A table that is verified is one image, so a section of it is one run of bytes, and a number
 * of one byte, as most are, is read where it is wanted. Trusts nothing: after the first failure the reader is at its
 * end, and gives zeros; a caller may read a whole record and ask reader_ok() once, as long as its loops ask it too.
 */
#ifndef ROLEGATE_VERIFY_READER_H
#define ROLEGATE_VERIFY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct verify_reader {
    const unsigned char *at, *end;
    bool failed;
};

static inline bool reader_ok(const struct verify_reader *reader)
{
    return !reader->failed;
}
void reader_fail(struct verify_reader *reader);
/* length bytes in a row, or NULL. */
const unsigned char *reader_bytes(struct verify_reader *reader, uint32_t length);
uint8_t reader_u8(struct verify_reader *reader);
uint32_t reader_u32(struct verify_reader *reader);
uint64_t reader_u64(struct verify_reader *reader);
uint32_t reader_uv_long(struct verify_reader *reader);
static inline uint32_t reader_uv(struct verify_reader *reader)
{
    return reader->at != reader->end && *reader->at < 128 ? *reader->at++ : reader_uv_long(reader);
}
int64_t reader_sv(struct verify_reader *reader);
/* The next of numbers that ascend: of the first, and then of steps. *before is the one before, 0 at first. */
uint32_t reader_step(struct verify_reader *reader, uint32_t *before);
/* Passes count uv. */
void reader_skip(struct verify_reader *reader, uint32_t count);
/* An inline str: its bytes, among which there may be a 0, and a 0 behind them. On failure "" and 0. */
const char *reader_str(struct verify_reader *reader, uint32_t *length);

#endif

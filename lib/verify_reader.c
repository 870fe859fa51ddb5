/*
 * verify_reader.c - reading on through bytes that are all there: what is too long to stand in every place.
 */
#include "verify_reader.h"

#include "bytes.h"
#include "format.h"

void reader_fail(struct verify_reader *reader)
{
    reader->failed = true;
    reader->at = reader->end;
}

const unsigned char *reader_bytes(struct verify_reader *reader, uint32_t length)
{
    const unsigned char *bytes = reader->at;

    if ((size_t)(reader->end - reader->at) < length) {
        reader_fail(reader);
        return NULL;
    }
    reader->at += length;
    return bytes;
}

uint8_t reader_u8(struct verify_reader *reader)
{
    const unsigned char *byte = reader_bytes(reader, 1);

    return byte == NULL ? 0 : *byte;
}

uint32_t reader_u32(struct verify_reader *reader)
{
    const unsigned char *bytes = reader_bytes(reader, 4);

    return bytes == NULL ? 0 : load_u32(bytes);
}

uint64_t reader_u64(struct verify_reader *reader)
{
    const unsigned char *bytes = reader_bytes(reader, 8);

    return bytes == NULL ? 0 : load_u64(bytes);
}

/* LEB128 (DWARF 5, 7.6) of at most bits bits; only the shortest form is taken. */
static uint64_t reader_leb(struct verify_reader *reader, unsigned bits)
{
    uint64_t value = 0;
    unsigned shift = 0;

    for (;;) {
        uint8_t byte = reader_u8(reader);
        uint64_t part = byte & 127u;
        if (shift >= bits || (bits - shift < 7 && part >> (bits - shift) != 0) || (byte == 0 && shift > 0)) {
            reader_fail(reader);
            return 0;
        }
        value |= part << shift;
        if ((byte & 128u) == 0)
            return value;
        shift += 7;
    }
}

/* Most numbers have at most three bytes. */
uint32_t reader_uv_long(struct verify_reader *reader)
{
    const unsigned char *at = reader->at;

    if (reader->end - at < 3 || at[0] < 128)
        return (uint32_t)reader_leb(reader, 32);
    if (at[1] - 1u < 127) { /* not 0: that would not be the shortest form */
        reader->at += 2;
        return (at[0] & 127u) | (uint32_t)at[1] << 7;
    }
    if (at[1] > 127 && at[2] - 1u < 127) {
        reader->at += 3;
        return (at[0] & 127u) | (at[1] & 127u) << 7 | (uint32_t)at[2] << 14;
    }
    return (uint32_t)reader_leb(reader, 32);
}

int64_t reader_sv(struct verify_reader *reader)
{
    uint64_t zigzag = reader_leb(reader, 64);

    return (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}

uint32_t reader_step(struct verify_reader *reader, uint32_t *before)
{
    uint32_t step = reader_uv(reader);

    if (step > UINT32_MAX - *before)
        reader_fail(reader);
    else
        *before += step;
    return *before;
}

void reader_skip(struct verify_reader *reader, uint32_t count)
{
    while (count-- > 0 && reader_ok(reader))
        reader_uv(reader);
}

const char *reader_str(struct verify_reader *reader, uint32_t *length)
{
    uint32_t size = reader_uv(reader);
    const unsigned char *bytes = size > STRING_MAX ? NULL : reader_bytes(reader, size + 1);

    if (bytes != NULL && bytes[size] != 0)
        bytes = NULL;
    if (bytes == NULL)
        reader_fail(reader);
    *length = bytes == NULL ? 0 : size;
    return bytes == NULL ? "" : (const char *)bytes;
}

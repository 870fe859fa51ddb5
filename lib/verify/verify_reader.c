/*
 * verify_reader.c - numbers of any length; see verify_reader.h.
 */
#include "verify_reader.h"

/* Of four bytes, as in references to sections of more than 2 MiB; bytes is what they are as an integer. */
static bool is_four(uint32_t bytes)
{
    return (bytes & 0x80808080) == 0x808080 && bytes >> 24 != 0;
}

static uint32_t four(uint32_t bytes)
{
    return (bytes & 0x7f) | (bytes >> 1 & 0x3f80) | (bytes >> 2 & 0x1fc000) | (bytes >> 3 & 0xfe00000);
}

uint64_t reader_leb(const unsigned char *at, size_t size, unsigned bits, uint32_t *length)
{
    size_t most = size < (bits + 6) / 7 ? size : (bits + 6) / 7;
    uint64_t value = 0;
    unsigned shift = 0;
    size_t i = 0;

    if (size >= 4 && is_four(load_u32(at))) {
        *length = 4;
        return four(load_u32(at));
    }
    *length = 0;
    for (; i < most && at[i] > 127; i++, shift += 7)
        value |= (uint64_t)(at[i] & 127u) << shift;
    if (i == most || (at[i] == 0 && i > 0) || (bits - shift < 7 && at[i] >> (bits - shift) != 0))
        return 0;
    *length = (uint32_t)i + 1;
    return value | (uint64_t)at[i] << shift;
}

/*
 * verify_reader.c - numbers of any length; see verify_reader.h.
 */
#include "verify_reader.h"

uint64_t reader_leb(const unsigned char *at, size_t size, unsigned bits, uint32_t *length)
{
    uint64_t value = 0;
    unsigned shift = 0;
    size_t i;

    *length = 0;
    for (i = 0; i < size; i++, shift += 7) {
        uint64_t part = at[i] & 127u;
        if (shift >= bits || (bits - shift < 7 && part >> (bits - shift) != 0) || (at[i] == 0 && shift > 0))
            return 0;
        value |= part << shift;
        if ((at[i] & 128u) == 0) {
            *length = (uint32_t)i + 1;
            return value;
        }
    }
    return 0;
}

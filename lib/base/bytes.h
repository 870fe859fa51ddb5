/*
 * bytes.h - little-endian integers out of bytes. Pure; the caller has checked the bounds.
 */
#ifndef ROLEGATE_BYTES_H
#define ROLEGATE_BYTES_H

#include <stdint.h>

static inline uint32_t load_u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t load_u64(const unsigned char *p)
{
    return (uint64_t)load_u32(p) | (uint64_t)load_u32(p + 4) << 32;
}

/* An integer of size bytes, at most 4. */
static inline uint32_t load_sized(const unsigned char *p, uint32_t size)
{
    uint32_t value = 0;

    while (size-- > 0)
        value = value << 8 | p[size];
    return value;
}

#endif

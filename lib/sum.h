/*
 * sum.h - the two uses of XXH3 (xxHash, https://xxhash.com/): sums of blocks, and keys of the index.
 *
 * The hash is compiled in from its header, so nothing is linked. It guards against accident, not against an enemy:
 * who may write the table decides what it says.
 */
#ifndef ROLEGATE_SUM_H
#define ROLEGATE_SUM_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wpedantic"
#define XXH_INLINE_ALL
#define XXH_NO_STREAM
#include <xxhash.h>
#pragma GCC diagnostic pop

/* The sum of a block's bytes; the number goes in, so that blocks cannot change places. */
static inline uint64_t block_sum(const unsigned char *bytes, size_t length, uint32_t block)
{
    return XXH3_64bits_withSeed(bytes, length, block);
}

static inline uint64_t key_hash(const unsigned char *key, size_t length, uint32_t seed)
{
    return XXH3_64bits_withSeed(key, length, seed);
}

#endif

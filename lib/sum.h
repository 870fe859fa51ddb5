/*
 * sum.h - the uses of XXH3 (xxHash, https://xxhash.com/): a table's identity, sums of blocks, and keys of the index.
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

#include "format.h"

/* What tells a table from any other: of its whole content, less the identity itself. */
static inline uint64_t content_identity(const unsigned char *content, size_t size)
{
    const size_t end = HEADER_IDENTITY + sizeof(uint64_t);

    return XXH3_64bits_withSeed(content + end, size - end, XXH3_64bits(content, HEADER_IDENTITY));
}

/* The sum of a block's content; a block of another place or another table has another one. */
static inline uint64_t block_sum(const unsigned char *content, size_t length, uint64_t identity, uint32_t block)
{
    return XXH3_64bits_withSeed(content, length, identity + block);
}

static inline uint64_t key_hash(const unsigned char *key, size_t length, uint32_t seed)
{
    return XXH3_64bits_withSeed(key, length, seed);
}

#endif

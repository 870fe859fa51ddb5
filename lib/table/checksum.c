/*
 * checksum.c - a table's identity, the sums of its blocks, and the hash of its index.
 *
 * Knows nothing of what the bytes mean, but for where the header has the identity.
 */
#include "checksum.h"

#include "format.h"

uint64_t content_identity(const unsigned char *content, size_t size)
{
    const size_t end = HEADER_IDENTITY + sizeof(uint64_t);

    return XXH3_64bits_withSeed(content + end, size - end, XXH3_64bits(content, HEADER_IDENTITY));
}

uint64_t block_sum(const unsigned char *content, size_t length, uint64_t identity, uint32_t block)
{
    return XXH3_64bits_withSeed(content, length, identity + block);
}

uint64_t key_hash(const unsigned char *key, size_t length, uint32_t seed)
{
    return XXH3_64bits_withSeed(key, length, seed);
}

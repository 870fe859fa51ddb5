/*
 * checksum.h - the uses of XXH3 (xxHash, https://xxhash.com/): a table's identity, sums of blocks, and keys of the
 * index.
 *
 * The hash is compiled in from its header, so nothing is linked. It guards against accident, not against an enemy:
 * who may write the table decides what it says. What is here stands once, in checksum.c, since the hash is some
 * kilobytes of code, and libpam loads the module anew for each transaction.
 */
#ifndef ROLEGATE_CHECKSUM_H
#define ROLEGATE_CHECKSUM_H

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

/* What tells a table from any other: of its whole content, less the identity itself. */
uint64_t content_identity(const unsigned char *content, size_t size);

/* The sum of a block's content; a block of another place or another table has another one. */
uint64_t block_sum(const unsigned char *content, size_t length, uint64_t identity, uint32_t block);

/* Of a key of the index, with the index's seed. */
uint64_t key_hash(const unsigned char *key, size_t length, uint32_t seed);

#endif

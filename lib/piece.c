/*
 * piece.c - reads what is asked for of a table, and no more.
 *
 * A table may be much larger than what one decision reads of it, so there is no image of it: what is in memory, in one
 * process for one login, is what was read. A block may be in two pieces, where a record reaches from one into the
 * other; each piece is checked by itself. Trusts the table's geometry, and of the file nothing.
 */
#include "piece.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "sum.h"

#define INTERRUPTED_MAX 1000u /* a read that is interrupted more often than this has failed */
#define FRONT_BLOCKS    8u   /* where the sections begin, so many are read at once: most decisions need most of them */

struct piece {
    uint32_t first, count; /* blocks */
    unsigned char *bytes;
    unsigned char checked[]; /* by block, from the first: whether its sum fits */
};

enum rolegate_status file_read(const struct rolegate_table *table, unsigned char *bytes, uint32_t start,
                               uint32_t length)
{
    unsigned interrupted = 0;

    while (length > 0) {
        ssize_t got = pread(table->fd, bytes, length, (off_t)start);
        if (got < 0 && errno == EINTR && interrupted++ < INTERRUPTED_MAX)
            continue;
        if (got < 0)
            return ROLEGATE_NOT_READABLE;
        if (got == 0)
            return ROLEGATE_TOO_SHORT;
        bytes += got;
        start += (uint32_t)got;
        length -= (uint32_t)got;
    }
    return ROLEGATE_OK;
}

uint32_t block_length(const struct rolegate_table *table, uint32_t block)
{
    uint32_t left = table->size - block * BLOCK_SIZE;

    return left < BLOCK_SIZE ? left : BLOCK_SIZE;
}

uint32_t block_sum_place(const struct rolegate_table *table, uint32_t block)
{
    if (block <= table->sums_blocks || table->sums_blocks == 0)
        return HEADER_TOP + 8 * (block - 1);
    return BLOCK_SIZE + 8 * (block - table->sums_blocks - 1);
}

/* Room for one more piece; false: no memory. */
static bool pieces_grow(struct rolegate_table *table)
{
    uint32_t capacity = table->piece_capacity == 0 ? 16 : table->piece_capacity * 2;
    struct piece **grown;

    if (table->piece_count < table->piece_capacity)
        return true;
    grown = reallocarray(table->pieces, capacity, sizeof(struct piece *));
    if (grown == NULL)
        return false;
    table->pieces = grown;
    table->piece_capacity = capacity;
    return true;
}

const unsigned char *piece_read(struct rolegate_table *table, uint32_t first, uint32_t count,
                                enum rolegate_status *status)
{
    uint32_t last = first + count - 1, length = (count - 1) * BLOCK_SIZE + block_length(table, last), i;
    struct piece *piece = pieces_grow(table) ? malloc(sizeof *piece + count + length) : NULL;

    if (piece == NULL) {
        *status = ROLEGATE_NO_MEMORY;
        return NULL;
    }
    piece->first = first;
    piece->count = count;
    piece->bytes = piece->checked + count;
    *status = file_read(table, piece->bytes, first * BLOCK_SIZE, length);
    if (*status != ROLEGATE_OK) {
        free(piece);
        return NULL;
    }
    memset(piece->checked, 0, count);
    table->pieces[table->piece_count++] = piece;
    for (i = first; i <= last; i++)
        table->piece_of[i] = table->piece_count;
    return piece->bytes;
}

void piece_trust_header(struct rolegate_table *table)
{
    table->pieces[0]->checked[0] = 1;
}

/* Checks a block of a piece. Its sum stands in block 0 or in a block whose sum does: this goes one level deep. */
static enum rolegate_status block_check(struct rolegate_table *table, struct piece *piece, uint32_t block)
{
    uint32_t i = block - piece->first, length = block_length(table, block), until;
    const unsigned char *bytes = piece->bytes + (size_t)i * BLOCK_SIZE, *sum;
    enum rolegate_status status = ROLEGATE_OK;
    bool fits;

    if (piece->checked[i])
        return ROLEGATE_OK;
    if (block == 0) { /* again: the first piece has it, checked */
        fits = memcmp(bytes, table->pieces[0]->bytes, length) == 0;
    } else {
        sum = piece_at(table, block_sum_place(table, block), 8, &until, &status);
        if (sum == NULL)
            return status;
        fits = block_sum(bytes, length, block) == load_u64(sum);
    }
    piece->checked[i] = fits;
    return fits ? ROLEGATE_OK : ROLEGATE_BAD_CHECKSUM;
}

/* The piece that holds blocks first to last, read if need be. */
static struct piece *piece_with(struct rolegate_table *table, uint32_t first, uint32_t last,
                                enum rolegate_status *status)
{
    uint32_t number = table->piece_of[first], front = table->sums_blocks + 1;
    struct piece *piece = number == 0 ? NULL : table->pieces[number - 1];

    if (piece != NULL && last - piece->first < piece->count)
        return piece;
    if (piece == NULL && first >= front && last - front < FRONT_BLOCKS) {
        first = front;
        last = table->block_count - front < FRONT_BLOCKS ? table->block_count - 1 : front + FRONT_BLOCKS - 1;
    }
    return piece_read(table, first, last - first + 1, status) == NULL ? NULL : table->pieces[table->piece_count - 1];
}

const unsigned char *piece_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                              enum rolegate_status *status)
{
    uint32_t first = start / BLOCK_SIZE, last = (start + length - 1) / BLOCK_SIZE, block;
    struct piece *piece = piece_with(table, first, last, status);

    if (piece == NULL)
        return NULL;
    for (block = first; block <= last; block++) {
        *status = block_check(table, piece, block);
        if (*status != ROLEGATE_OK)
            return NULL;
    }
    *until = last * BLOCK_SIZE + block_length(table, last);
    return piece->bytes + (start - piece->first * BLOCK_SIZE);
}

void pieces_free(struct rolegate_table *table)
{
    while (table->piece_count > 0)
        free(table->pieces[--table->piece_count]);
    free(table->pieces);
    free(table->piece_of);
}

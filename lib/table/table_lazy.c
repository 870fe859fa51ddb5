/*
 * table_lazy.c - reads what is asked for of a table, and no more.
 *
 * A table may be much larger than what one decision reads of it, so there is no image of it: what is in memory, in one
 * process for one login, is what was read. The front, which most decisions need most of, is read at once; its blocks
 * stay as they are in the file, and each is checked when something in it is first asked for. The rest is read in
 * pieces, each checked whole as soon as it is read. Where something reaches from one block into another, both are in a
 * piece of their own, also those of the front; so the same bytes, asked for in the same way, are always in the same
 * place, and explain.c may compare names by it. Trusts the table's geometry, and of the file nothing.
 */
#include "table_lazy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "checksum.h"

#define INTERRUPTED_MAX 1000u /* a read that is interrupted more often than this has failed */
#define SLOTS_FIRST     64u   /* a power of two */
#define FRONT_BLOCKS    (32768u / BLOCK_SIZE)

_Static_assert(FRONT_BLOCKS <= 64, "front_checked has a bit for each");

struct piece {
    uint32_t first, count; /* blocks */
    unsigned char bytes[];
};

enum rolegate_status table_file_read(const struct rolegate_table *table, unsigned char *bytes, uint32_t start,
                                     uint32_t length)
{
    unsigned interrupted = 0;

    while (length > 0) {
        ssize_t got = pread(table->fd, bytes, length, (off_t)start);
        if (got < 0 && errno == EINTR && interrupted++ < INTERRUPTED_MAX)
            continue;
        if (got < 0)
            return errno == ENOMEM || errno == ENOBUFS ? ROLEGATE_NO_MEMORY : ROLEGATE_NOT_READABLE;
        if (got == 0)
            return ROLEGATE_TOO_SHORT;
        bytes += got;
        start += (uint32_t)got;
        length -= (uint32_t)got;
    }
    return ROLEGATE_OK;
}

/* How many bytes of content a block has. */
static uint32_t block_length(const struct rolegate_table *table, uint32_t block)
{
    uint32_t left = table->size - block * BLOCK_CONTENT;

    return left < BLOCK_CONTENT ? left : BLOCK_CONTENT;
}

/* Checks a block of a file, which is here. */
static enum rolegate_status block_check(const struct rolegate_table *table, const unsigned char *file, uint32_t block)
{
    uint32_t length = block_length(table, block);

    if (length == 0)
        return ROLEGATE_MALFORMED;
    return block_sum(file, length, table->identity, block) == load_u64(file + length) ? ROLEGATE_OK
                                                                                      : ROLEGATE_BAD_CHECKSUM;
}

enum rolegate_status table_blocks_check(const struct rolegate_table *table, unsigned char *content,
                                        const unsigned char *file, uint32_t first, uint32_t count)
{
    enum rolegate_status status = ROLEGATE_OK;
    uint32_t block;

    for (block = first; block < first + count && status == ROLEGATE_OK; block++) {
        uint32_t length = block_length(table, block);
        status = block_check(table, file, block);
        memmove(content, file, length);
        content += length;
        file += length + SUM_SIZE;
    }
    return status;
}

enum rolegate_status table_lazy_front_read(struct rolegate_table *table)
{
    uint32_t length = table->file_size < FRONT_BLOCKS * BLOCK_SIZE ? table->file_size : FRONT_BLOCKS * BLOCK_SIZE;

    table->front = malloc(length);
    if (table->front == NULL)
        return ROLEGATE_NO_MEMORY;
    table->front_count = table->block_count < FRONT_BLOCKS ? table->block_count : FRONT_BLOCKS;
    return table_file_read(table, table->front, 0, length);
}

const unsigned char *table_lazy_front_block(struct rolegate_table *table, uint32_t block, enum rolegate_status *status)
{
    const unsigned char *bytes = table->front + (size_t)block * BLOCK_SIZE;

    if ((table->front_checked >> block & 1) == 0) {
        enum rolegate_status found = block_check(table, bytes, block);
        if (found != ROLEGATE_OK) {
            *status = found;
            return NULL;
        }
        table->front_checked |= UINT64_C(1) << block;
    }
    return bytes;
}

/* The slot of the piece of count blocks from first on: its number plus 1, or 0 where there is no such piece. */
static uint32_t *slot_of(const struct rolegate_table *table, uint32_t first, uint32_t count)
{
    uint32_t i = first;

    for (;; i++) {
        uint32_t *slot = &table->slots[i & (table->slot_count - 1)];
        if (*slot == 0 || (table->pieces[*slot - 1]->first == first && table->pieces[*slot - 1]->count == count))
            return slot;
    }
}

static void piece_enter(struct rolegate_table *table, uint32_t number)
{
    *slot_of(table, table->pieces[number]->first, table->pieces[number]->count) = number + 1;
}

/* Room for one more piece in the hash, of which no more than half is in use; false: no memory. */
static bool slots_grow(struct rolegate_table *table)
{
    uint32_t size = table->slot_count == 0 ? SLOTS_FIRST : table->slot_count * 2, i;
    uint32_t *grown;

    if (table->piece_count < table->slot_count / 2)
        return true;
    grown = calloc(size, sizeof *grown);
    if (grown == NULL)
        return false;
    free(table->slots);
    table->slots = grown;
    table->slot_count = size;
    for (i = 0; i < table->piece_count; i++)
        piece_enter(table, i);
    return true;
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

/* The blocks of a piece as they stand in the file: from the front, if that has them all. */
static enum rolegate_status piece_fill(const struct rolegate_table *table, struct piece *piece, uint32_t length)
{
    uint32_t start = piece->first * BLOCK_SIZE;

    if (piece->first + piece->count > table->front_count)
        return table_file_read(table, piece->bytes, start, length);
    memcpy(piece->bytes, table->front + start, length);
    return ROLEGATE_OK;
}

/* Makes the table's newest piece of count blocks from first on. */
static enum rolegate_status piece_read(struct rolegate_table *table, uint32_t first, uint32_t count)
{
    uint32_t left = table->file_size - first * BLOCK_SIZE;
    uint32_t length = left < count * BLOCK_SIZE ? left : count * BLOCK_SIZE;
    struct piece *piece = malloc(sizeof *piece + length);
    enum rolegate_status status;

    if (piece == NULL)
        return ROLEGATE_NO_MEMORY;
    piece->first = first;
    piece->count = count;
    status = piece_fill(table, piece, length);
    if (status == ROLEGATE_OK)
        status = table_blocks_check(table, piece->bytes, piece->bytes, first, count);
    if (status == ROLEGATE_OK && !(pieces_grow(table) && slots_grow(table)))
        status = ROLEGATE_NO_MEMORY;
    if (status != ROLEGATE_OK) {
        free(piece);
        return status;
    }
    table->pieces[table->piece_count++] = piece;
    piece_enter(table, table->piece_count - 1);
    return ROLEGATE_OK;
}

/* The piece of count blocks from first on, read if need be. */
static const struct piece *piece_of(struct rolegate_table *table, uint32_t first, uint32_t count,
                                    enum rolegate_status *status)
{
    uint32_t slot = table->slot_count == 0 ? 0 : *slot_of(table, first, count);
    enum rolegate_status found = slot == 0 ? piece_read(table, first, count) : ROLEGATE_OK;

    if (found == ROLEGATE_OK)
        return table->pieces[slot == 0 ? table->piece_count - 1 : slot - 1];
    *status = found;
    return NULL;
}

const unsigned char *table_lazy_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                                   enum rolegate_status *status)
{
    uint32_t first = start / BLOCK_CONTENT, offset = start % BLOCK_CONTENT;
    uint32_t count = (offset + length - 1) / BLOCK_CONTENT + 1;
    const unsigned char *bytes = NULL;

    if (count == 1 && first < table->front_count) {
        bytes = table_lazy_front_block(table, first, status);
    } else {
        const struct piece *piece = piece_of(table, first, count, status);
        if (piece != NULL)
            bytes = piece->bytes;
    }
    if (bytes == NULL)
        return NULL;
    *until = start - offset + count * BLOCK_CONTENT;
    if (*until > table->size)
        *until = table->size;
    return bytes + offset;
}

void table_lazy_free(struct rolegate_table *table)
{
    free(table->front);
    while (table->piece_count > 0)
        free(table->pieces[--table->piece_count]);
    free(table->pieces);
    free(table->slots);
}

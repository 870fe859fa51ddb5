/*
 * piece.c - reads what is asked for of a table, and no more.
 *
 * A table may be much larger than what one decision reads of it, so there is no image of it: what is in memory, in one
 * process for one login, is what was read. A block may be in two pieces, where a record reaches from one into the
 * other; each piece is checked by itself, as soon as it is read. Trusts the table's geometry, and of the file nothing.
 */
#include "piece.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "sum.h"

#define INTERRUPTED_MAX 1000u /* a read that is interrupted more often than this has failed */
#define SLOTS_FIRST     64u   /* a power of two */

struct piece {
    uint32_t first, count; /* blocks */
    unsigned char bytes[];
};

/* A hash by block, of which no more than half is in use. */
struct piece_slot {
    uint32_t block; /* plus 1; 0: nothing here */
    uint32_t piece; /* the newest that holds it */
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

enum rolegate_status blocks_take(const struct rolegate_table *table, unsigned char *content, const unsigned char *file,
                                 uint32_t first, uint32_t count)
{
    uint32_t block;

    for (block = first; block < first + count; block++) {
        uint32_t left = table->size - block * BLOCK_CONTENT, length = left < BLOCK_CONTENT ? left : BLOCK_CONTENT;
        if (length == 0)
            return ROLEGATE_MALFORMED;
        if (block_sum(file, length, table->identity, block) != load_u64(file + length))
            return ROLEGATE_BAD_CHECKSUM;
        memmove(content, file, length);
        content += length;
        file += length + SUM_SIZE;
    }
    return ROLEGATE_OK;
}

static struct piece_slot *slot_of(const struct rolegate_table *table, uint32_t block)
{
    uint32_t i = block;

    while (table->slots[i &= table->slot_count - 1].block != 0 && table->slots[i].block != block + 1)
        i++;
    return &table->slots[i];
}

static void piece_enter(struct rolegate_table *table, uint32_t number)
{
    const struct piece *piece = table->pieces[number];
    uint32_t i;

    for (i = piece->first; i < piece->first + piece->count; i++) {
        struct piece_slot *slot = slot_of(table, i);
        table->slots_used += slot->block == 0;
        *slot = (struct piece_slot){i + 1, number};
    }
}

/* Room for count more blocks in the hash; false: no memory. */
static bool slots_grow(struct rolegate_table *table, uint32_t count)
{
    uint32_t size = table->slot_count == 0 ? SLOTS_FIRST : table->slot_count, i;
    struct piece_slot *grown;

    while (size / 2 < table->slots_used + count)
        size *= 2;
    if (size == table->slot_count)
        return true;
    grown = calloc(size, sizeof *grown);
    if (grown == NULL)
        return false;
    free(table->slots);
    table->slots = grown;
    table->slot_count = size;
    table->slots_used = 0;
    for (i = 0; i + 1 < table->piece_count; i++) /* the newest is entered when it has been checked */
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

const unsigned char *piece_read(struct rolegate_table *table, uint32_t first, uint32_t count,
                                enum rolegate_status *status)
{
    uint32_t start = first * BLOCK_SIZE, left = table->file_size - start;
    uint32_t length = left < count * BLOCK_SIZE ? left : count * BLOCK_SIZE;
    struct piece *piece = pieces_grow(table) ? malloc(sizeof *piece + length) : NULL;

    *status = piece == NULL ? ROLEGATE_NO_MEMORY : file_read(table, piece->bytes, start, length);
    if (*status != ROLEGATE_OK) {
        free(piece);
        return NULL;
    }
    piece->first = first;
    piece->count = count;
    table->pieces[table->piece_count++] = piece;
    return piece->bytes;
}

enum rolegate_status piece_take(struct rolegate_table *table)
{
    struct piece *piece = table->pieces[table->piece_count - 1];
    enum rolegate_status status = blocks_take(table, piece->bytes, piece->bytes, piece->first, piece->count);

    if (status == ROLEGATE_OK && !slots_grow(table, piece->count))
        status = ROLEGATE_NO_MEMORY;
    if (status == ROLEGATE_OK)
        piece_enter(table, table->piece_count - 1);
    else
        free(table->pieces[--table->piece_count]);
    return status;
}

/* The piece that holds blocks first to last, read if need be. */
static const struct piece *piece_with(struct rolegate_table *table, uint32_t first, uint32_t last,
                                      enum rolegate_status *status)
{
    const struct piece_slot *slot = slot_of(table, first);

    if (slot->block != 0 && last - table->pieces[slot->piece]->first < table->pieces[slot->piece]->count)
        return table->pieces[slot->piece];
    if (piece_read(table, first, last - first + 1, status) != NULL)
        *status = piece_take(table);
    return *status == ROLEGATE_OK ? table->pieces[table->piece_count - 1] : NULL;
}

const unsigned char *piece_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                              enum rolegate_status *status)
{
    uint32_t first = start / BLOCK_CONTENT, last = (start + length - 1) / BLOCK_CONTENT, end;
    enum rolegate_status found = ROLEGATE_OK;
    const struct piece *piece = piece_with(table, first, last, &found);

    if (piece == NULL) {
        *status = found;
        return NULL;
    }
    end = (piece->first + piece->count) * BLOCK_CONTENT;
    *until = end < table->size ? end : table->size;
    return piece->bytes + (start - piece->first * BLOCK_CONTENT);
}

void pieces_free(struct rolegate_table *table)
{
    while (table->piece_count > 0)
        free(table->pieces[--table->piece_count]);
    free(table->pieces);
    free(table->slots);
}

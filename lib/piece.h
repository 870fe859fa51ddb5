/*
 * piece.h - a lazy table in pieces: runs of blocks in memory, each block checked before it is seen.
 *
 * Internal to lib/.
 */
#ifndef ROLEGATE_PIECE_H
#define ROLEGATE_PIECE_H

#include "table.h"

/* Reads the length bytes at a place of the table's file, all of them or none. */
enum rolegate_status file_read(const struct rolegate_table *table, unsigned char *bytes, uint32_t start,
                               uint32_t length);
/* How long a block is, and where its sum stands; block 0's stands in itself. */
uint32_t block_length(const struct rolegate_table *table, uint32_t block);
uint32_t block_sum_place(const struct rolegate_table *table, uint32_t block);

/*
 * Reads count blocks from first on as the table's newest piece. They are not checked yet. Returns its bytes, or NULL
 * and *status.
 */
const unsigned char *piece_read(struct rolegate_table *table, uint32_t first, uint32_t count,
                                enum rolegate_status *status);
/* Says that block 0, in the piece that was read first, has been checked. */
void piece_trust_header(struct rolegate_table *table);
/* table_at() for a lazy table; the range is inside the file, and not empty. */
const unsigned char *piece_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                              enum rolegate_status *status);
void pieces_free(struct rolegate_table *table);

#endif

/*
 * table_lazy.h - a lazy table in memory: its front, and pieces, which are runs of blocks without their sums.
 *
 * Internal to lib/.
 */
#ifndef ROLEGATE_TABLE_LAZY_H
#define ROLEGATE_TABLE_LAZY_H

#include "table_state.h"

/* Reads the length bytes at a place of the table's file, all of them or none. */
enum rolegate_status table_file_read(const struct rolegate_table *table, unsigned char *bytes, uint32_t start,
                                     uint32_t length);
/* Checks count blocks of a file, the first of which is here, and puts their content together; that may be in place. */
enum rolegate_status table_blocks_check(const struct rolegate_table *table, unsigned char *content,
                                        const unsigned char *file, uint32_t first, uint32_t count);

/* Reads the front of a lazy table; nothing of it is checked yet. */
enum rolegate_status table_lazy_front_read(struct rolegate_table *table);
/* A block of the front, checked, as it is in the file; or NULL and *status. */
const unsigned char *table_lazy_front_block(struct rolegate_table *table, uint32_t block, enum rolegate_status *status);
/* table_at() for a lazy table; the range is inside the content, and not empty. */
const unsigned char *table_lazy_at(struct rolegate_table *table, uint32_t start, uint32_t length, uint32_t *until,
                                   enum rolegate_status *status);
void table_lazy_free(struct rolegate_table *table);

#endif

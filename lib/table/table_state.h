/*
 * table_state.h - a table in memory.
 *
 * Internal to lib/table/. A whole table is one image, checked when it was opened. Of a lazy one there are pieces, read
 * when they are needed; a block is checked against its sum before a byte of it is seen.
 */
#ifndef ROLEGATE_TABLE_STATE_H
#define ROLEGATE_TABLE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "format.h"
#include "rolegate.h"

struct section_range {
    uint32_t start, size; /* in the content */
};

struct piece;

struct rolegate_table {
    unsigned char *image; /* the whole content, checked; NULL for a lazy table */
    uint32_t size;        /* of the content: the file without its sums */
    uint32_t flags;       /* FLAG_... */
    uint64_t identity;    /* two tables with the same one say the same */
    struct section_range sections[SECTION_COUNT];
    uint32_t file_size, block_count;
    unsigned char *front; /* of a lazy table: its first blocks, as they are in the file */
    uint32_t front_count;
    uint64_t front_checked; /* by block, from bit 0 on: its sum is right */
    struct piece **pieces;  /* and what else was read of it */
    uint32_t piece_count, piece_capacity;
    uint32_t *slots; /* a hash of them: see table_lazy.c */
    uint32_t slot_count;
    int fd; /* or -1 */
    enum rolegate_open_mode mode;
    /* for rolegate_table_reload() */
    char *path;
    uint64_t device, inode;
    int64_t changed_sec, changed_nsec, modified_sec, modified_nsec;
};

#endif

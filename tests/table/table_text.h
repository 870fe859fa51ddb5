/*
 * table_text.h - for tests of tables: a policy's text to a table's bytes, and sums made right again.
 */
#ifndef TABLE_TEXT_H
#define TABLE_TEXT_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compile.h"
#include "sum.h"
#include "table.h"

/* Compiles a text; *size bytes to be freed, or NULL where it has errors, which are printed. */
static inline unsigned char *table_of_text(const char *text, size_t length, size_t *size)
{
    char path[] = "/tmp/rolegate-table-XXXXXX";
    struct compile_options options = {.include_dir_count = 0};
    unsigned char *table = NULL;
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    struct compilation *compilation;

    if (file == NULL || fwrite(text, 1, length, file) != length || fclose(file) != 0)
        abort();
    compilation = compile_file(path, &options, false);
    unlink(path);
    if (compilation->table != NULL) {
        table = malloc(compilation->size);
        if (table == NULL)
            abort();
        memcpy(table, compilation->table, compilation->size);
        *size = compilation->size;
    } else {
        diag_print(&compilation->diag, DIAG_TEXT, false, stderr);
    }
    compilation_free(compilation);
    return table;
}

static inline void table_store(unsigned char *at, uint64_t value, unsigned size)
{
    unsigned i;

    for (i = 0; i < size; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

/* Makes the sums of a table right after a change of its bytes. lists: how many blocks hold sums. */
static inline void table_mend(unsigned char *table, size_t size, uint32_t lists)
{
    uint32_t block;

    for (block = (uint32_t)((size - 1) / BLOCK_SIZE); block > 0; block--) {
        size_t left = size - (size_t)block * BLOCK_SIZE;
        unsigned char *at = table + (block > lists && lists > 0 ? BLOCK_SIZE + 8 * (size_t)(block - lists - 1)
                                                                : HEADER_TOP + 8 * (size_t)(block - 1));
        table_store(at, block_sum(table + (size_t)block * BLOCK_SIZE, left < BLOCK_SIZE ? left : BLOCK_SIZE, block), 8);
    }
    table_store(table + HEADER_SUM, 0, 8);
    table_store(table + HEADER_SUM, block_sum(table, size < BLOCK_SIZE ? size : BLOCK_SIZE, 0), 8);
}

#endif

/*
 * table_text.h - for tests of tables: a policy's text to a table's bytes, and a content to a file.
 */
#ifndef TABLE_TEXT_H
#define TABLE_TEXT_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compile/compile.h"
#include "compile/diag/diag_render.h"
#include "table/checksum.h"
#include "table/table.h"

/* Compiles a text; *size bytes to be freed, or NULL where it has errors, which are printed. */
static inline unsigned char *table_of_text(const char *text, size_t length, size_t *size)
{
    char path[] = "/tmp/rolegate-table-XXXXXX";
    struct compile_options options = {.include_anywhere = true, .allow_empty = true};
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

/* The file of a content, whose size and identity are made right; *file_size bytes to be freed. */
static inline unsigned char *table_seal(unsigned char *content, size_t size, size_t *file_size)
{
    uint64_t identity;
    unsigned char *file, *at;
    uint32_t block;

    *file_size = size + SUM_SIZE * ((size - 1) / BLOCK_CONTENT + 1);
    file = at = malloc(*file_size);
    if (file == NULL)
        abort();
    table_store(content + HEADER_SIZE, *file_size, 4);
    identity = content_identity(content, size);
    table_store(content + HEADER_IDENTITY, identity, 8);
    for (block = 0; size > 0; block++) {
        size_t length = size < BLOCK_CONTENT ? size : BLOCK_CONTENT;
        memcpy(at, content, length);
        table_store(at + length, block_sum(content, length, identity, block), SUM_SIZE);
        at += length + SUM_SIZE;
        content += length;
        size -= length;
    }
    return file;
}

#endif

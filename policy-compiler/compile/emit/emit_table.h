/*
 * emit_table.h - the pass that writes the table.
 */
#ifndef EMIT_TABLE_H
#define EMIT_TABLE_H

#include <stddef.h>

struct arena;
struct ir;
struct ir_file;

/* The bytes are in the arena, *size set; NULL where a limit of the format is passed, and then *problem says which. */
unsigned char *emit_table(struct arena *arena, const struct ir *ir, size_t *size, const char **problem);
/* The SHA-256 of a source, as many bytes as the IR has for it. */
void emit_digest(const struct ir_file *file, unsigned char *digest);

#endif

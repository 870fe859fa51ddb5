/*
 * emit_table.h - the pass that writes the table.
 */
#ifndef EMIT_TABLE_H
#define EMIT_TABLE_H

#include <stddef.h>

struct arena;
struct ir;

/* The bytes are in the arena, *size set; NULL where a limit of the format is passed, and then *problem says which. */
unsigned char *emit_table(struct arena *arena, const struct ir *ir, size_t *size, const char **problem);

#endif

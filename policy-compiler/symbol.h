/*
 * symbol.h - every text of a policy once.
 */
#ifndef SYMBOL_H
#define SYMBOL_H

#include <stddef.h>

struct arena;
struct meaning;
struct symbol;
struct symbols;

struct symbols *symbols_new(struct arena *arena);
/* The symbol of length bytes, which hold no 0 byte; made if it is new. */
struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length);

/* What a symbol means, to be written to. */
struct meaning *symbol_meaning(struct arena *arena, struct symbol *symbol);
/* No more texts are looked for; their symbols stay. */
void symbols_end(struct symbols *symbols);

#endif

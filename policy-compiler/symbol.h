/*
 * symbol.h - every text of a policy once.
 */
#ifndef SYMBOL_H
#define SYMBOL_H

#include <stddef.h>

struct arena;
struct symbol;
struct symbols;

struct symbols *symbols_new(struct arena *arena);
/* The symbol of length bytes, which hold no 0 byte; made if it is new. */
struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length);

/* No more texts are looked for; their symbols stay. */
void symbols_end(struct symbols *symbols);

#endif

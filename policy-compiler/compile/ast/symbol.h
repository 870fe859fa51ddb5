/*
 * symbol.h - every text of a policy once.
 */
#ifndef SYMBOL_H
#define SYMBOL_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct meaning;
struct symbol;
struct symbols;

struct symbols *symbols_new(struct arena *arena);
/* Makes room for about as many texts as a source of so many bytes has. */
void symbols_expect(struct symbols *symbols, size_t length);
/* The hash of a text, which is never 0. */
uint32_t symbol_hash(const char *bytes, size_t length);
/* The symbol of length bytes, which hold no 0 byte, with their symbol_hash(); made if it is new. */
struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length, uint32_t hash);
/* That of the empty text, which is always there. */
struct symbol *symbol_empty(const struct symbols *symbols);
/*
 * Fetch the slot of a hash, and then the symbol that it leads to, for a symbol_intern() that is to come. Of a large
 * policy neither is in the processor's cache, and many at a time are fetched about as fast as one.
 */
void symbol_fetch_slot(const struct symbols *symbols, uint32_t hash);
void symbol_fetch(const struct symbols *symbols, uint32_t hash);
/* What a symbol means, to be written to. */
struct meaning *symbol_meaning(struct arena *arena, struct symbol *symbol);
/* No more texts are looked for; their symbols stay. */
void symbols_end(struct symbols *symbols);

#endif

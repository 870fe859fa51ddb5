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
/* So many bytes behind a text that is looked for can be read. */
#define SYMBOL_BEHIND 16u

/* The symbol of length bytes, which hold no 0 byte, with their symbol_hash(); made if it is new. */
struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length, uint32_t hash);
/*
 * Say that a text with this hash will soon be looked for, and then, when that has had its time, that it will be looked
 * for still sooner: where it lies is fetched meanwhile.
 */
void symbol_foresee(const struct symbols *symbols, uint32_t hash);
void symbol_foresee_more(const struct symbols *symbols, uint32_t hash);

/* What a symbol means, to be written to. */
struct meaning *symbol_meaning(struct arena *arena, struct symbol *symbol);
/* No more texts are looked for; their symbols stay. */
void symbols_end(struct symbols *symbols);

#endif

/*
 * symbol.c - a hash table of the texts of a policy. Two equal texts are one symbol, so names compare by pointer.
 *
 * Open addressing, linear probing, at most three quarters full. Symbols lie in an arena of their own, close together:
 * each use of a name looks at one of them, in no order. A thread may look for them while others use theirs, so nothing
 * here touches another arena.
 */
#include "symbol.h"

#include <string.h>

#include "arena.h"
#include "ast.h"
#include "foresee.h"
#include "intern.h"

#define SLOTS_FIRST 4096u
#define SYMBOL_EACH 256u /* so many bytes of a large policy say one new name, more or less */

struct symbols {
    struct arena *arena;   /* the symbols' */
    struct arena *room;    /* the slots', which are given up when there are more */
    struct symbol **slots; /* NULL: free */
    size_t slot_count;     /* a power of two */
    size_t count;
    struct meaning *nothing;
};

struct symbols *symbols_new(struct arena *arena)
{
    struct symbols *symbols = arena_alloc(arena, sizeof *symbols);

    symbols->arena = arena_beside(arena);
    symbols->room = arena_within(symbols->arena);
    symbols->nothing = arena_alloc(symbols->arena, sizeof *symbols->nothing);
    symbols->nothing->shared = true;
    symbols->slot_count = SLOTS_FIRST;
    symbols->slots = arena_array(symbols->room, SLOTS_FIRST, sizeof *symbols->slots);
    return symbols;
}

/* More slots, a power of two. */
static void symbols_grow(struct symbols *symbols, size_t count)
{
    size_t i, at;
    struct arena *room = arena_within(symbols->room);
    struct symbol **slots = arena_array(room, count, sizeof *slots);

    for (i = 0; i < symbols->slot_count; i++) {
        if (symbols->slots[i] == NULL)
            continue;
        for (at = symbols->slots[i]->hash & (count - 1); slots[at] != NULL;)
            at = (at + 1) & (count - 1);
        slots[at] = symbols->slots[i];
    }
    arena_free(symbols->room);
    symbols->room = room;
    symbols->slots = slots;
    symbols->slot_count = count;
}

void symbols_expect(struct symbols *symbols, size_t length)
{
    size_t wanted = symbols->count + length / SYMBOL_EACH, count = symbols->slot_count;

    while (wanted > count / 4 * 3)
        count *= 2;
    if (count > symbols->slot_count)
        symbols_grow(symbols, count);
}

uint32_t symbol_hash(const char *bytes, size_t length)
{
    uint32_t hash = intern_hash(bytes, length);

    return hash == 0 ? 1 : hash;
}

void symbol_foresee(const struct symbols *symbols, uint32_t hash)
{
    FORESEE(&symbols->slots[hash & (symbols->slot_count - 1)]);
}

void symbol_foresee_more(const struct symbols *symbols, uint32_t hash)
{
    const struct symbol *symbol = symbols->slots[hash & (symbols->slot_count - 1)];

    if (symbol == NULL)
        return;
    FORESEE(symbol);
    FORESEE(symbol + 1); /* its text, which perhaps lies in the next line of the cache */
}

struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length, uint32_t hash)
{
    size_t at = hash & (symbols->slot_count - 1);
    struct symbol *symbol;

    for (; symbols->slots[at] != NULL; at = (at + 1) & (symbols->slot_count - 1)) {
        symbol = symbols->slots[at];
        if (symbol->hash == hash && symbol->length == length && memcmp(symbol->text, bytes, length) == 0)
            return symbol;
    }
    symbol = arena_alloc(symbols->arena, sizeof *symbol + length + 1);
    symbol->means = symbols->nothing;
    symbol->hash = hash;
    symbol->length = (uint32_t)length;
    memcpy(symbol->text, bytes, length);
    symbols->slots[at] = symbol;
    if (++symbols->count > symbols->slot_count / 4 * 3)
        symbols_grow(symbols, 2 * symbols->slot_count);
    return symbol;
}

void symbols_end(struct symbols *symbols)
{
    arena_free(symbols->room);
    arena_trim(symbols->arena);
    symbols->room = NULL;
    symbols->slots = NULL;
}

struct meaning *symbol_meaning(struct arena *arena, struct symbol *symbol)
{
    if (symbol->means->shared)
        symbol->means = arena_alloc(arena, sizeof *symbol->means);
    return symbol->means;
}

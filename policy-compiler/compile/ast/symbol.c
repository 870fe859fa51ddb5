/*
 * symbol.c - a hash table of the texts of a policy. Two equal texts are one symbol, so names compare by pointer.
 *
 * Open addressing, linear probing, at most three quarters full. Symbols lie in an arena of their own, close together:
 * each use of a name looks at one of them, in no order.
 */
#include "symbol.h"

#include <stdbool.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "support/arena.h"
#include "ast.h"

#define SLOTS_FIRST 4096u
#define SYMBOL_EACH 256u /* so many bytes of a large policy say one new name, more or less */

/* A hash beside its symbol: what is met on the way to another one need not be fetched. */
struct slot {
    struct symbol *symbol;
    uint32_t hash; /* 0: free */
};

struct symbols {
    struct arena *arena; /* the symbols' */
    struct arena *room;  /* the slots', which are given up when there are more */
    struct slot *slots;
    size_t slot_count; /* a power of two */
    size_t count;
    struct meaning *nothing;
    struct symbol *empty;
};

/* The first slot from one on that has this hash, or is free. */
static inline size_t slot_next(const struct symbols *symbols, size_t at, uint32_t hash)
{
    const struct slot *slots = symbols->slots;

    for (at &= symbols->slot_count - 1; slots[at].hash != hash && slots[at].hash != 0;)
        at = (at + 1) & (symbols->slot_count - 1);
    return at;
}

/* More slots, a power of two. */
static void symbols_grow(struct symbols *symbols, size_t count)
{
    const struct slot *old = symbols->slots;
    size_t old_count = symbols->slot_count, i, at;
    struct arena *room = arena_within(symbols->arena);

    symbols->slots = arena_array(room, count, sizeof *symbols->slots);
    symbols->slot_count = count;
    for (i = 0; i < old_count; i++) {
        if (old[i].hash == 0)
            continue;
        for (at = old[i].hash & (count - 1); symbols->slots[at].hash != 0;)
            at = (at + 1) & (count - 1);
        symbols->slots[at] = old[i];
    }
    arena_free(symbols->room);
    symbols->room = room;
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
    uint32_t hash = (uint32_t)XXH3_64bits(bytes, length);

    return hash == 0 ? 1 : hash;
}

static bool has_capital(const struct symbol *symbol)
{
    uint32_t i = 0;

    while (i < symbol->length && (symbol->text[i] < 'A' || symbol->text[i] > 'Z'))
        i++;
    return i < symbol->length;
}

void symbol_fetch_slot(const struct symbols *symbols, uint32_t hash)
{
    __builtin_prefetch(&symbols->slots[hash & (symbols->slot_count - 1)]);
}

void symbol_fetch(const struct symbols *symbols, uint32_t hash)
{
    __builtin_prefetch(symbols->slots[hash & (symbols->slot_count - 1)].symbol);
}

struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length, uint32_t hash)
{
    struct slot *slot = &symbols->slots[slot_next(symbols, hash, hash)];
    struct symbol *symbol;

    while (slot->hash != 0) {
        symbol = slot->symbol;
        if (symbol->length == length && memcmp(symbol->text, bytes, length) == 0)
            return symbol;
        slot = &symbols->slots[slot_next(symbols, (size_t)(slot - symbols->slots) + 1, hash)];
    }
    symbol = arena_alloc(symbols->arena, sizeof *symbol + length + 1);
    symbol->means = symbols->nothing;
    symbol->hash = hash;
    symbol->length = (uint32_t)length;
    memcpy(symbol->text, bytes, length);
    symbol->has_capital = has_capital(symbol);
    *slot = (struct slot){symbol, hash};
    if (++symbols->count > symbols->slot_count / 4 * 3)
        symbols_grow(symbols, 2 * symbols->slot_count);
    return symbol;
}

struct symbols *symbols_new(struct arena *arena)
{
    struct symbols *symbols = arena_alloc(arena, sizeof *symbols);

    symbols->arena = arena_within(arena);
    symbols->room = arena_within(symbols->arena);
    symbols->nothing = arena_alloc(symbols->arena, sizeof *symbols->nothing);
    symbols->nothing->shared = true;
    symbols->slot_count = SLOTS_FIRST;
    symbols->slots = arena_array(symbols->room, SLOTS_FIRST, sizeof *symbols->slots);
    symbols->empty = symbol_intern(symbols, "", 0, symbol_hash("", 0));
    return symbols;
}

void symbols_end(struct symbols *symbols)
{
    arena_free(symbols->room);
    symbols->room = NULL;
    symbols->slots = NULL;
}

struct symbol *symbol_empty(const struct symbols *symbols)
{
    return symbols->empty;
}

struct meaning *symbol_meaning(struct arena *arena, struct symbol *symbol)
{
    if (symbol->means->shared)
        symbol->means = arena_alloc(arena, sizeof *symbol->means);
    return symbol->means;
}

/*
 * symbol.c - a hash table of the texts of a policy. Two equal texts are one symbol, so names compare by pointer.
 *
 * Open addressing, linear probing, at most three quarters full. Symbols lie in an arena of their own, close together:
 * each use of a name looks at one of them, in no order. A thread may look for them while others use theirs, so nothing
 * here touches another arena.
 */
#include "symbol.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "arena.h"
#include "ast.h"
#include "foresee.h"

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
    struct arena *room = arena_within(symbols->room);

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

void symbol_foresee(const struct symbols *symbols, uint32_t hash)
{
    FORESEE(&symbols->slots[hash & (symbols->slot_count - 1)]);
}

void symbol_foresee_more(const struct symbols *symbols, uint32_t hash)
{
    const struct slot *slots = symbols->slots;
    size_t last = symbols->slot_count - 1, at = hash & last;
    bool first = slots[at].hash != hash, second = first & (slots[(at + 1) & last].hash != hash);
    const struct symbol *symbol = slots[(at + first + second) & last].symbol; /* most likely: no branch could tell */

    if (symbol == NULL)
        return;
    FORESEE(symbol);
    FORESEE(symbol + 1); /* its text, which perhaps lies in the next line of the cache */
}

/* Bytes that hold a text and a 0 byte, and can be looked at SYMBOL_BEHIND at a time. */
static size_t text_room(size_t length)
{
    return (length / SYMBOL_BEHIND + 1) * SYMBOL_BEHIND;
}

#ifdef __SSE2__

/* Most texts are short, and a call of memcmp() takes as long as all else. */
static inline bool same_text(const char *text, const char *bytes, size_t length)
{
    for (;; text += SYMBOL_BEHIND, bytes += SYMBOL_BEHIND, length -= SYMBOL_BEHIND) {
        __m128i equal = _mm_cmpeq_epi8(_mm_loadu_si128((const void *)text), _mm_loadu_si128((const void *)bytes));
        uint32_t differ = ~(uint32_t)_mm_movemask_epi8(equal), all = (1u << SYMBOL_BEHIND) - 1;
        if (length <= SYMBOL_BEHIND)
            return (differ & all >> (SYMBOL_BEHIND - length)) == 0;
        if ((differ & all) != 0)
            return false;
    }
}

#else

static inline bool same_text(const char *text, const char *bytes, size_t length)
{
    return memcmp(text, bytes, length) == 0;
}

#endif

static bool has_capital(const struct symbol *symbol)
{
    uint32_t i = 0;

    while (i < symbol->length && (symbol->text[i] < 'A' || symbol->text[i] > 'Z'))
        i++;
    return i < symbol->length;
}

struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length, uint32_t hash)
{
    struct slot *slot = &symbols->slots[slot_next(symbols, hash, hash)];
    struct symbol *symbol;

    while (slot->hash != 0) {
        symbol = slot->symbol;
        if (symbol->length == length && same_text(symbol->text, bytes, length))
            return symbol;
        slot = &symbols->slots[slot_next(symbols, (size_t)(slot - symbols->slots) + 1, hash)];
    }
    symbol = arena_alloc(symbols->arena, sizeof *symbol + text_room(length));
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

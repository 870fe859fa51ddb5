/*
 * symbol.c - a hash table of the texts of a policy. Two equal texts are one symbol, so names compare by pointer.
 */
#include "symbol.h"

#include <string.h>

#include "arena.h"
#include "ast.h"
#include "intern.h"

#define BUCKETS_FIRST 4096u

struct symbols {
    struct arena *arena;
    struct symbol **buckets;
    size_t bucket_count; /* a power of two */
    size_t count;
};

struct symbols *symbols_new(struct arena *arena)
{
    struct symbols *symbols = arena_alloc(arena, sizeof *symbols);

    symbols->arena = arena;
    symbols->bucket_count = BUCKETS_FIRST;
    symbols->buckets = arena_array(arena, BUCKETS_FIRST, sizeof *symbols->buckets);
    return symbols;
}

/* More buckets, so that a chain stays short. */
static void symbols_grow(struct symbols *symbols)
{
    size_t count = symbols->bucket_count * 4, i;
    struct symbol **buckets = arena_array(symbols->arena, count, sizeof *buckets);

    for (i = 0; i < symbols->bucket_count; i++) {
        struct symbol *symbol, *next;
        for (symbol = symbols->buckets[i]; symbol != NULL; symbol = next) {
            next = symbol->next;
            symbol->next = buckets[symbol->hash & (count - 1)];
            buckets[symbol->hash & (count - 1)] = symbol;
        }
    }
    symbols->buckets = buckets;
    symbols->bucket_count = count;
}

struct symbol *symbol_intern(struct symbols *symbols, const char *bytes, size_t length)
{
    uint32_t hash = intern_hash(bytes, length);
    struct symbol **bucket = &symbols->buckets[hash & (symbols->bucket_count - 1)];
    struct symbol *symbol;

    for (symbol = *bucket; symbol != NULL; symbol = symbol->next)
        if (symbol->hash == hash && symbol->length == length && memcmp(symbol->text, bytes, length) == 0)
            return symbol;
    symbol = arena_alloc(symbols->arena, sizeof *symbol + length + 1);
    symbol->hash = hash;
    symbol->length = (uint32_t)length;
    memcpy(symbol->text, bytes, length);
    symbol->next = *bucket;
    *bucket = symbol;
    if (++symbols->count > symbols->bucket_count)
        symbols_grow(symbols);
    return symbol;
}

/*
 * string_pool.h - many short texts in one run of bytes, as the IR has them: see struct ir_texts.
 *
 * Owns the run while it grows. A run that would be larger than STRING_POOL_MAX is marked full, and what it holds makes
 * no sense any more.
 */
#ifndef STRING_POOL_H
#define STRING_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/interner.h"
#include "ir.h"

struct arena;

#define STRING_POOL_MAX UINT32_MAX /* bytes; no less than all sources together */

struct string_pool {
    struct arena *arena;
    unsigned char *bytes;
    uint32_t size, capacity, count;
    bool full;
    struct interner numbers; /* of string_pool_once() */
};

/* No texts, with room for expected bytes, which costs but addresses until it is used. Hashes live in scratch. */
struct string_pool string_pool_new(struct arena *arena, struct arena *scratch, size_t expected);
/* Makes room for size more bytes, which costs as little. */
void string_pool_expect(struct string_pool *pool, size_t size);
/* Appends a text. Returns its number. */
uint32_t string_pool_add(struct string_pool *pool, struct ir_text text);
/* The same, behind a word of IR_TEXT_WORD bytes; so the number is never 0. */
uint32_t string_pool_add_behind_word(struct string_pool *pool, struct ir_text text);
/* The number of the text, which is added, behind a word, if it is not there; so no two are equal. Not to be mixed with
 * the others. */
uint32_t string_pool_once(struct string_pool *pool, struct ir_text text);

/* The numbers of texts that lie behind words each, in their order. */
void string_pool_numbers(const struct string_pool *pool, uint32_t *numbers);

/* Their bytes less those words, of which none is written. */
static inline size_t string_pool_written(const struct ir_texts *pool)
{
    return pool->size - (size_t)pool->count * IR_TEXT_WORD;
}

/* The bytes of the str at an offset of a run. */
static inline const unsigned char *str_bytes(const unsigned char *run, uint32_t at, uint32_t *length)
{
    const unsigned char *from = run + at;
    uint32_t size = *from & 0x7f;

    for (unsigned shift = 7; *from++ & 0x80; shift += 7)
        size |= (uint32_t)(*from & 0x7f) << shift;
    *length = size;
    return from;
}

/* Where it ends, its 0 byte included. */
static inline uint32_t str_end(const unsigned char *run, uint32_t at)
{
    uint32_t length;
    const unsigned char *bytes = str_bytes(run, at, &length);

    return (uint32_t)(bytes - run) + length + 1;
}

#endif

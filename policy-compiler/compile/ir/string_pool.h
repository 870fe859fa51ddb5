/*
 * string_pool.h - many short texts in one run of bytes, as the IR has them: see struct ir_texts.
 *
 * Owns the run while it grows. A run that would be larger than TEXTS_MAX is marked full, and what it holds makes no
 * sense any more.
 */
#ifndef STRING_POOL_H
#define STRING_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/interner.h"
#include "ir.h"

struct arena;

#define TEXTS_MAX UINT32_MAX /* bytes; no less than all sources together */

struct texts {
    struct arena *arena;
    unsigned char *bytes;
    uint32_t size, capacity, count;
    bool full;
    struct intern numbers; /* of texts_once() */
};

/* No texts, with room for expected bytes, which costs but addresses until it is used. Hashes live in scratch. */
struct texts texts_new(struct arena *arena, struct arena *scratch, size_t expected);
/* Makes room for size more bytes, which costs as little. */
void texts_expect(struct texts *texts, size_t size);
/* Appends a text. Returns its number. */
uint32_t texts_add(struct texts *texts, struct ir_text text);
/* The same, behind a word of IR_TEXT_WORD bytes; so the number is never 0. */
uint32_t texts_add_behind_word(struct texts *texts, struct ir_text text);
/* The number of the text, which is added, behind a word, if it is not there; so no two are equal. Not to be mixed with
 * the others. */
uint32_t texts_once(struct texts *texts, struct ir_text text);

/* The numbers of texts that lie behind words each, in their order. */
void texts_numbers(const struct texts *texts, uint32_t *numbers);

/* Their bytes less those words, of which none is written. */
static inline size_t texts_written(const struct ir_texts *texts)
{
    return texts->size - (size_t)texts->count * IR_TEXT_WORD;
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

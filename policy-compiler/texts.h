/*
 * texts.h - many short texts in one run of bytes, as the IR has them: see struct ir_texts.
 *
 * Owns the run while it grows. A run that would be larger than TEXTS_MAX is marked full, and what it holds makes no
 * sense any more.
 */
#ifndef TEXTS_H
#define TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intern.h"
#include "ir.h"

struct arena;

#define TEXTS_MAX ((uint32_t)1 << 30)

#define TEXTS_WAITING 16u

/* A text that waits for its number. */
struct waiting_text {
    struct ir_text text;
    uint32_t hash, *number;
};

struct texts {
    struct arena *arena;
    unsigned char *bytes;
    uint32_t size, capacity, count;
    bool full;
    struct intern numbers; /* of texts_once() */
    struct waiting_text waiting[TEXTS_WAITING];
    uint32_t begun, settled; /* how many have waited, and do not any more */
};

/* No texts, with room for expected bytes, which costs but addresses until it is used. Hashes live in scratch. */
struct texts texts_new(struct arena *arena, struct arena *scratch, size_t expected);
/* Appends a text. Returns its number. */
uint32_t texts_add(struct texts *texts, struct ir_text text);
/*
 * The number of the text, which is added, behind a word, if it is not there; so the number is never 0, and no two
 * are equal. Not to be mixed with texts_add().
 */
uint32_t texts_once(struct texts *texts, struct ir_text text);
/* The same where one can wait: sets *number later, when memory that was asked for now is there, by texts_settle(). */
void texts_once_later(struct texts *texts, struct ir_text text, uint32_t *number);
void texts_settle(struct texts *texts);

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

#endif

/*
 * keywords.h - the reserved words, and which token each is.
 */
#ifndef KEYWORDS_H
#define KEYWORDS_H

#include <limits.h>
#include <stddef.h>

#include "token_kind.h"

struct keyword {
    const char *word;
    size_t length;
    enum token_kind kind;
};

/* All of them, sorted; the last one has no word, and length 0. */
extern const struct keyword keywords[];

/* For each byte, the number of the first one that begins with it, or of the last one. */
struct keyword_index {
    unsigned char first[UCHAR_MAX + 1];
};

void keyword_index_make(struct keyword_index *index);
/* The kind of a word of length bytes, at least one: TOKEN_WORD where it is not reserved. */
enum token_kind keyword_kind(const struct keyword_index *index, const char *word, size_t length);

#endif

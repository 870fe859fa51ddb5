/*
 * keywords.h - the reserved words, and the grammar's numbers of them.
 */
#ifndef KEYWORDS_H
#define KEYWORDS_H

#include <limits.h>
#include <stddef.h>

struct keyword {
    const char *word;
    size_t length;
    int kind; /* the grammar's number of the token */
};

/* All of them, sorted; the last one has no word, and length 0. */
extern const struct keyword keywords[];

/* For each byte, the number of the first one that begins with it, or of the last one. */
struct keyword_index {
    unsigned char first[UCHAR_MAX + 1];
};

void keyword_index_make(struct keyword_index *index);
/* The kind of a word of length bytes, at least one: WORD where it is not reserved. */
int keyword_kind(const struct keyword_index *index, const char *word, size_t length);
/* The word of a kind of token, or NULL where that is no reserved word. */
const char *keyword_name(int kind);

#endif

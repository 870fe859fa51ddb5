/*
 * keywords.h - the reserved words, and the grammar's numbers of them.
 */
#ifndef KEYWORDS_H
#define KEYWORDS_H

#include <stddef.h>

struct keyword {
    const char *word;
    int kind; /* the grammar's number of the token */
};

/* All of them, sorted; the last one has no word. */
extern const struct keyword keywords[];

/* The word of a kind of token, or NULL where that is no reserved word. */
const char *keyword_name(int kind);

#endif

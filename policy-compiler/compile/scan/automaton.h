/*
 * automaton.h - flex's automaton: the tokens of a text, some at a time. scan.l
 */
#ifndef AUTOMATON_H
#define AUTOMATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "keywords.h"
#include "token.h"

struct span;

/* So many 0 bytes stand behind a text that is scanned. */
#define SCAN_BEHIND 2u

/* A text while it is scanned. */
struct scan {
    const char *bytes;
    uint32_t at;      /* where it begins in the space of all sources */
    bool begins_line; /* a line has ended, or the text begins, before the next token */
    struct keyword_index keywords;
    struct span *remarks; /* comments that speak to the compiler; from malloc(), freed by scan_close() */
    size_t remark_count;
};

/* Begins to scan length bytes, which are written to, and are what they were when scan_close() has been called. */
void *scan_open(struct scan *scan, char *bytes, uint32_t length, uint32_t at);
/* The next tokens, from next on up to end, or to where the text ends; the end of them. */
struct token *scan_tokens(void *automaton, struct token *next, const struct token *end);
void scan_close(void *automaton);

#endif

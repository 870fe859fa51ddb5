/*
 * scan_place.h - a text while it is cut into tokens: what scan.l, words.c and scanner.c share.
 */
#ifndef SCAN_PLACE_H
#define SCAN_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner.h"
#include "words.h"

struct intake;

/* Flex asks for so many 0 bytes behind what it scans. */
#define FLEX_BEHIND 2u

/* Stays where it is until scan_lex_destroy(). */
struct scan_place {
    /* For who calls scan_open() to say: */
    char *bytes;           /* length, with SCAN_BEHIND 0 bytes behind; flex leaves them as they were */
    uint32_t length;       /* no byte of so many is 0 */
    uint32_t start;        /* where the first of them is in the space of all sources */
    struct intake *intake; /* what brings them and looks at them, some lines at a time; NULL: that has been done */
    bool begins_line;      /* a line has ended, or the file begins, before the next token */
    /* The scanner's: */
    uint32_t end;              /* of what flex was given so far */
    char covered[FLEX_BEHIND]; /* what stands there in truth */
    struct reserved reserved;
};

/* A scanner of a text. Ends with scan_lex_destroy(). scan.l */
void *scan_open(struct scan_place *place);
/* The next tokens, without symbols, from next on up to end, or up to END. Returns the end of them. scan.l */
struct token *scan_tokens(void *scanner, struct token *next, const struct token *end);

/*
 * Makes a token of length bytes, quotes included, at text; kind is the grammar's number, or SCAN_OPEN_STRING. A longer
 * one than a token can say becomes SCAN_TOO_LONG. words.c
 */
void scan_put(struct scan_place *place, struct token *token, int kind, const char *text, uint32_t length,
              bool has_escapes);
/*
 * Takes the words and strings from *text on, which begins with one, as long as only a blank or the end of a line is
 * between them, into tokens from next on up to end, which is behind next. Returns the end of them; *text is then behind
 * the last one, and behind the blank or the end of the line that follows it. words.c
 */
struct token *words_take(struct scan_place *place, const char **text, struct token *next, const struct token *end);

#endif

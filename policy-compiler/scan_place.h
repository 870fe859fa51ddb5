/*
 * scan_place.h - a text while it is cut into tokens: what scan.l, words.c and scanner.c share.
 */
#ifndef SCAN_PLACE_H
#define SCAN_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner.h"
#include "words.h"

/* Flex asks for so many 0 bytes behind what it scans. */
#define FLEX_BEHIND 2u

/* Bytes of a text that are looked at before words are taken from them. */
#define ENDS_BYTES 4096u
#define ENDS_WORDS (ENDS_BYTES / 64)

/* Whole lines of a file. */
struct scan_text {
    char *bytes;     /* length, none of them 0; SCAN_BEHIND can be read behind, and written to */
    uint32_t length; /* scan_end() leaves them all as they were */
    uint32_t at;     /* where the first of them is in the space of all sources */
};

/* A token that may be a name, and the hash of what it says. */
struct scan_name {
    struct token *token;
    uint32_t hash;
};

/* Stays where it is until scan_lex_destroy(). */
struct scan_place {
    struct scan_text text;
    struct scan_name *names; /* words that may be names, which are added while tokens are taken; */
    struct token **strings;  /* and strings: room for as many as there are tokens */
    uint32_t name_count, string_count;
    bool begins_line;          /* a line has ended, or the file begins, before the next token */
    char covered[FLEX_BEHIND]; /* what stands behind the text in truth */
    struct reserved reserved;
    uint32_t ends_from;            /* an offset in the text; of so many bytes from there on */
    uint64_t ends[ENDS_WORDS + 1]; /* there is a bit, and of 64 more: it ends a word */
};

/* A scanner of texts that follow each other. Ends with scan_lex_destroy(). scan.l */
void *scan_open(struct scan_place *place);
/* Begins with a text, and ends with it, which is in between. scan.l */
void scan_begin(struct scan_place *place, void *scanner, struct scan_text text);
void scan_end(struct scan_place *place, void *scanner);
/* The next tokens, without symbols, from next on up to end, or to where the text ends; the end of them. scan.l */
struct token *scan_tokens(void *scanner, struct token *next, const struct token *end);

/* Begins with a text; words_take() takes from it. words.c */
void words_begin(struct scan_place *place, struct scan_text text);
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

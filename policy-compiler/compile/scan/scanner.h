/*
 * scanner.h - the tokens of one file, in order, many at a time.
 */
#ifndef SCANNER_H
#define SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "keywords.h"

struct arena;
struct source;
struct span;
struct scanner;
struct symbol;
struct symbols;
struct string_pool;

/* A word, a string or a sign as it stands in the file, quotes included; its place is one in the space of all sources.
 */
struct token {
    union {
        struct symbol *symbol; /* what a word or a string says, where it may be a name, or NULL */
        uint32_t hash;         /* of a word, until its symbol is found */
        struct {
            uint32_t number, length; /* from 1, among all that are not empty; 0: an empty one */
        } reason;                    /* of a string behind `because` */
    };
    uint32_t at;
    uint32_t length : 22;     /* at most TOKEN_MOST */
    uint32_t has_escapes : 1; /* and one of them at least is wrong, once it is given to the grammar */
    uint32_t quoted : 1;
    uint32_t begins_line : 1; /* it is the first one of its line */
    uint32_t kind : 7;        /* an enum token_kind, and the grammar's number once it is given to the grammar */
};
#define TOKEN_MOST (((uint32_t)1 << 22) - 1)
#define KIND_MOST  (((uint32_t)1 << 7) - 1)

/*
 * Begins with a file, which stays where it is until scanner_close(); what strings behind `because` say is added to the
 * reasons. Until then nobody else may look for symbols, or use the reasons, or take memory where they lie.
 */
struct scanner *scanner_open(struct arena *arena, const struct source *source, struct symbols *symbols,
                             struct string_pool *reasons);
/*
 * The next tokens, up to *end; the last ones of a file end with TOKEN_END. They stay until the next call, which is not
 * made after TOKEN_END.
 */
const struct token *scanner_more(struct scanner *scanner, const struct token **end);
/*
 * Ends with the tokens; the file's bytes are then what they were. What was found gets the file's comments that speak to
 * the compiler, in order.
 */
void scanner_close(struct scanner *scanner, void (*found)(void *context, struct span comment), void *context);

/* ---- the automaton: scan.l ---- */

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

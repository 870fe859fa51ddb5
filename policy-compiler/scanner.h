/*
 * scanner.h - the tokens of one file, in order, many at a time.
 */
#ifndef SCANNER_H
#define SCANNER_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct scan_place;
struct source;
struct symbol;
struct symbols;
struct scanner;
struct texts;

/*
 * A word, a string or a sign as it stands in the file, quotes included; its place is one in the space of all sources.
 * Small, since there are many, and what one thread writes another one reads.
 */
struct token {
    union {
        struct symbol *symbol; /* what it says, where it may be a name, or NULL */
        struct {
            uint32_t number, length; /* from 1, among all that are not empty; 0: an empty one */
        } reason;                    /* of a string behind `because` */
    };
    uint32_t at;
    uint32_t length : 22;     /* at most TOKEN_MOST */
    uint32_t has_escapes : 1; /* and one of them at least is wrong, once it is given to the grammar */
    uint32_t quoted : 1;
    uint32_t begins_line : 1; /* it is the first one of its line */
    uint32_t kind : 7;        /* the grammar's number, or one of those below; at most KIND_MOST */
};
#define TOKEN_MOST (((uint32_t)1 << 22) - 1)
#define KIND_MOST  (((uint32_t)1 << 7) - 1)

/* Bytes of a file from which on a thread scans it ahead of the grammar. */
#define SCANNER_LARGE (1024 * 1024)

/* So many tokens behind the last one may be looked at, and may say anything. */
#define TOKENS_BEYOND 16u

/*
 * What the scanner may return beside the grammar's tokens: a string that is not closed in its line; and a word or a
 * string of more than TOKEN_MOST bytes, whose length is then not what it says.
 */
#define SCAN_OPEN_STRING KIND_MOST
#define SCAN_TOO_LONG    (KIND_MOST - 1)

/*
 * Begins with a file, which stays where it is until scanner_close(); what strings behind `because` say is added to the
 * reasons. Until then nobody else may look for symbols, use the reasons, or take memory where they lie.
 */
struct scanner *scanner_open(struct arena *arena, const struct source *source, struct symbols *symbols,
                             struct texts *reasons);
/*
 * The next tokens, up to *end; the last ones of a file end with END. They stay until the next call, which is not made
 * after END.
 */
const struct token *scanner_more(struct scanner *scanner, const struct token **end);
/* Ends with the tokens; the file's bytes are then what they were. */
void scanner_close(struct scanner *scanner);

#endif

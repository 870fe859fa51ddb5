/*
 * scanner.h - the tokens of one file, in order, many at a time.
 */
#ifndef SCANNER_H
#define SCANNER_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct source;
struct symbol;
struct symbols;
struct scanner;

/* A word or a string as it stands in the file, quotes included; its place is one in the space of all sources. */
struct token {
    struct symbol *symbol; /* what it says, where it may be a name, or NULL */
    uint32_t at;
    uint32_t length : 30; /* at most TOKEN_MOST: one that takes up a file of 1 GiB is told a byte too short */
    uint32_t has_escapes : 1;
    uint32_t quoted : 1;
};
#define TOKEN_MOST (((uint32_t)1 << 30) - 1)

/* The same, or a sign, with what it is to the grammar. */
struct scanned {
    struct token token;
    int16_t kind;     /* the grammar's number, or SCAN_OPEN_STRING */
    bool begins_line; /* it is the first one of its line */
};

/* So many tokens behind the last one may be looked at, and say nothing. */
#define SCANNED_BEYOND 16u

/* What the scanner may return beside the grammar's tokens: a string that is not closed in its line. */
#define SCAN_OPEN_STRING (-1)

/*
 * Begins with a file, which stays where it is until scanner_close(). Until then nobody else may look for symbols, or
 * take memory where they lie.
 */
struct scanner *scanner_open(struct arena *arena, const struct source *source, struct symbols *symbols);
/*
 * The next tokens, up to *end; the last ones of a file end with END. They stay until the next call, which is not made
 * after END.
 */
const struct scanned *scanner_more(struct scanner *scanner, const struct scanned **end);
/* Ends with the tokens; the file's bytes are then what they were. */
void scanner_close(struct scanner *scanner);

#endif

/*
 * scan_symbols.h - what the tokens of a file say: the symbols of those that may be names, and reasons.
 */
#ifndef SCAN_SYMBOLS_H
#define SCAN_SYMBOLS_H

struct arena;
struct source;
struct symbols;
struct string_pool;
struct token;

struct scan_symbols {
    const struct source *source;
    struct symbols *symbols;
    struct string_pool *reasons; /* what strings behind `because` say is added to them */
    unsigned last;               /* kind of the last token */
    struct arena *arena;         /* for what strings with escapes say; nobody else's */
};

/* Finds what tokens say that follow those of the call before. Of has_escapes is left that an escape is wrong. */
void scan_symbols_find(struct scan_symbols *scan, struct token *begin, const struct token *end);

#endif

/*
 * scanner.h - the tokens of one file, in order, many at a time.
 */
#ifndef SCANNER_H
#define SCANNER_H

#include "token.h"

struct arena;
struct source;
struct span;
struct scanner;
struct symbols;
struct string_pool;

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

#endif

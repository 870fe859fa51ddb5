/*
 * statement_source.h - what the tree does not keep of a statement, read in its source again: it is seldom asked for.
 */
#ifndef STATEMENT_SOURCE_H
#define STATEMENT_SOURCE_H

#include "compile/ast/ast.h"
#include "compile/scan/token_kind.h"

/* Where a statement's limits stand: the end of it. */
static inline struct span statement_source_limits(struct span statement, uint32_t limits_at)
{
    return (struct span){limits_at, statement.at + statement.length - limits_at};
}

/* The token behind the first one of a kind in a span of tokens; or the span. */
struct span statement_source_behind(const struct sources *sources, struct span span, enum token_kind kind);

/* Whether a parenthesis opens right before a token of a statement. */
bool statement_source_enclosed(const struct sources *sources, struct span statement, uint32_t at);
/* A span of tokens on one line, without comments; the limits `starting` and `until` left out, or not. In the arena. */
const char *statement_source_line(const struct sources *sources, struct span span, bool without_times);

#endif

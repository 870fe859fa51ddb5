/*
 * statement_source.c - what the tree does not keep of a statement, scanned in its source again: it is seldom asked for.
 *
 * Trusts that the grammar has taken the tokens there.
 */
#include "statement_source.h"

#include <string.h>

#include "support/arena.h"
#include "compile/scan/automaton.h"

struct span statement_source_behind(const struct sources *sources, struct span span, enum token_kind kind)
{
    const struct source *source = source_of(sources, span.at);
    char *text = arena_alloc(sources->arena, (size_t)span.length + SCAN_BEHIND);
    struct scan scan;
    struct token token;
    void *automaton;
    bool is_next = false;

    memcpy(text, source->bytes + (span.at - source->start), span.length);
    automaton = scan_open(&scan, text, span.length, span.at);
    while (scan_tokens(automaton, &token, &token + 1) != &token) {
        if (is_next) {
            span = (struct span){token.at, token.length};
            break;
        }
        is_next = token.kind == kind;
    }
    scan_close(automaton);
    return span;
}

/*
 * statement_source.c - what the tree does not keep of a statement, scanned in its source again: it is seldom asked for.
 *
 * Trusts that the grammar has taken the tokens there.
 */
#include "statement_source.h"

#include <string.h>

#include "support/arena.h"
#include "compile/scan/keywords.h"
#include "compile/scan/scanner.h"

/* Whether a token, in a text that begins at an offset, is a word. */
static bool is_word(const char *text, uint32_t begin, const struct token *token, const char *word)
{
    return token->length == strlen(word) && memcmp(text + (token->at - begin), word, token->length) == 0;
}

struct span said_behind(const struct sources *sources, struct span span, int kind)
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
        is_next = is_word(text, scan.at, &token, keyword_name(kind));
    }
    scan_close(automaton);
    return span;
}

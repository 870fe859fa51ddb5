/*
 * said.c - what the tree does not keep of a statement, read in its source again: it is seldom asked for.
 *
 * Trusts that the span has been scanned before.
 */
#include "said.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "parse.h"
#include "scan.h"
#include "tokens.h"

/* Scans a copy, since the scanner writes to what it scans. */
struct span said_behind(const struct sources *sources, struct span span, int kind)
{
    const struct source *source = source_of(sources, span.at);
    struct arena *room = arena_new();
    char *copy = arena_alloc(room, span.length + (size_t)SCAN_BEHIND);
    struct scan_place place = {.bytes = copy, .length = span.length, .start = span.at};
    struct span found = span;
    struct token token;
    yyscan_t scanner;

    memcpy(copy, source->bytes + (span.at - source->start), span.length);
    scanner = scan_open(&place);
    do
        scan_tokens(scanner, &token, &token + 1);
    while (token.kind != END && (int)token.kind != kind);
    if (token.kind != END)
        scan_tokens(scanner, &token, &token + 1);
    if (token.kind != END)
        found = token_span(token);
    scan_lex_destroy(scanner);
    arena_free(room);
    return found;
}

struct ast_string said_string(struct arena *arena, const struct sources *sources, uint32_t at)
{
    const struct source *source = source_of(sources, at);
    const char *text = source->bytes + (at - source->start) + 1, *end = text;
    size_t length;
    bool escapes = false;

    for (; *end != '"'; end++)
        if (*end == '\\') {
            escapes = true;
            end++;
        }
    length = (size_t)(end - text);
    if (escapes)
        text = escapes_read(arena, NULL, text, &length, at);
    return (struct ast_string){text, (uint32_t)length, {at, (uint32_t)(end - text) + 2}};
}

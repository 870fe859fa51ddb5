/*
 * statement_source.c - what the tree does not keep of a statement, scanned in its source again: it is seldom asked for.
 *
 * Trusts that the grammar has taken the tokens there.
 */
#include "statement_source.h"

#include <string.h>

#include "support/arena.h"
#include "compile/scan/automaton.h"

/* A span of tokens that is scanned again. */
struct rescan {
    struct scan scan;
    void *automaton;
};

static void rescan_begin(struct rescan *rescan, const struct sources *sources, struct span span)
{
    const struct source *source = source_of(sources, span.at);
    char *text = arena_alloc(sources->arena, (size_t)span.length + SCAN_BEHIND);

    memcpy(text, source->bytes + (span.at - source->start), span.length);
    rescan->automaton = scan_open(&rescan->scan, text, span.length, span.at);
}

static bool rescan_next(struct rescan *rescan, struct token *token)
{
    return scan_tokens(rescan->automaton, token, token + 1) != token;
}

struct span statement_source_behind(const struct sources *sources, struct span span, enum token_kind kind)
{
    struct rescan rescan;
    struct token token;
    bool is_next = false;

    rescan_begin(&rescan, sources, span);
    while (rescan_next(&rescan, &token)) {
        if (is_next) {
            span = (struct span){token.at, token.length};
            break;
        }
        is_next = token.kind == kind;
    }
    scan_close(rescan.automaton);
    return span;
}

bool statement_source_enclosed(const struct sources *sources, struct span statement, uint32_t at)
{
    struct rescan rescan;
    struct token token;
    bool opens = false;

    rescan_begin(&rescan, sources, statement);
    while (rescan_next(&rescan, &token) && token.at < at)
        opens = token.kind == TOKEN_LPAREN;
    scan_close(rescan.automaton);
    return opens;
}

#define LINE_MOST 240u

/* Puts a token behind a line that has room for LINE_MOST bytes and their end; false: it does not fit. */
static bool line_put(char *line, const struct rescan *rescan, const struct token *token)
{
    size_t length = strlen(line);
    bool close = length == 0 || token->kind == TOKEN_COMMA || token->kind == TOKEN_RPAREN || line[length - 1] == '(';

    if (length + token->length + 1 > LINE_MOST) {
        strcpy(line + (length > LINE_MOST - 4 ? LINE_MOST - 4 : length), " ...");
        return false;
    }
    if (!close)
        line[length++] = ' ';
    memcpy(line + length, rescan->scan.bytes + (token->at - rescan->scan.at), token->length);
    line[length + token->length] = '\0';
    return true;
}

const char *statement_source_line(const struct sources *sources, struct span span, bool without_times)
{
    char *line = arena_alloc(sources->arena, LINE_MOST + 1);
    struct rescan rescan;
    struct token token;

    *line = '\0';
    rescan_begin(&rescan, sources, span);
    while (rescan_next(&rescan, &token)) {
        if (without_times && (token.kind == TOKEN_STARTING || token.kind == TOKEN_UNTIL))
            rescan_next(&rescan, &token); /* and the time behind it */
        else if (!line_put(line, &rescan, &token))
            break;
    }
    scan_close(rescan.automaton);
    return line;
}

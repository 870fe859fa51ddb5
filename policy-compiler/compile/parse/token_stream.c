/*
 * token_stream.c - gives the grammar its tokens, and after an error the next place from which it can go on; tells what
 * the ones that it took say.
 *
 * After a syntax error everything is skipped up to a word that begins a statement and stands first in its line, or up
 * to the end of the body in which the error was. The grammar is then given RESYNC, and braces that were forgotten.
 */
#include "token_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/arena.h"
#include "compile/diag/silence_comment.h"
#include "compile/ast/lost_names.h"
#include "compile/scan/literal.h"
#include "compile/parse/parse.h"
#include "grammar_token.h"
#include "compile/scan/scanner.h"
#include "broken_statement.h"
#include "strange_word.h"

/* The bytes of the file that a token stands for. */
static const char *token_source(const struct parser *parser, struct token token)
{
    return parser->source->bytes + (token.at - parser->source->start);
}

/* A string while its escapes are reported. */
struct unescaping {
    struct parser *parser;
    struct token token;
};

static void report_escape(void *context, size_t at)
{
    const struct unescaping *unescaping = context;

    diag_at(unescaping->parser->diag, DIAG_BAD_STRING, (struct span){unescaping->token.at + 1 + (uint32_t)at, 2},
            "unknown escape in a string; use \\\", \\\\ and \\xHH (not \\x00)");
}

/* Reports the escapes of a string that are wrong. */
static void report_escapes(struct parser *parser, struct token token)
{
    struct unescaping unescaping = {parser, token};
    char *out = arena_alloc(parser->arena, token.length);

    literal_string(token_source(parser, token) + 1, token.length - 2, out, report_escape, &unescaping);
}

struct symbol *token_symbol(struct parser *parser, struct token token)
{
    if (token.has_escapes)
        report_escapes(parser, token);
    return token.symbol;
}

uint32_t token_reason(struct parser *parser, struct token token, uint32_t *length)
{
    if (token.has_escapes)
        report_escapes(parser, token);
    *length = token.reason.length;
    return token.reason.number;
}

const char *token_text(struct parser *parser, struct token token)
{
    if (token.symbol != NULL)
        return token_symbol(parser, token)->text;
    return arena_copy(parser->arena, token_source(parser, token), token.length);
}

/* ---- the next one ---- */

/* Reports, once a statement, what is nested more deeply than the tree has room for. */
static void check_depth(struct parser *parser, const struct token *token)
{
    if (parser->parentheses <= AST_DEPTH_MAX && parser->nots <= AST_DEPTH_MAX)
        return;
    diag_at(parser->diag, DIAG_TOO_DEEP, token_span(*token), "this is nested more than %d levels deep", AST_DEPTH_MAX);
    parser->refused = true;
}

/* A string that is not closed has taken the rest of its line, so the statement cannot be read on. */
static void refuse_open_string(struct parser *parser, const struct token *token)
{
    struct diag_report *report =
        diag_at(parser->diag, DIAG_BAD_STRING, token_span(*token), "unclosed string: it must end on its line");

    strange_end_note(parser->diag, report, token_span(*token), token_source(parser, *token));
    if (!parser->recovering)
        broken_lose(parser);
    parser->refused = true;
}

/* What no statement has: it is said what to write instead, and the statement is not read on. */
static void refuse_strange(struct parser *parser, const struct token *token)
{
    strange_word_report(parser->diag, token_span(*token), token_source(parser, *token));
    broken_lose(parser);
    parser->refused = true;
}

/* Of what is so long, not all was kept. */
static void refuse_long(struct parser *parser, const struct token *token)
{
    diag_at(parser->diag, DIAG_TOO_LARGE, token_span(*token), "a word or a string may be at most %u bytes long",
            TOKEN_MOST);
    parser->refused = true;
}

/* Takes the next token from the scanner, as the last one; counts the braces. */
static inline void token_read(struct parser *parser)
{
    const struct token *token;

    if (parser->next == parser->end)
        parser->next = scanner_more(parser->scanner, &parser->end);
    token = parser->next++;
    parser->last = *token;
    parser->last.kind = grammar_token[token->kind] & KIND_MOST;
    parser->last_depth = parser->depth;
    if (parser->last.kind == LBRACE)
        parser->depth++;
    else if (parser->last.kind == RBRACE && parser->depth > 0)
        parser->depth--;
}

/* What few tokens that the grammar is given ask for: they are counted, or refused. */
static void token_special(struct parser *parser, const struct token *token)
{
    parser->nots = token->kind == NOT ? parser->nots + 1 : 0;
    if (token->kind == LPAREN)
        parser->parentheses++;
    else if (token->kind == RPAREN && parser->parentheses > 0)
        parser->parentheses--;
    if (token->kind == SCAN_OPEN_STRING)
        refuse_open_string(parser, token);
    else if (token->kind == SCAN_TOO_LONG)
        refuse_long(parser, token);
    else if (token->kind == SCAN_STRANGE)
        refuse_strange(parser, token);
    else if (token->kind == NOT || token->kind == LPAREN || token->kind == RPAREN)
        check_depth(parser, token);
}

/* The same for the lines of a body: rules of a role, situations of a test, bounds. */
static bool begins_line(int kind, unsigned depth)
{
    return kind == ALLOW || kind == DENY || (depth > 0 && (kind == GIVEN || kind == MAY || kind == ASSIGN));
}

/* Whether a word is a bound's, and no statement's: an assignment within the braces of a bounded include. */
static bool is_bound(const struct parser *parser, int kind, unsigned inside)
{
    return kind == ASSIGN && parser->delegation != NULL && inside > 0;
}

/* Whether the grammar may go on with a token, inside being the open braces that were skipped less those before. */
static bool can_resume(const struct parser *parser, unsigned depth, unsigned inside)
{
    const struct token *token = &parser->last;

    if (token->begins_line && begins_statement(token->kind) && !is_bound(parser, token->kind, inside))
        return true;
    return inside == depth &&
           ((token->begins_line && begins_line(token->kind, depth)) || (token->kind == RBRACE && depth > 0));
}

/*
 * Skips from the token at which the grammar failed to one from which it can go on; past the one from which it went on
 * last, so that each error takes the parser further.
 */
static void tokens_skip(struct parser *parser)
{
    const struct token *at = &parser->last;
    unsigned depth = parser->last_depth, inside = depth;
    bool moved = at->at >= parser->resumed_before;
    unsigned before = BECAUSE; /* kind of the token before: a string behind `because` has a reason, and no symbol */

    while (at->kind != END && !(moved && can_resume(parser, depth, inside))) {
        if (at->kind == LBRACE)
            inside++;
        else if (at->kind == RBRACE && inside > depth)
            inside--;
        if (parser->losing && (at->kind == WORD || (at->kind == STRING && before != BECAUSE)) && at->symbol != NULL)
            lost_name_add(parser->compilation, at->symbol->text);
        before = at->kind;
        token_read(parser);
        if (at->kind == SCAN_OPEN_STRING)
            refuse_open_string(parser, at);
        moved = true;
    }
    parser->resumed_before = at->at + at->length;
    if (at->kind == END || (begins_statement(at->kind) && !is_bound(parser, at->kind, inside)))
        parser->closing = depth;
    else
        parser->closing = 0;
    parser->depth = depth - parser->closing - (at->kind == RBRACE ? 1 : 0);
    parser->last_depth = depth - parser->closing;
    parser->recovering = parser->refused = parser->losing = false;
    parser->resuming = true;
    parser->parentheses = parser->nots = 0;
}

/* After an error: RESYNC, the braces that were forgotten, and the token from which the grammar can go on. */
static int next_resumed(struct parser *parser)
{
    if (parser->recovering) {
        tokens_skip(parser);
        return RESYNC;
    }
    if (parser->closing > 0) {
        parser->closing--;
        return RBRACE;
    }
    parser->resuming = false;
    return parser->last.kind;
}

int parse_lex(PARSE_STYPE *value, struct span *span, struct parser *parser)
{
    int kind;

    if (parser->recovering || parser->resuming) {
        kind = next_resumed(parser);
    } else {
        token_read(parser);
        token_special(parser, &parser->last);
        parser->recovering = parser->refused;
        kind = parser->refused ? PARSE_error : parser->last.kind;
    }
    *span = token_span(parser->last);
    value->token = parser->last;
    return kind;
}

void token_stream_open(struct parser *parser, const struct source *source)
{
    parser->source = source;
    parser->scanner = scanner_open(parser->arena, source, parser->symbols, &parser->compilation->because);
    parser->next = parser->end = NULL;
    parser->depth = parser->parentheses = parser->nots = 0;
    parser->recovering = parser->resuming = parser->refused = parser->losing = false;
    parser->delegation = NULL;
    parser->last = (struct token){.kind = END};
    parser->resumed_before = source->start;
}

static void comment_read(void *context, struct span comment)
{
    struct parser *parser = context;

    silence_read(parser->diag, comment);
}

void token_stream_close(struct parser *parser)
{
    scanner_close(parser->scanner, comment_read, parser);
}

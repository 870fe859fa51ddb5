/*
 * tokens.c - gives the grammar its tokens: words interned, strings decoded, and after an error the next place from
 * which it can go on.
 *
 * After a syntax error everything is skipped up to a word that begins a statement and stands first in its line, or up
 * to the end of the body in which the error was. The grammar is then given RESYNC, and braces that were forgotten.
 */
#include "tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "literal.h"
#include "parse.h"
#include "scan.h"
#include "symbol.h"

extern enum scan_kind scan_next(yyscan_t scanner, const char **text, size_t *length, bool *begins_line);

static const struct {
    const char *word;
    int token;
} reserved[] = {
    {"allow", ALLOW},
    {"always", ALWAYS},
    {"and", AND},
    {"assign", ASSIGN},
    {"at", AT},
    {"because", BECAUSE},
    {"condition", CONDITION},
    {"contact", CONTACT},
    {"daily", DAILY},
    {"deny", DENY},
    {"everyone", EVERYONE},
    {"except", EXCEPT},
    {"exclusive", EXCLUSIVE},
    {"extends", EXTENDS},
    {"from", FROM},
    {"gid", GID},
    {"given", GIVEN},
    {"group", GROUP},
    {"host", HOST},
    {"ignore", IGNORE},
    {"in", IN},
    {"include", INCLUDE},
    {"local", LOCAL},
    {"may", MAY},
    {"never", NEVER},
    {"not", NOT},
    {"or", OR},
    {"permission", PERMISSION},
    {"policy", POLICY},
    {"requires", REQUIRES},
    {"role", ROLE},
    {"service", SERVICE},
    {"starting", STARTING},
    {"test", TEST},
    {"time", TIME},
    {"to", TO},
    {"tty", TTY},
    {"unknown", UNKNOWN},
    {"unlisted", UNLISTED},
    {"until", UNTIL},
    {"user", USER},
    {"utc", UTC},
    {"when", WHEN},
    {"zone", ZONE},
};

void tokens_reserve(struct parser *parser)
{
    size_t i;

    for (i = 0; i < sizeof reserved / sizeof *reserved; i++)
        symbol_intern(parser->symbols, reserved[i].word, strlen(reserved[i].word))->token = reserved[i].token;
}

_Noreturn void tokens_fatal(const char *message)
{
    fprintf(stderr, "rolegate: %s\n", message);
    exit(2);
}

/* The symbol of a string between quotes; a wrong escape is reported and left out. */
static struct symbol *string_read(struct parser *parser, const char *text, size_t length, struct span span)
{
    const char *end = text + length, *at;
    struct symbol *symbol;
    char *decoded, *out;

    if (memchr(text, '\\', length) == NULL)
        return symbol_intern(parser->symbols, text, length);
    out = decoded = arena_alloc(parser->arena, length + 1);
    for (at = text; at < end; at++) {
        size_t taken;
        if (*at != '\\') {
            *out++ = *at;
            continue;
        }
        taken = literal_escape(at + 1, end, out);
        if (taken == 0) {
            struct span place = {span.at + 1 + (uint32_t)(at - text), 2};
            diag_at(parser->diag, DIAG_BAD_STRING, place,
                    "unknown escape in a string: there are \\\", \\\\ and \\xHH (not \\x00)");
            at++;
            continue;
        }
        out++;
        at += taken;
    }
    symbol = symbol_intern(parser->symbols, decoded, (size_t)(out - decoded));
    return symbol;
}

/* Reports, once a statement, what is nested more deeply than the tree may be. */
static void check_depth(struct parser *parser, const struct read_token *token)
{
    parser->nots = token->kind == NOT ? parser->nots + 1 : 0;
    if (token->kind == '(')
        parser->parentheses++;
    else if (token->kind == ')' && parser->parentheses > 0)
        parser->parentheses--;
    if (parser->parentheses <= AST_DEPTH_MAX && parser->nots <= AST_DEPTH_MAX)
        return;
    diag_at(parser->diag, DIAG_TOO_DEEP, token->value.span, "this is nested more than %d levels deep", AST_DEPTH_MAX);
    parser->refused = true;
}

/* A string's value; one that is not closed has taken the rest of its line, so the statement cannot be read on. */
static void value_read(struct parser *parser, enum scan_kind kind, const char *text, size_t length,
                       struct read_token *token)
{
    token->value.quoted = kind != SCAN_WORD;
    if (kind == SCAN_WORD) {
        token->value.symbol = symbol_intern(parser->symbols, text, length);
        token->kind = token->value.symbol->token != 0 ? token->value.symbol->token : WORD;
    } else if (kind == SCAN_STRING) {
        token->value.symbol = string_read(parser, text + 1, length - 2, token->value.span);
        token->kind = STRING;
    } else {
        diag_at(parser->diag, DIAG_BAD_STRING, token->value.span, "this string is not closed in its line");
        token->value.symbol = NULL;
        token->kind = STRING;
        parser->refused = true;
    }
}

/* Reads one token from the scanner. */
static void token_read(struct parser *parser, struct read_token *token)
{
    const char *text = NULL;
    size_t length = 0;
    enum scan_kind kind;

    token->first_in_line = parser->at_start;
    parser->at_start = false;
    kind = scan_next(parser->scanner, &text, &length, &token->first_in_line);
    token->depth = parser->depth;
    token->kind = (int)kind;
    token->value.quoted = false;
    token->value.symbol = NULL;
    token->value.span.at =
        parser->source->start + (kind == SCAN_END ? parser->source->length : (uint32_t)(text - parser->source->bytes));
    token->value.span.length = kind == SCAN_END ? 0 : (uint32_t)length;
    if (kind == SCAN_END)
        token->kind = END;
    else if (kind >= SCAN_WORD)
        value_read(parser, kind, text, length, token);
    else if (kind == (enum scan_kind)'{')
        parser->depth++;
    else if (kind == (enum scan_kind)'}' && parser->depth > 0)
        parser->depth--;
}

/* Whether a word begins a statement, and only ever that where it stands first in a line. */
static bool begins_statement(int kind)
{
    switch (kind) {
    case POLICY:
    case ZONE:
    case CONTACT:
    case UNLISTED:
    case INCLUDE:
    case PERMISSION:
    case ROLE:
    case SERVICE:
    case ASSIGN:
    case CONDITION:
    case EXCLUSIVE:
    case NEVER:
    case ALWAYS:
    case TEST: return true;
    default: return false;
    }
}

/* The same for the lines of a body: rules of a role, or situations of a test. */
static bool begins_line(int kind, unsigned depth)
{
    return kind == ALLOW || kind == DENY || (depth > 0 && (kind == GIVEN || kind == MAY));
}

/* Whether the grammar may go on with a token, inside being the open braces that were skipped less those before. */
static bool can_resume(const struct read_token *token, unsigned depth, unsigned inside)
{
    if (token->first_in_line && begins_statement(token->kind))
        return true;
    return inside == depth &&
           ((token->first_in_line && begins_line(token->kind, depth)) || (token->kind == '}' && depth > 0));
}

/*
 * Skips from the token at which the grammar failed to one from which it can go on; past the one from which it went on
 * last, so that each error takes the parser further.
 */
static void tokens_skip(struct parser *parser)
{
    struct read_token token = parser->last;
    unsigned depth = token.depth, inside = depth;
    bool moved = token.value.span.at >= parser->resumed_before;

    while (token.kind != END && !(moved && can_resume(&token, depth, inside))) {
        if (token.kind == '{')
            inside++;
        else if (token.kind == '}' && inside > depth)
            inside--;
        token_read(parser, &token);
        moved = true;
    }
    parser->resumed_before = token.value.span.at + token.value.span.length;
    parser->closing = token.kind == END || begins_statement(token.kind) ? depth : 0;
    parser->depth = depth - parser->closing - (token.kind == '}' ? 1 : 0);
    token.depth = depth - parser->closing;
    parser->resume = token;
    parser->recovering = parser->refused = false;
    parser->resuming = true;
    parser->parentheses = parser->nots = 0;
}

int parse_lex(PARSE_STYPE *value, struct span *span, struct parser *parser)
{
    if (parser->recovering) {
        tokens_skip(parser);
        *span = parser->resume.value.span;
        return RESYNC;
    }
    if (parser->resuming && parser->closing > 0) {
        parser->closing--;
        *span = parser->resume.value.span;
        return '}';
    }
    if (parser->resuming) {
        parser->resuming = false;
        parser->last = parser->resume;
    } else {
        token_read(parser, &parser->last);
        check_depth(parser, &parser->last);
    }
    if (parser->refused) {
        parser->recovering = true;
        *span = parser->last.value.span;
        return PARSE_error;
    }
    value->token = parser->last.value;
    *span = parser->last.value.span;
    return parser->last.kind;
}

void tokens_open(struct parser *parser, const struct source *source)
{
    parser->source = source;
    parser->at_start = true;
    parser->depth = parser->parentheses = parser->nots = 0;
    parser->recovering = parser->resuming = parser->refused = false;
    parser->resumed_before = source->start;
    if (scan_lex_init(&parser->scanner) != 0)
        tokens_fatal("out of memory");
    if (scan__scan_buffer(source->scan, source->length + 2u, parser->scanner) == NULL)
        tokens_fatal("out of memory");
}

void tokens_drain(struct parser *parser)
{
    while (parser->last.kind != END)
        token_read(parser, &parser->last);
}

void tokens_close(struct parser *parser)
{
    scan_lex_destroy(parser->scanner);
}

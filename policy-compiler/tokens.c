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
#include "parse.h"
#include "scan.h"
#include "symbol.h"

extern enum scan_kind scan_next(yyscan_t scanner);

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

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One escape at text (behind the backslash); its length, the byte into *out; 0: there is no such escape. */
static size_t escape_read(const char *text, const char *end, char *out)
{
    int high, low;

    if (*text == '"' || *text == '\\') {
        *out = *text;
        return 1;
    }
    if (*text != 'x' || end - text < 3)
        return 0;
    high = hex_digit(text[1]);
    low = hex_digit(text[2]);
    if (high < 0 || low < 0 || high + low == 0)
        return 0;
    *out = (char)(high * 16 + low);
    return 3;
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
        taken = escape_read(at + 1, end, out);
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

/* Reads one token from the scanner. */
static void token_read(struct parser *parser, struct read_token *token)
{
    enum scan_kind kind = scan_next(parser->scanner);
    const char *text;
    size_t length;

    token->first_in_line = parser->line_begun;
    while (kind == SCAN_LINE) {
        token->first_in_line = true;
        kind = scan_next(parser->scanner);
    }
    parser->line_begun = false;
    text = scan_get_text(parser->scanner);
    length = kind == SCAN_END ? 0 : (size_t)scan_get_leng(parser->scanner);
    token->depth = parser->depth;
    token->value.quoted = false;
    token->value.symbol = NULL;
    token->value.span.at =
        parser->source->start + (kind == SCAN_END ? parser->source->length : (uint32_t)(text - parser->source->bytes));
    token->value.span.length = (uint32_t)length;
    switch (kind) {
    case SCAN_END: token->kind = END; break;
    case SCAN_WORD:
        token->value.symbol = symbol_intern(parser->symbols, text, length);
        token->kind = token->value.symbol->token != 0 ? token->value.symbol->token : WORD;
        break;
    case SCAN_STRING:
        token->value.quoted = true;
        token->value.symbol = string_read(parser, text + 1, length - 2, token->value.span);
        token->kind = STRING;
        break;
    case SCAN_OPEN_STRING:
        diag_at(parser->diag, DIAG_BAD_STRING, token->value.span, "this string is not closed in its line");
        token->value.quoted = true;
        token->value.symbol = symbol_intern(parser->symbols, "?", 1);
        token->kind = STRING;
        break;
    case SCAN_LINE:
    default: token->kind = (int)kind; break;
    }
    if (token->kind == '{')
        parser->depth++;
    else if (token->kind == '}' && parser->depth > 0)
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

static bool begins_inside(int kind)
{
    return kind == ALLOW || kind == DENY || kind == GIVEN || kind == MAY;
}

/* Skips from the token at which the grammar failed to one from which it can go on. */
static void tokens_skip(struct parser *parser)
{
    struct read_token token = parser->last;
    unsigned depth = token.depth, inside = depth;

    for (;;) {
        if (token.kind == END || (token.first_in_line && begins_statement(token.kind)))
            break;
        if (inside == depth && token.first_in_line && begins_inside(token.kind))
            break;
        if (token.kind == '}' && inside == depth && depth > 0)
            break;
        if (token.kind == '{')
            inside++;
        else if (token.kind == '}' && inside > depth)
            inside--;
        token_read(parser, &token);
    }
    parser->closing = token.kind == END || begins_statement(token.kind) ? depth : 0;
    parser->depth = depth - parser->closing - (token.kind == '}' ? 1 : 0);
    token.depth = depth - parser->closing;
    parser->resume = token;
    parser->recovering = false;
    parser->resuming = true;
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
    }
    value->token = parser->last.value;
    *span = parser->last.value.span;
    return parser->last.kind;
}

void tokens_open(struct parser *parser, const struct source *source)
{
    parser->source = source;
    parser->line_begun = true;
    parser->depth = 0;
    parser->recovering = parser->resuming = false;
    if (scan_lex_init(&parser->scanner) != 0)
        tokens_fatal("out of memory");
    if (scan__scan_buffer(source->scan, source->length + 2u, parser->scanner) == NULL)
        tokens_fatal("out of memory");
}

void tokens_close(struct parser *parser)
{
    scan_lex_destroy(parser->scanner);
}

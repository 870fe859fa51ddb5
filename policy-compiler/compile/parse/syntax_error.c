/*
 * syntax_error.c - what is said of a token that the grammar does not take.
 */
#include "syntax_error.h"

#include <string.h>

#include "support/arena.h"
#include "compile/diag/diag_edit.h"
#include "compile/scan/keywords.h"
#include "broken_statement.h"
#include "grammar_token.h"
#include "compile/parse/parse.h"
#include "support/suggest.h"
#include "syntax_note.h"

static bool is_reserved(int kind)
{
    return grammar_word(kind) != NULL;
}

/* A reserved word or a sign as it is written, or what else a kind of token is. */
static const char *kind_name(int kind)
{
    switch (kind) {
    case END: return "the end of the file";
    case WORD: return "a name";
    case STRING: return "a string";
    case LBRACE: return "{";
    case RBRACE: return "}";
    case COMMA: return ",";
    case LPAREN: return "(";
    case RPAREN: return ")";
    default: return grammar_word(kind);
    }
}

/* What was found, in words. */
static const char *found_text(struct parser *parser, int kind)
{
    if (kind == END || kind == STRING)
        return kind_name(kind);
    if (kind == WORD)
        return arena_printf(parser->arena, "\"%.60s\"", token_text(parser, parser->last));
    return arena_printf(parser->arena, is_reserved(kind) ? "the reserved word \"%s\"" : "\"%s\"", kind_name(kind));
}

/* What may stand here. Where a statement may begin, the words that begin one are not listed. */
struct expected {
    int *kinds;
    int count;
    bool name, statement;
};

static struct expected expected_find(int *kinds, int count)
{
    struct expected expected = {.kinds = kinds};
    int i;

    for (i = 0; i < count; i++) {
        expected.name = expected.name || kinds[i] == WORD;
        expected.statement = expected.statement || kinds[i] == POLICY;
    }
    for (i = 0; i < count; i++) {
        int kind = kinds[i];
        bool covered = (kind == STRING && expected.name) ||
                       (expected.statement && (kind == END || kind == ALLOW || kind == DENY || begins_statement(kind)));
        if (kind != RESYNC && !covered)
            kinds[expected.count++] = kind;
    }
    return expected;
}

/* ", expected A, B or C". Words and signs are put between quotes. */
static const char *expected_text(struct parser *parser, const struct expected *expected)
{
    const char *text = "";
    int count = expected->count + expected->statement, i;

    for (i = 0; i < count; i++) {
        bool last = i == expected->count;
        bool plain = last || expected->kinds[i] <= STRING;
        const char *before = i == 0 ? ", expected " : i + 1 == count ? " or " : ", ";
        const char *name = !last ? kind_name(expected->kinds[i]) : i == 0 ? "a statement" : "the next statement";
        text = arena_printf(parser->arena, plain ? "%s%s%s" : "%s%s\"%s\"", text, before, name);
    }
    return text;
}

/* The reserved word that a word which is none was meant to be, or NULL. */
static const char *meant_word(struct parser *parser, const struct expected *expected)
{
    const struct keyword *keyword;
    struct suggest suggest;
    int i;

    if (parser->last.kind != WORD || expected->name)
        return NULL;
    suggest_begin(&suggest, token_text(parser, parser->last));
    for (keyword = keywords; expected->statement && keyword->word != NULL; keyword++)
        if (begins_statement(grammar_token[keyword->kind]) || keyword->kind == TOKEN_ALLOW ||
            keyword->kind == TOKEN_DENY)
            suggest_offer(&suggest, keyword->word);
    for (i = 0; i < expected->count; i++)
        if (is_reserved(expected->kinds[i]))
            suggest_offer(&suggest, grammar_word(expected->kinds[i]));
    return suggest_result(&suggest);
}

void syntax_error_report(struct parser *parser, struct span span, int *kinds, int count)
{
    struct broken broken = {.count = 0};
    bool known = broken_find(parser, &broken);
    struct expected expected;
    struct diag_report *report;
    const char *meant;
    int listed[KIND_MOST];

    if (known) {
        kinds = memcpy(listed, broken.expected, sizeof listed);
        count = broken.expected_count;
    }
    expected = expected_find(kinds, count);
    report = diag_at(parser->diag, DIAG_SYNTAX, span, "unexpected %s%s", found_text(parser, parser->last.kind),
                     expected_text(parser, &expected));
    meant = meant_word(parser, &expected);
    diag_suggest(report, meant);
    if (meant != NULL)
        diag_edit(parser->diag, report, false, span, meant);
    if (known) {
        syntax_note(&broken, report);
        broken_names_lose(&broken);
    }
}

struct diag_report *syntax_error(struct parser *parser, struct span span, const char *text)
{
    return diag_at(parser->diag, DIAG_SYNTAX, span, "%s", text);
}

/*
 * unexpected.c - what is said of a token that the grammar does not take.
 */
#include "unexpected.h"

#include "arena.h"
#include "parse.h"
#include "suggest.h"

static bool is_reserved(int kind)
{
    return kind >= ALLOW && kind <= ZONE;
}

/* What was found, in words. */
static const char *found_text(struct parser *parser, int kind)
{
    if (kind == END)
        return "the end of the file";
    if (kind == STRING)
        return "a string";
    if (kind > ZONE)
        return arena_printf(parser->arena, "\"%s\"", parse_name(kind));
    return arena_printf(parser->arena, is_reserved(kind) ? "the reserved word \"%.60s\"" : "\"%.60s\"",
                        token_text(parser, last_token(parser)));
}

/* What may stand here, in words. Where a statement may begin, the words that begin one are not listed. */
struct expected {
    int *kinds;
    int count;
    bool name, statement, situation;
};

static struct expected expected_find(int *kinds, int count)
{
    struct expected expected = {.kinds = kinds};
    int i;

    for (i = 0; i < count; i++) {
        expected.name = expected.name || kinds[i] == WORD;
        expected.statement = expected.statement || kinds[i] == INCLUDE;
        expected.situation = expected.situation || kinds[i] == GIVEN;
    }
    for (i = 0; i < count; i++)
        if (kinds[i] != RESYNC && !(kinds[i] == STRING && expected.name))
            kinds[expected.count++] = kinds[i];
    return expected;
}

/* ", expected A, B or C". Words and signs are put between quotes. */
static const char *expected_text(struct parser *parser, const struct expected *expected)
{
    const char *text = "";
    int i;

    if (expected->statement)
        return ", expected a statement";
    for (i = 0; i < expected->count; i++) {
        bool plain = expected->kinds[i] <= STRING;
        const char *before = i == 0 ? ", expected " : i + 1 == expected->count ? " or " : ", ";
        text =
            arena_printf(parser->arena, plain ? "%s%s%s" : "%s%s\"%s\"", text, before, parse_name(expected->kinds[i]));
    }
    return text;
}

/* The reserved word that a word which is none was meant to be, or NULL. */
static const char *meant_word(struct parser *parser, const struct expected *expected)
{
    struct suggest suggest;
    int i;

    if (parser->last.token->kind != WORD || expected->name)
        return NULL;
    suggest_begin(&suggest, token_text(parser, last_token(parser)));
    /* Where a statement may begin, one before may also go on: bison has forgotten how. */
    for (i = ALLOW; expected->statement && i <= ZONE; i++)
        suggest_offer(&suggest, parse_name(i));
    for (i = 0; i < expected->count; i++)
        if (is_reserved(expected->kinds[i]))
            suggest_offer(&suggest, parse_name(expected->kinds[i]));
    return suggest_result(&suggest);
}

void unexpected_report(struct parser *parser, struct span span, int *kinds, int count)
{
    int kind = parser->last.token->kind;
    struct expected expected = expected_find(kinds, count);
    struct diag_report *report = diag_at(parser->diag, DIAG_SYNTAX, span, "unexpected %s%s", found_text(parser, kind),
                                         expected_text(parser, &expected));

    diag_suggest(report, meant_word(parser, &expected));
    /* A reserved word that begins a line is more likely the next statement than a name. */
    if (expected.name && is_reserved(kind) && !parser->last.token->begins_line)
        diag_note(parser->diag, report, span, "a reserved word is a name only in quotes: \"%s\"",
                  token_text(parser, last_token(parser)));
    if (expected.situation &&
        (kind == IN || kind == UNKNOWN || kind == AT || kind == FROM || kind == TTY || kind == HOST))
        diag_note(parser->diag, report, span,
                  "a situation is said in this order: user, in, unknown, at, from, tty, host");
}

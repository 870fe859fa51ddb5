/*
 * ast_build_include.c - includes: plain ones, and bounded ones, `include … only by … { … }`.
 *
 * A bounded include is read bound by bound, and added when its last brace has been met; then its files are read. A
 * bounded file includes nothing: an include in it is reported as any other statement that no bound admits.
 */
#include "ast_build.h"

#include <string.h>

#include "support/arena.h"
#include "include.h"
#include "table/format.h"

static void include_read(struct parser *parser, struct token token, struct ast_delegation *delegation)
{
    struct compilation *compilation = parser->compilation;
    const char *text = token_text(parser, token);
    size_t length = strlen(text);
    bool named = !token.quoted && length > 2 && text[0] == '<' && text[length - 1] == '>';

    if (!token.quoted && !named)
        diag_note_whole(parser->diag,
                        syntax_error(parser, token_span(token),
                                     "include takes a path in quotes, or the name of an installed policy in <>"),
                        strchr(text, '.') == NULL ? "write include \"%s.rg\", or include <%s>" : "write include \"%s\"",
                        text, text);
    else if (parser->options->alone)
        return;
    else if (named)
        include_name(compilation, arena_copy(parser->arena, text + 1, length - 2), token_span(token), parser->options,
                     delegation);
    else
        include_path(compilation, parser->source, arena_copy(parser->arena, text, length), token_span(token),
                     delegation);
}

void add_include(struct parser *parser, struct token token)
{
    parser->ast->statements++;
    if (parser->source->delegation == NULL)
        include_read(parser, token, NULL);
}

void delegation_begin(struct parser *parser)
{
    struct ast_delegation *delegation = arena_alloc(parser->arena, sizeof *delegation);

    delegation->bounds_end = &delegation->bounds;
    parser->delegation = delegation;
}

void delegation_end(struct parser *parser)
{
    parser->delegation = NULL;
}

void delegation_lose(struct parser *parser)
{
    parser->delegation->incomplete = true;
}

void delegation_by(struct parser *parser, const struct ast_number *quorum, struct subjects subjects)
{
    parser->delegation->by = subjects_keep(parser, subjects);
    if (quorum != NULL)
        parser->delegation->quorum = *quorum;
}

void delegation_by_number(struct parser *parser, struct token number, struct token of, struct subjects subjects)
{
    struct ast_number quorum = build_number(parser, number);

    if (strcmp(token_text(parser, of), "of") != 0)
        syntax_error(parser, token_span(of), "unexpected word after a number, expected \"of\": by 2 of group NAME");
    else if (quorum.present && (quorum.value < 1 || quorum.value > QUORUM_MAX))
        diag_at(parser->diag, DIAG_BAD_NUMBER, quorum.span, "how many must agree is a number from 1 to %u", QUORUM_MAX);
    delegation_by(parser, &quorum, subjects);
}

const struct ast_length *build_length(struct parser *parser, struct token number, bool hours, struct span span)
{
    struct ast_length *length = arena_alloc(parser->arena, sizeof *length);

    *length = (struct ast_length){.number = build_number(parser, number), .hours = hours, .span = span};
    if (length->number.present && (length->number.value < 1 || length->number.value > BOUND_AMOUNT_MAX))
        diag_at(parser->diag, DIAG_BAD_NUMBER, length->number.span, "a bound is for 1 to %u %s", BOUND_AMOUNT_MAX,
                hours ? "hours" : "days");
    return length;
}

unsigned kinds_join(struct parser *parser, unsigned kinds, unsigned kind, struct span span)
{
    if ((kinds & kind) != 0)
        diag_at(parser->diag, DIAG_BAD_BOUND, span, "duplicate kind of subject");
    return kinds | kind;
}

void add_bound(struct parser *parser, enum bound_verb verb, struct span span, struct patterns patterns, unsigned kinds,
               const struct ast_length *length)
{
    struct ast_bound *bound = arena_alloc(parser->arena, sizeof *bound);

    bound->span = span;
    bound->things = words_keep(parser, patterns.words);
    bound->except = patterns.except == 0 ? NULL : bound->things + patterns.except;
    bound->length = length;
    bound->verb = verb;
    bound->kinds = kinds;
    *parser->delegation->bounds_end = bound;
    parser->delegation->bounds_end = &bound->next;
    lists_forget(parser, patterns.words.first);
}

void add_bounded_include(struct parser *parser, struct token token, struct span span)
{
    struct ast_delegation *delegation = parser->delegation;

    parser->ast->statements++;
    delegation_end(parser);
    delegation->span = span;
    delegation->text = token_span(token);
    delegation->path = token_text(parser, token);
    delegation->named = !token.quoted;
    if (parser->source->delegation != NULL)
        return;
    *parser->ast->delegations_end = delegation;
    parser->ast->delegations_end = &delegation->next;
    if (!parser->compilation->sources.is_dump) /* what its files say stands in the dump already */
        include_read(parser, token, delegation);
}

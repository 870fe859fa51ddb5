/*
 * lex.h - the grammar's next token, as bison asks for it. Most are but handed on, which is done where it is asked.
 */
#ifndef LEX_H
#define LEX_H

#include "foresee.h"
#include "parse.h"
#include "tokens.h"

/* Where there is more to do than to hand on a word. tokens.c */
int lex_slowly(PARSE_STYPE *value, struct span *span, struct parser *parser);

/* Whether a token asks for that: all that do are no words, or `not`. */
static inline bool is_special(int kind)
{
    return kind < WORD || kind > ZONE || kind == NOT;
}

static inline int parse_lex(PARSE_STYPE *value, struct span *span, struct parser *parser)
{
    const struct token *token = parser->next;

    if (parser->recovering || parser->resuming || token == parser->end || is_special(token->kind))
        return lex_slowly(value, span, parser);
    /* Names lie in no order, so that memory is asked for early. */
    FORESEE(token[TOKENS_BEYOND].symbol);
    parser->next = token + 1;
    parser->last = (struct read_token){token, parser->depth};
    parser->nots = 0;
    *span = token_span(*token);
    value->token = *token;
    return token->kind;
}

#endif

/*
 * broken_statement.h - the statement in which the grammar does not take a token, scanned again: its tokens, and what
 * could have stood there.
 */
#ifndef BROKEN_STATEMENT_H
#define BROKEN_STATEMENT_H

#include "grammar_token.h"
#include "token_stream.h"

struct broken {
    struct parser *parser;
    const struct token
        *tokens;               /* the statement's, with the grammar's numbers, and those behind the error in its line */
    size_t count, error;       /* tokens[error] is the one that cannot stand there */
    const struct token *brace; /* the innermost open "{", or NULL */
    int expected[KIND_MOST];   /* what could, ascending */
    int expected_count;
};

/* Of the parser's last token. False: the beginning of the statement was not found, and *broken is not set. */
bool broken_find(struct parser *parser, struct broken *broken);

/* Notes the names that a broken declaration may have declared, its tokens and those that are skipped. */
void broken_names_lose(const struct broken *broken);
/* The same, of the parser's last token. */
void broken_lose(struct parser *parser);

/* The kind of the token so many behind the error, before it where that is below 0; END where there is none. */
int broken_kind(const struct broken *broken, int behind);
/* The same token as it is written, in the arena; "" where there is none. */
const char *broken_text(const struct broken *broken, int behind);
/* The kind of the statement's first word. */
int broken_statement(const struct broken *broken);
/* Whether a kind stands before the error in the statement or, within a body, in its line of it. */
bool broken_has(const struct broken *broken, int kind);
bool broken_expects(const struct broken *broken, int kind);

#endif

/*
 * token_stream.h - what passes between the scanner and the grammar, and how they find each other again after an error.
 */
#ifndef TOKEN_STREAM_H
#define TOKEN_STREAM_H

#include <stdbool.h>

#include "compile/ast/ast.h"
#include "compile/ast/compilation.h"
#include "compile/scan/scanner.h"

struct symbols;
struct time_entry;

static inline struct span token_span(struct token token)
{
    return (struct span){token.at, token.length};
}

/* The limits of a statement while it is read: what was said, and where. */
struct limits_read {
    struct span all;
    struct ast_cond *when;
    uint32_t starting, until; /* numbers of TIMEs; 0: none */
    struct span starting_span, until_span, because;
    uint32_t reason; /* number of what stands behind because; 0: none */
};

/* What a `given` may say of a situation, besides the user. */
enum given_fact { GIVEN_IN, GIVEN_UNKNOWN, GIVEN_AT, GIVEN_FROM, GIVEN_TTY, GIVEN_HOST, GIVEN_FACTS };

/* The state of parsing one policy; the grammar's one argument. */
struct parser {
    struct compilation *compilation;
    const struct compile_options *options;
    struct arena *arena;
    struct arena *statements; /* rules and assignments */
    struct diag *diag;
    struct ast *ast;
    struct symbols *symbols;
    const struct source *source;   /* the file that is parsed now */
    const struct grammar *grammar; /* for those who try it: grammar_trial.h */
    struct scanner *scanner;
    const struct token *next, *end; /* tokens that it has given, and that the grammar has not taken */
    unsigned depth;                 /* open braces */
    unsigned parentheses;           /* open ones of this statement */
    unsigned nots;                  /* in a row, up to here */
    bool refused;                   /* the token was reported already: the grammar is not to take it */
    struct token last;              /* what was read last, with which the grammar goes on, */
    unsigned last_depth;            /* and the open braces before it */
    bool recovering;                /* there was an error: skip to where the grammar can go on */
    unsigned closing;               /* before last, which comes after RESYNC: so many closing braces */
    bool resuming;
    bool losing;                         /* what is skipped belongs to a declaration */
    uint32_t resumed_before;             /* the end of the token from which the grammar went on last */
    struct ast_test *test;               /* the test that is read now */
    struct ast_given *given;             /* and the situation that the next `may` belongs to */
    struct span given_said[GIVEN_FACTS]; /* where it says each fact; empty: not yet */
    bool given_lost;                     /* there was one, but it could not be read */
    struct ast_expect **expects_end;
    struct ast_delegation *delegation; /* the bounded include that is read now, or NULL */
    /* Those that are read now; they never nest. Aligned: what clears them writes to no two lines of the cache. */
    _Alignas(16) struct limits_read limits;
    struct ast_word *words; /* lists that are read now */
    size_t word_count, word_capacity;
    struct ast_subject *subjects;
    size_t subject_count, subject_capacity;
    struct time_entry
        *times; /* every TIME once: its symbol's scratch[0] is its number here, from 1; ast_build_limits.c */
    size_t time_count, time_capacity;
};

/* Begins and ends reading a file. */
void token_stream_open(struct parser *parser, const struct source *source);
void token_stream_close(struct parser *parser);
/* Leaves the symbols as they were, when all files have been parsed. ast_build_limits.c */
void times_end(struct parser *parser);
/* Parses one file, adding to the tree. parse.y */
void parse_source(struct parser *parser, const struct source *source);
/* What a token says that may be a name; of a string, with its escapes read: a wrong one is reported. */
struct symbol *token_symbol(struct parser *parser, struct token token);
/* The same for a string behind `because`: the number of a reason, which is *length bytes long. */
uint32_t token_reason(struct parser *parser, struct token token, uint32_t *length);
/* The same as a text, for any token that is no reason: what has no symbol, as it stands there. */
const char *token_text(struct parser *parser, struct token token);

#endif

/*
 * broken_statement.c - the statement in which the grammar does not take a token, scanned again.
 *
 * A statement begins somewhere before its error, most likely where a word that begins one stands first in a line; from
 * such a line on the grammar is tried (grammar_trial.h), further back if need be, until it takes all but that token.
 */
#include "broken_statement.h"

#include <string.h>

#include "compile/ast/lost_names.h"
#include "compile/parse/parse.h"
#include "compile/parse/grammar_trial.h"
#include "compile/scan/keywords.h"
#include "compile/scan/automaton.h"
#include "support/arena.h"

#define BYTES_MAX (64u * 1024) /* from the beginning to the error */
#define TRIES_MAX 64u

static bool begins(int kind)
{
    return begins_statement(kind) || kind == ALLOW || kind == DENY;
}

/* Whether a word first in a line begins a statement in which an error can stand that is so deep in braces. */
static bool may_begin(int kind, unsigned depth)
{
    return depth > 0 ? kind == ROLE || kind == TEST || kind == INCLUDE : begins(kind);
}

/* A stretch of the source while the grammar is tried on it. */
struct attempt {
    struct parser *parser;
    struct broken *broken;
    struct grammar_trial trial, line; /* line: as it was where a line of a body began */
    bool has_line, skipping;          /* skipping: up to the next line after an error before this one */
    unsigned depth;
    struct token *tokens;
    size_t count, capacity, first, error; /* first: the statement's first token */
    size_t braces[2];                     /* where the open ones are */
    bool found;
};

/* Notes where statements, and lines of their bodies, begin. True: the grammar goes on here after an error before. */
static bool line_meet(struct attempt *attempt, const struct token *token)
{
    bool statement = token->begins_line && begins(token->kind) && attempt->depth == 0;
    bool line = token->begins_line && attempt->depth == 1 &&
                (token->kind == ALLOW || token->kind == DENY || token->kind == GIVEN || token->kind == MAY ||
                 token->kind == ASSIGN);

    if (attempt->skipping && statement)
        attempt->parser->grammar->begin(&attempt->trial);
    else if (attempt->skipping && line && attempt->has_line)
        attempt->trial = attempt->line;
    if (line && (!attempt->skipping || attempt->has_line)) {
        attempt->line = attempt->trial;
        attempt->has_line = true;
    }
    return statement || (line && attempt->has_line);
}

static void braces_count(struct attempt *attempt, int kind)
{
    if (kind == LBRACE && attempt->depth < 2)
        attempt->braces[attempt->depth++] = attempt->count - 1;
    else if (kind == RBRACE && attempt->depth > 0)
        attempt->depth--;
    attempt->has_line = attempt->has_line && attempt->depth > 0;
}

/* Takes one more token. False: there is no use in going on. */
static bool token_meet(struct attempt *attempt, struct token token)
{
    bool is_error = token.at == attempt->parser->last.at, taken;

    attempt->tokens = arena_grow(attempt->parser->arena, attempt->tokens, attempt->count, &attempt->capacity,
                                 sizeof *attempt->tokens);
    attempt->tokens[attempt->count++] = token;
    if (attempt->found)
        return true;
    if (attempt->skipping && line_meet(attempt, &token))
        attempt->skipping = false;
    else
        line_meet(attempt, &token);
    if (is_error) {
        attempt->error = attempt->count - 1;
        attempt->broken->expected_count =
            attempt->parser->grammar->expected(&attempt->trial, attempt->broken->expected);
        attempt->found = !attempt->skipping && attempt->depth == attempt->parser->last_depth &&
                         !attempt->parser->grammar->shift(&attempt->trial, token.kind);
        return attempt->found;
    }
    taken = !attempt->skipping && attempt->parser->grammar->shift(&attempt->trial, token.kind);
    attempt->skipping = !taken;
    if (taken && attempt->trial.depth == 3) /* the file's first state, the statements before, and this token */
        attempt->first = attempt->count - 1;
    braces_count(attempt, token.kind);
    return true;
}

/* Tries the grammar from an offset of the file to the end of the error's line. */
static bool try_from(struct parser *parser, uint32_t begin, struct broken *broken)
{
    const struct source *source = parser->source;
    uint32_t error = parser->last.at - source->start, length;
    const char *end = memchr(source->bytes + error, '\n', source->length - error);
    struct attempt attempt = {.parser = parser, .broken = broken};
    struct scan scan;
    struct token token;
    void *automaton;
    char *text;

    length = (end == NULL ? source->length : (uint32_t)(end - source->bytes)) - begin;
    text = arena_alloc(parser->arena, (size_t)length + SCAN_BEHIND);
    memcpy(text, source->bytes + begin, length);
    parser->grammar->begin(&attempt.trial);
    automaton = scan_open(&scan, text, length, source->start + begin);
    do {
        if (scan_tokens(automaton, &token, &token + 1) == &token) {
            token = (struct token){.at = source->start + begin + length, .kind = TOKEN_END};
            if (end != NULL)
                break;
        }
        token.kind = grammar_token[token.kind] & KIND_MOST;
    } while (token_meet(&attempt, token) && token.kind != END);
    scan_close(automaton);
    if (!attempt.found)
        return false;
    broken->parser = parser;
    broken->tokens = attempt.tokens + attempt.first;
    broken->count = attempt.count - attempt.first;
    broken->error = attempt.error - attempt.first;
    broken->brace = attempt.depth == 0 ? NULL : attempt.tokens + attempt.braces[attempt.depth - 1];
    return true;
}

/* The kind of the first word of a line. */
static int first_kind(const struct source *source, uint32_t line)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    const char *word = source->bytes + line + strspn(source->bytes + line, " \t\v\f");
    struct keyword_index index;

    keyword_index_make(&index);
    return *word == '\0' ? END : grammar_token[keyword_kind(&index, word, strspn(word, letters))];
}

/* Where the line begins that ends before an offset, or in which it is. */
static uint32_t line_begin(const struct source *source, uint32_t at)
{
    while (at > 0 && source->bytes[at - 1] != '\n' && source->bytes[at - 1] != '\r')
        at--;
    return at;
}

bool broken_find(struct parser *parser, struct broken *broken)
{
    const struct source *source = parser->source;
    uint32_t error = parser->last.at - source->start, line = error;
    unsigned tries = 0;

    if (parser->diag->errors > 1000) /* which is as many as are shown */
        return false;
    for (;;) {
        line = line_begin(source, line);
        if (error - line > BYTES_MAX || tries == TRIES_MAX)
            return false;
        if ((line == 0 || may_begin(first_kind(source, line), parser->last_depth)) && ++tries > 0 &&
            try_from(parser, line, broken))
            return true;
        if (line == 0)
            return false;
        line--;
    }
}

/* ---- what it may have declared ---- */

static bool declares(int kind)
{
    return kind == PERMISSION || kind == ROLE || kind == SERVICE || kind == CONDITION;
}

/* What a word or a string says, less its quotes; one with escapes is a name that nobody gives. */
static const char *name_said(const struct parser *parser, const struct token *token)
{
    const char *text = parser->source->bytes + (token->at - parser->source->start);
    uint32_t quotes = (int)token->kind == STRING;

    return arena_copy(parser->arena, text + quotes, token->length - 2 * (size_t)quotes);
}

void broken_names_lose(const struct broken *broken)
{
    size_t i;

    if (!declares(broken_statement(broken)))
        return;
    broken->parser->losing = true;
    for (i = 1; i < broken->error; i++)
        if ((int)broken->tokens[i].kind == WORD || (int)broken->tokens[i].kind == STRING)
            lost_name_add(broken->parser->compilation, name_said(broken->parser, &broken->tokens[i]));
}

void broken_lose(struct parser *parser)
{
    struct broken broken;

    if (broken_find(parser, &broken))
        broken_names_lose(&broken);
}

/* ---- what is asked of it ---- */

static const struct token *token_at(const struct broken *broken, int behind)
{
    int64_t number = (int64_t)broken->error + behind;

    return number < 0 || number >= (int64_t)broken->count ? NULL : &broken->tokens[number];
}

int broken_kind(const struct broken *broken, int behind)
{
    const struct token *token = token_at(broken, behind);

    return token == NULL ? END : (int)token->kind;
}

const char *broken_text(const struct broken *broken, int behind)
{
    const struct token *token = token_at(broken, behind);
    const struct source *source = broken->parser->source;

    return token == NULL
               ? ""
               : arena_copy(broken->parser->arena, source->bytes + (token->at - source->start), token->length);
}

int broken_statement(const struct broken *broken)
{
    return broken->error == 0 ? END : (int)broken->tokens[0].kind;
}

bool broken_has(const struct broken *broken, int kind)
{
    size_t i = broken->error;

    while (i > 0 && (int)broken->tokens[i - 1].kind != LBRACE && (int)broken->tokens[i - 1].kind != kind &&
           !(broken->brace != NULL && broken->tokens[i].begins_line))
        i--;
    return i > 0 && (int)broken->tokens[i - 1].kind == kind;
}

bool broken_expects(const struct broken *broken, int kind)
{
    int i;

    for (i = 0; i < broken->expected_count; i++)
        if (broken->expected[i] == kind)
            return true;
    return false;
}

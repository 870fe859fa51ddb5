/*
 * scan_symbols.c - what the tokens of a file say: the symbols of those that may be names, and reasons.
 *
 * Trusts that the file's bytes stay where they are.
 */
#include "scan_symbols.h"

#include <stdbool.h>
#include <stddef.h>

#include "support/arena.h"
#include "literal.h"
#include "token.h"
#include "compile/source/source.h"
#include "compile/ast/symbol.h"
#include "compile/ir/string_pool.h"

#define FEW 128 /* tokens: what is fetched for them is in the processor's cache until it is looked at */

static void note_wrong(void *is_wrong, size_t at)
{
    (void)at;
    *(bool *)is_wrong = true;
}

/* What a string says, in *length bytes. */
static const char *string_said(struct scan_symbols *scan, struct token *token, size_t *length)
{
    const char *text = scan->source->bytes + (token->at - scan->source->start) + 1;
    bool is_wrong = false;
    char *out;

    *length = token->length - (size_t)2;
    if (!token->has_escapes)
        return text;
    out = arena_alloc(scan->arena, *length);
    *length = literal_string(text, *length, out, note_wrong, &is_wrong);
    token->has_escapes = is_wrong;
    return out;
}

/* Adds a string behind `because` to the reasons. */
static void reason_find(struct scan_symbols *scan, struct token *token)
{
    size_t length;
    const char *text = string_said(scan, token, &length);

    token->reason.length = (uint32_t)length;
    token->reason.number = 0;
    if (length == 0)
        return;
    string_pool_add_behind_word(scan->reasons, (struct ir_text){text, (uint32_t)length});
    token->reason.number = scan->reasons->count;
}

static void string_find(struct scan_symbols *scan, struct token *token)
{
    size_t length;
    const char *text = string_said(scan, token, &length);

    token->symbol = symbol_intern(scan->symbols, text, length, symbol_hash(text, length));
}

static const char *word_text(const struct scan_symbols *scan, const struct token *token)
{
    return scan->source->bytes + (token->at - scan->source->start);
}

/* A word that the grammar takes as a name, though it may be reserved. */
static bool is_name(const struct token *token)
{
    return token->kind == TOKEN_WORD || token->kind == TOKEN_LOCAL || token->kind == TOKEN_UTC;
}

/* The same for a few of them; each step leads to memory that the next one reads. */
static void find_few(struct scan_symbols *scan, struct token *begin, const struct token *end)
{
    struct token *token;

    for (token = begin; token < end; token++)
        if (is_name(token)) {
            token->hash = symbol_hash(word_text(scan, token), token->length);
            symbol_fetch_slot(scan->symbols, token->hash);
        }
    for (token = begin; token < end; token++)
        if (is_name(token))
            symbol_fetch(scan->symbols, token->hash);
    for (token = begin; token < end; scan->last = token++->kind)
        if (is_name(token))
            token->symbol = symbol_intern(scan->symbols, word_text(scan, token), token->length, token->hash);
        else if (token->kind == TOKEN_STRING && scan->last == TOKEN_BECAUSE)
            reason_find(scan, token);
        else if (token->kind == TOKEN_STRING)
            string_find(scan, token);
}

void scan_symbols_find(struct scan_symbols *scan, struct token *begin, const struct token *end)
{
    for (; end - begin > FEW; begin += FEW)
        find_few(scan, begin, begin + FEW);
    find_few(scan, begin, end);
}

/*
 * scan_names.c - what the tokens of a block say: the symbols of those that may be names, and reasons.
 *
 * Trusts what the tokens were taken from: it is still there.
 */
#include "scan_names.h"

#include <stdbool.h>

#include "arena.h"
#include "foresee.h"
#include "literal.h"
#include "parse.h"
#include "scan_place.h"
#include "symbol.h"
#include "texts.h"

struct scan_names scan_names_new(struct symbols *symbols, struct texts *reasons)
{
    return (struct scan_names){.symbols = symbols, .reasons = reasons, .arena = arena_new()};
}

void scan_names_free(struct scan_names *names)
{
    arena_free(names->arena);
}

/* What a token stands for, less the quotes, in *length bytes. */
static inline const char *token_text_here(struct scan_text from, struct token token, size_t *length)
{
    const char *text = from.bytes + (token.at - from.at);

    *length = token.length - (token.quoted ? (size_t)2 : 0);
    return token.quoted ? text + 1 : text;
}

/* Room for what a string of length bytes says, until the next call. */
static char *unescaped_room(struct scan_names *names, size_t length)
{
    if (length + SYMBOL_BEHIND > names->unescaped_room) {
        names->unescaped_room = 2 * (length + SYMBOL_BEHIND);
        names->unescaped = arena_alloc(names->arena, names->unescaped_room);
    }
    return names->unescaped;
}

static void note_wrong(void *is_wrong, size_t at)
{
    (void)at;
    *(bool *)is_wrong = true;
}

/* What a token says, in *length bytes; of has_escapes is left that one is wrong. */
static const char *token_said(struct scan_names *names, const struct scan_place *place, struct token *token,
                              size_t *length)
{
    const char *text = token_text_here(place->text, *token, length);
    bool is_wrong = false;
    char *out;

    if (!token->has_escapes)
        return text;
    out = unescaped_room(names, *length);
    *length = literal_string(text, *length, out, note_wrong, &is_wrong);
    token->has_escapes = is_wrong;
    return out;
}

static void reason_take(struct scan_names *names, const struct scan_place *place, struct token *token)
{
    struct texts *reasons = names->reasons;
    size_t length;
    const char *text = token_said(names, place, token, &length);

    token->reason.length = (uint32_t)length;
    if (length == 0)
        return;
    texts_add_behind_word(reasons, (struct ir_text){text, (uint32_t)length});
    token->reason.number = reasons->count;
}

/* Makes a string one more name; what has been made of its escapes is looked up at once. */
static void name_add(struct scan_names *names, struct scan_place *place, struct token *token)
{
    bool has_escapes = token->has_escapes;
    size_t length;
    const char *text = token_said(names, place, token, &length);
    uint32_t hash = symbol_hash(text, length);

    if (has_escapes)
        token->symbol = symbol_intern(names->symbols, text, length, hash);
    else
        place->names[place->name_count++] = (struct scan_name){token, hash};
}

/* Takes the reasons from the strings; the others may be names. */
static void strings_divide(struct scan_names *names, struct scan_place *place, const struct token *tokens)
{
    uint32_t i;

    for (i = 0; i < place->string_count; i++) {
        struct token *token = place->strings[i];
        unsigned before = token == tokens ? names->last : token[-1].kind;
        if (before == BECAUSE)
            reason_take(names, place, token);
        else
            name_add(names, place, token);
    }
}

/* Each symbol is somewhere else in memory, so that is asked for some names before. */
void scan_names_find(struct scan_names *names, struct scan_place *place, const struct token *tokens, uint32_t count)
{
    const struct scan_text from = place->text;
    const struct scan_name *list = place->names;
    struct symbols *symbols = names->symbols;
    uint32_t name_count, i;

    strings_divide(names, place, tokens);
    name_count = place->name_count;
    for (i = 0; i < name_count; i++) {
        struct token *token = list[i].token;
        const char *text;
        size_t length;
        if (name_count - i > FAR)
            symbol_foresee(symbols, list[i + FAR].hash);
        if (name_count - i > NEAR)
            symbol_foresee_more(symbols, list[i + NEAR].hash);
        text = token_text_here(from, *token, &length);
        token->symbol = symbol_intern(symbols, text, length, list[i].hash);
    }
    names->last = tokens[count - 1].kind;
    place->name_count = place->string_count = 0;
}

/*
 * slip.c - a mistake below a syntax error: the tokens around it, the note that says how it is repaired, and the edit.
 */
#include "slip.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "compile/diag/diag_edit.h"
#include "compile/parse/parse.h"
#include "support/arena.h"

/* A formatted text in the arena. */
static const char *formatted(const struct slip *slip, const char *format, va_list arguments)
{
    va_list again;
    char *made;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return "";
    made = arena_alloc(slip->broken->parser->arena, (size_t)length + 1);
    vsnprintf(made, (size_t)length + 1, format, arguments);
    return made;
}

bool slip_note(const struct slip *slip, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    diag_note_whole(slip->broken->parser->diag, slip->report, "%s", formatted(slip, format, arguments));
    va_end(arguments);
    return true;
}

/* ---- edits ---- */

/* Adds an edit of the bytes from begin to end, unless the report has one. */
static bool edit(const struct slip *slip, uint32_t begin, uint32_t end, const char *text)
{
    if (slip->report->edits == NULL)
        diag_edit(slip->broken->parser->diag, slip->report, false, (struct span){begin, end - begin}, text);
    return true;
}

static const struct token *token_of(const struct slip *slip, int behind)
{
    return &slip->broken->tokens[(size_t)((int64_t)slip->broken->error + behind)];
}

static uint32_t end_of(const struct token *token)
{
    return token->at + token->length;
}

bool slip_replace(const struct slip *slip, int first, int last, const char *format, ...)
{
    const char *text;
    va_list arguments;

    va_start(arguments, format);
    text = formatted(slip, format, arguments);
    va_end(arguments);
    return edit(slip, token_of(slip, first)->at, end_of(token_of(slip, last)), text);
}

bool slip_replace_wide(const struct slip *slip, const char *text)
{
    const struct source *source = slip->broken->parser->source;
    const struct token *token = token_of(slip, 0);
    uint32_t begin = token->at;

    while (begin > source->start && strchr(" \t", source->bytes[begin - 1 - source->start]) != NULL)
        begin--;
    return edit(slip, begin, end_of(token), text);
}

bool slip_insert(const struct slip *slip, int token, const char *format, ...)
{
    const char *text;
    va_list arguments;

    va_start(arguments, format);
    text = formatted(slip, format, arguments);
    va_end(arguments);
    return edit(slip, token_of(slip, token)->at, token_of(slip, token)->at, text);
}

bool slip_append(const struct slip *slip, int token, const char *text)
{
    return edit(slip, end_of(token_of(slip, token)), end_of(token_of(slip, token)), text);
}

/* ---- words ---- */

bool slip_is_word(const char *word, const char *const *words)
{
    while (*words != NULL && strcasecmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

bool slip_names_subject(int kind)
{
    return kind == USER || kind == GROUP || kind == GID || kind == ROLE;
}

int slip_words_end(const struct slip *slip, int first)
{
    const struct broken *broken = slip->broken;
    size_t last = (size_t)((int64_t)broken->error + first);

    while (last + 1 < broken->count && !broken->tokens[last + 1].begins_line &&
           ((int)broken->tokens[last + 1].kind == WORD || slip_names_subject((int)broken->tokens[last].kind)))
        last++;
    return last < broken->error ? 0 : (int)(last - broken->error);
}

/* What is written from one token to another. */
static const char *written(const struct slip *slip, const struct token *first, const struct token *last)
{
    const struct source *source = slip->broken->parser->source;

    return arena_copy(slip->broken->parser->arena, source->bytes + (first->at - source->start),
                      end_of(last) - first->at);
}

const char *slip_words_from(const struct slip *slip, int first)
{
    return written(slip, token_of(slip, first), token_of(slip, slip_words_end(slip, first)));
}

int slip_brace(const struct slip *slip)
{
    const struct broken *broken = slip->broken;
    size_t at = broken->error + 1;

    while (at < broken->count && (int)broken->tokens[at].kind != LBRACE && !broken->tokens[at].begins_line)
        at++;
    return (int)(at - broken->error);
}

const char *slip_words_before_brace(const struct slip *slip)
{
    return written(slip, token_of(slip, 0), token_of(slip, slip_brace(slip) - 1));
}

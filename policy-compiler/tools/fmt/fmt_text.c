/*
 * fmt_text.c - a policy's text as tokens, and the comments in the gaps between them.
 */
#include "fmt_text.h"

#include <string.h>

#include "support/arena.h"
#include "compile/scan/automaton.h"

#define BLOCK_TOKENS 4096u
#define TOKEN_BYTES  5u /* of a text, for each token: a guess */

static bool is_plain(const char *text, uint32_t length)
{
    unsigned char all = 0;
    uint32_t i;

    for (i = 0; i < length; i++)
        all |= (unsigned char)text[i];
    return all < 0x80;
}

/* How many characters a text of so many bytes has. */
static uint32_t characters(const char *text, uint32_t length)
{
    uint32_t count = 0, i;

    for (i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xc0u) != 0x80u;
    return count;
}

struct fmt_gap fmt_gap_before(const struct fmt_text *text, size_t token)
{
    const struct fmt_token *before = &text->tokens[token - 1];
    uint32_t begin = token == 0 ? 0 : before->at + before->length;

    return (struct fmt_gap){text->bytes + begin, text->bytes + text->tokens[token].at, token == 0};
}

bool fmt_gap_next(struct fmt_gap *gap, struct fmt_comment *comment)
{
    unsigned lines = 0;
    const char *end;

    while (gap->at < gap->end && *gap->at != '#') {
        lines += *gap->at == '\n' || (*gap->at == '\r' && gap->at[1] != '\n');
        gap->at++;
    }
    *comment = (struct fmt_comment){.begins_line = lines > 0 || gap->first, .after_blank = lines > 1};
    gap->first = false;
    if (gap->at == gap->end)
        return false;
    for (end = gap->at; end < gap->end && *end != '\n' && *end != '\r'; end++)
        ;
    comment->text = gap->at;
    gap->at = end;
    while (strchr(" \t\v\f", end[-1]) != NULL)
        end--;
    comment->length = (size_t)(end - comment->text);
    return true;
}

/* Notes what a gap holds: mostly one blank. */
static void gap_note(struct fmt_text *text, size_t token)
{
    struct fmt_token *behind = &text->tokens[token];
    struct fmt_gap gap = fmt_gap_before(text, token);
    struct fmt_comment comment;

    if (gap.end - gap.at == 1 && *gap.at == ' ')
        return;
    while (fmt_gap_next(&gap, &comment)) {
        behind->comments = behind->breaks = 1;
        behind->blank |= comment.after_blank;
    }
    behind->breaks |= comment.begins_line;
    behind->blank |= comment.after_blank;
}

static bool token_add(struct fmt_text *text, struct token token)
{
    struct fmt_token *added = &text->tokens[text->count];

    *added = (struct fmt_token){.at = token.at, .length = token.length, .kind = token.kind};
    added->width = text->plain ? token.length : characters(text->bytes + added->at, token.length);
    gap_note(text, text->count);
    if (token.kind != TOKEN_END)
        text->count++;
    return token.kind < TOKEN_OPEN_STRING;
}

bool fmt_text_scan(struct arena *arena, char *bytes, uint32_t length, struct fmt_text *text)
{
    struct token *block = arena_array_room(arena, BLOCK_TOKENS, sizeof *block), *end = block + BLOCK_TOKENS, *token;
    struct token last = {.at = length};
    struct scan scan;
    size_t capacity = length / TOKEN_BYTES + BLOCK_TOKENS;
    bool sound = true;
    void *automaton;

    *text = (struct fmt_text){.bytes = bytes, .length = length, .plain = is_plain(bytes, length)};
    text->tokens = arena_array_room(arena, capacity, sizeof *text->tokens);
    automaton = scan_open(&scan, bytes, length, 0);
    while (end == block + BLOCK_TOKENS) {
        end = scan_tokens(automaton, block, block + BLOCK_TOKENS);
        for (token = block; token < end; token++) {
            text->tokens = arena_grow(arena, text->tokens, text->count, &capacity, sizeof *text->tokens);
            sound &= token_add(text, *token);
        }
    }
    scan_close(automaton);
    text->tokens = arena_grow(arena, text->tokens, text->count, &capacity, sizeof *text->tokens);
    token_add(text, last);
    return sound;
}

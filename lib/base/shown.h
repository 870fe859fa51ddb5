/*
 * shown.h - which characters a person is shown as they are: one rule for terminals, logs, JSON and dumps.
 *
 * What a terminal would obey, and what hides or turns around the text beside it, is not: control characters, marks of
 * direction, characters without width, fillers and tags, and bytes that are no UTF-8.
 */
#ifndef SHOWN_H
#define SHOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool code_is_shown(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {{0, 0x1f},        {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},    {0x61c, 0x61c},
                  {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},  {0x2028, 0x202e},
                  {0x2060, 0x206f}, {0x3164, 0x3164},   {0xd800, 0xdfff},   {0xfeff, 0xfeff},  {0xffa0, 0xffa0},
                  {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};
    size_t i;

    if (code >= 0x20 && code < 0x7f)
        return true;
    for (i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (code >= hidden[i].first && code <= hidden[i].last)
            return false;
    return code <= 0x10ffff;
}

/*
 * The character that begins at a text of left bytes, at least one: its length, *code what it is. Of bytes that are no
 * UTF-8 each is one, with the code 0, which is not shown.
 */
static inline size_t character_read(const char *text, size_t left, uint32_t *code)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)text;
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4, i;
    uint32_t point = length == 1 ? at[0] : at[0] & (0x7fu >> length);

    *code = 0;
    if ((at[0] >= 0x80 && at[0] < 0xc2) || at[0] > 0xf4 || length > left)
        return 1;
    for (i = 1; i < length; i++) {
        if ((at[i] & 0xc0u) != 0x80u)
            return 1;
        point = point << 6 | (at[i] & 0x3fu);
    }
    if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return 1;
    *code = point;
    return length;
}

/* The same; *shown: whether it may be shown as it is. */
static inline size_t character_shown(const char *text, size_t left, bool *shown)
{
    uint32_t code;
    size_t length = character_read(text, left, &code);

    *shown = code_is_shown(code);
    return length;
}

#endif

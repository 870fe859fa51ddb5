/*
 * utf8.c - whether bytes are the text of a policy: UTF-8 (RFC 3629), without a NUL byte or a byte order mark.
 */
#include "utf8.h"

#include <stdint.h>
#include <string.h>

size_t text_ascii_end(const char *text, size_t i, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    static const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    uint64_t eights[4], any;

    for (; length - i >= sizeof eights; i += sizeof eights) {
        memcpy(eights, bytes + i, sizeof eights);
        any = ((eights[0] - ones) | eights[0]) | ((eights[1] - ones) | eights[1]) | ((eights[2] - ones) | eights[2]) |
              ((eights[3] - ones) | eights[3]);
        if ((any & tops) != 0) /* some byte is 0 or has its top bit */
            break;
    }
    while (i < length && bytes[i] != 0 && bytes[i] < 0x80)
        i++;
    return i;
}

/* The offset of the first byte from i on that is NUL or begins no UTF-8 sequence; length if there is none. */
static size_t utf8_end(const char *text, size_t i, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;

    while ((i = text_ascii_end(text, i, length)) < length) {
        unsigned char first = bytes[i];
        size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1, j;
        if (first < 0xc2 || first > 0xf4 || length - i <= more)
            return i;
        for (j = 1; j <= more; j++)
            if ((bytes[i + j] & 0xc0) != 0x80)
                return i;
        if ((first == 0xe0 && bytes[i + 1] < 0xa0) || (first == 0xed && bytes[i + 1] > 0x9f) ||
            (first == 0xf0 && bytes[i + 1] < 0x90) || (first == 0xf4 && bytes[i + 1] > 0x8f))
            return i;
        i += more + 1;
    }
    return length;
}

const char *utf8_problem(const char *bytes, size_t size, struct span *where)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t bad;

    if (size >= sizeof mark - 1 && memcmp(bytes, mark, sizeof mark - 1) == 0) {
        *where = (struct span){0, sizeof mark - 1};
        return "a byte order mark; save the file without one";
    }
    bad = utf8_end(bytes, 0, size);
    if (bad == size)
        return NULL;
    *where = (struct span){(uint32_t)bad, 1};
    return bytes[bad] == '\0' ? "a NUL byte; a policy is text" : "not UTF-8; a policy is UTF-8 text";
}

/* Characters beyond ASCII that are not seen, in order: ranges of code points. */
static const struct {
    uint32_t first, last;
} unseen[] = {
    {0x80, 0xa0},     {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},     {0x115f, 0x1160},
    {0x1680, 0x1680}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2000, 0x200f},   {0x2028, 0x202f},
    {0x205f, 0x206f}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},   {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0xe0000, 0xe0fff},
};

static bool is_unseen(uint32_t character)
{
    size_t i;

    for (i = 0; i < sizeof unseen / sizeof *unseen; i++)
        if (character >= unseen[i].first && character <= unseen[i].last)
            return true;
    return false;
}

/* The character at the beginning of a text, and its length; bytes that are no UTF-8 are characters of one byte. */
static size_t character_at(const unsigned char *at, size_t size, uint32_t *character)
{
    size_t length = *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : *at >= 0xc0 ? 2 : 1, i;

    *character = *at & (0xffu >> (length + 1));
    if (length == 1 || length > size) {
        *character = *at;
        return 1;
    }
    for (i = 1; i < length; i++)
        *character = *character << 6 | (at[i] & 0x3fu);
    return length;
}

bool text_is_blank(const char *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes, *end = at + size;
    uint32_t character;

    while (at < end) {
        size_t length = character_at(at, (size_t)(end - at), &character);
        if (character < 0x80 ? character > 0x20 && character != 0x7f : length == 1 || !is_unseen(character))
            return false;
        at += length;
    }
    return true;
}

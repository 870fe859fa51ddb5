/*
 * json_text.c - JSON values of texts of unknown contents.
 */
#include "json_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/shown.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* The length of the character of UTF-8 that begins here, or 0. */
static size_t utf8_length(const unsigned char *at)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = at[0] < 0x80 ? 1 : at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    uint32_t code = length == 1 ? at[0] : at[0] & (0x7fu >> length);
    size_t i;

    if ((at[0] >= 0x80 && at[0] < 0xc2) || at[0] > 0xf4)
        return 0;
    for (i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3f);
    }
    return code >= least[length] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? length : 0;
}

json_t *json_text(const char *text)
{
    json_t *value = json_string(text);
    const unsigned char *at = (const unsigned char *)text;
    char *clean, *to;

    if (value != NULL)
        return value;
    clean = malloc(3 * strlen(text) + 1);
    if (clean == NULL)
        return NULL;
    for (to = clean; *at != 0;) {
        size_t length = utf8_length(at);

        if (length == 0) {
            to = mempcpy(to, REPLACEMENT, 3);
            at++;
        } else {
            to = mempcpy(to, at, length);
            at += length;
        }
    }
    *to = 0;
    value = json_string(clean);
    free(clean);
    return value;
}

/* A character as JSON's escapes: one, or two for one behind U+FFFF. */
static void print_escape(FILE *out, uint32_t code)
{
    if (code > 0xffff) {
        fprintf(out, "\\u%04x", 0xd800u + ((code - 0x10000u) >> 10));
        code = 0xdc00u + ((code - 0x10000u) & 0x3ffu);
    }
    fprintf(out, "\\u%04x", code);
}

bool print_json_as(FILE *out, const json_t *value, size_t flags)
{
    char *text = json_dumps(value, flags);
    const char *begin = text, *at = text, *end = text == NULL ? NULL : text + strlen(text);

    while (at < end) {
        uint32_t code;
        size_t length = character_read(at, (size_t)(end - at), &code);

        if (!code_is_shown(code) && code != '\n') { /* a string's own control characters are escaped already */
            fwrite(begin, 1, (size_t)(at - begin), out);
            print_escape(out, code);
            begin = at + length;
        }
        at += length;
    }
    if (text != NULL)
        fwrite(begin, 1, (size_t)(end - begin), out);
    free(text);
    return text != NULL;
}

bool print_json(FILE *out, json_t *value)
{
    bool done = value != NULL && print_json_as(out, value, JSON_COMPACT | JSON_ENCODE_ANY);

    if (value != NULL)
        json_decref(value);
    putc('\n', out);
    return done;
}

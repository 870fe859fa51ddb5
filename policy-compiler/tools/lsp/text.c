/*
 * text.c - a text with its lines, and places in it as the protocol counts them.
 */
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include "support/message.h"

/* Where the line ends that goes on at an offset: behind its LF, CR LF or CR, or at the end of the text. */
static size_t line_end(const char *bytes, size_t at, size_t length)
{
    const char *feed = memchr(bytes + at, '\n', length - at);
    size_t end = feed == NULL ? length : (size_t)(feed - bytes) + 1;
    const char *back = memchr(bytes + at, '\r', end - at);
    size_t lone = back == NULL ? end : (size_t)(back - bytes) + 1;

    return lone + 1 == end && feed != NULL ? end : lone;
}

void text_open(struct text *text, const char *bytes, size_t length)
{
    size_t at = 0, capacity = 64;

    *text = (struct text){.bytes = bytes, .length = length, .lines = malloc(capacity * sizeof(size_t))};
    for (;;) {
        if (text->lines != NULL && text->line_count == capacity)
            text->lines = reallocarray(text->lines, capacity *= 2, sizeof(size_t));
        if (text->lines == NULL)
            message_fatal("out of memory");
        text->lines[text->line_count++] = at;
        if (at == length)
            break;
        at = line_end(bytes, at, length);
        if (at == length && bytes[length - 1] != '\n' && bytes[length - 1] != '\r')
            break;
    }
}

void text_close(struct text *text)
{
    free(text->lines);
    text->lines = NULL;
}

/* How many bytes a character has, by its first one, and how many units. */
static size_t character_bytes(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static size_t character_units(enum text_units units, unsigned char first)
{
    return units == UNITS_UTF8 ? character_bytes(first) : first >= 0xF0 ? 2 : 1;
}

size_t text_units_of(enum text_units units, const char *bytes, size_t length)
{
    size_t at = 0, count = 0;

    while (at < length) {
        count += character_units(units, (unsigned char)bytes[at]);
        at += character_bytes((unsigned char)bytes[at]);
    }
    return count;
}

/* Where the contents of a line end. */
static size_t contents_end(const struct text *text, size_t line)
{
    size_t end = line + 1 < text->line_count ? text->lines[line + 1] : text->length;

    while (end > text->lines[line] && (text->bytes[end - 1] == '\n' || text->bytes[end - 1] == '\r'))
        end--;
    return end;
}

bool text_offset(const struct text *text, enum text_units units, const json_t *position, size_t *offset)
{
    const json_t *line = json_object_get(position, "line"), *character = json_object_get(position, "character");
    size_t left, at, end;

    if (!json_is_integer(line) || !json_is_integer(character) || json_integer_value(line) < 0 ||
        json_integer_value(character) < 0)
        return false;
    if ((size_t)json_integer_value(line) >= text->line_count) {
        *offset = text->length;
        return true;
    }
    at = text->lines[json_integer_value(line)];
    end = contents_end(text, (size_t)json_integer_value(line));
    left = (size_t)json_integer_value(character);
    while (left > 0 && at < end) {
        size_t cost = character_units(units, (unsigned char)text->bytes[at]);
        left -= cost < left ? cost : left;
        at += character_bytes((unsigned char)text->bytes[at]);
    }
    *offset = at < end ? at : end;
    return true;
}

size_t text_line(const struct text *text, size_t offset)
{
    size_t low = 0, high = text->line_count;

    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (text->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

json_t *text_position(const struct text *text, enum text_units units, size_t offset)
{
    size_t line = text_line(text, offset), begin = text->lines[line];

    return json_pack("{s:I,s:I}", "line", (json_int_t)line, "character",
                     (json_int_t)text_units_of(units, text->bytes + begin, offset - begin));
}

json_t *text_range(const struct text *text, enum text_units units, size_t begin, size_t end)
{
    return json_pack("{s:o,s:o}", "start", text_position(text, units, begin), "end", text_position(text, units, end));
}

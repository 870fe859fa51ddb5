/*
 * source.c - from an offset to a file, a line and a column.
 *
 * Knows nothing of what the text means.
 */
#include "source.h"

#include <string.h>

#include "support/arena.h"

#define BLOCK_BYTES 4096u

static size_t source_number(const struct sources *sources, uint32_t at)
{
    size_t low = 0, high = sources->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (sources->list[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const struct source *source_of(const struct sources *sources, uint32_t at)
{
    return &sources->list[source_number(sources, at)];
}

/* The next byte of that value from at on, or end. */
static const char *next_byte(const char *at, const char *end, char byte)
{
    const char *found = memchr(at, byte, (size_t)(end - at));

    return found == NULL ? end : found;
}

/* Notes where each line begins. Lines end with LF, CR LF, or a CR alone. */
static void lines_find(struct arena *arena, struct source *source)
{
    const char *at = source->bytes, *end = at + source->length;
    const char *feed = next_byte(at, end, '\n'), *back = next_byte(at, end, '\r');
    size_t capacity = 0, count = 0;
    uint32_t *lines = NULL;

    for (;;) {
        lines = arena_grow(arena, lines, count, &capacity, sizeof *lines);
        lines[count++] = (uint32_t)(at - source->bytes);
        if (feed == end && back == end)
            break;
        at = (feed < back || (back + 1 == feed && feed < end) ? feed : back) + 1;
        feed = feed < at ? next_byte(at, end, '\n') : feed;
        back = back < at ? next_byte(at, end, '\r') : back;
    }
    source->lines = lines;
    source->line_count = (uint32_t)count;
}

/* Whether a line, from 0, begins at an offset or before it. */
static bool begins_before(const struct source *source, uint32_t line, uint32_t offset)
{
    return line < source->line_count && source->lines[line] <= offset;
}

/* The line of an offset, from 0. */
static uint32_t line_at(struct sources *sources, struct source *source, uint32_t offset)
{
    uint32_t low = source->line_last, high, step = 1;

    if (source->lines == NULL)
        lines_find(sources->arena, source);
    if (source->lines[low] > offset)
        low = 0;
    while (begins_before(source, low + step, offset)) {
        low += step;
        step *= 2;
    }
    for (high = low + step; high - low > 1;) {
        uint32_t middle = low + (high - low) / 2;
        if (begins_before(source, middle, offset))
            low = middle;
        else
            high = middle;
    }
    return source->line_last = low;
}

uint32_t source_line(struct sources *sources, uint32_t at, size_t *number)
{
    struct source *source;

    *number = source_number(sources, at);
    source = &sources->list[*number];
    return line_at(sources, source, at - source->start) + 1;
}

bool source_line_span(struct sources *sources, size_t number, uint32_t line, struct span *span)
{
    struct source *source = &sources->list[number];
    uint32_t begin, end;

    if (source->lines == NULL)
        lines_find(sources->arena, source);
    if (line == 0 || line > source->line_count)
        return false;
    begin = source->lines[line - 1];
    end = line < source->line_count ? source->lines[line] - 1 : source->length;
    *span = (struct span){source->start + begin, end - begin};
    return true;
}

/* Whether nothing but blanks and a comment stands in a line. */
static bool line_is_empty(const struct source *source, struct span line)
{
    const char *text = source->bytes + (line.at - source->start);
    uint32_t i = 0;

    while (i < line.length && strchr(" \t\v\f\r", text[i]) != NULL)
        i++;
    return i == line.length || text[i] == '#';
}

uint32_t source_line_said(struct sources *sources, size_t number, uint32_t line)
{
    struct span span;

    for (; source_line_span(sources, number, line, &span); line++)
        if (!line_is_empty(&sources->list[number], span))
            return line;
    return 0;
}

static uint32_t characters_between(const struct source *source, uint32_t begin, uint32_t end)
{
    uint32_t count = 0, i;

    for (i = begin; i < end; i++)
        count += ((unsigned char)source->bytes[i] & 0xc0u) != 0x80u;
    return count;
}

/* Counts the characters before each block once, so that many places in one long line cost little each. */
static void characters_count(struct sources *sources, struct source *source)
{
    uint32_t blocks = source->length / BLOCK_BYTES + 1, i;

    source->characters = arena_array(sources->arena, blocks, sizeof *source->characters);
    for (i = 1; i < blocks; i++)
        source->characters[i] =
            source->characters[i - 1] + characters_between(source, (i - 1) * BLOCK_BYTES, i * BLOCK_BYTES);
}

static uint32_t characters_before(const struct source *source, uint32_t offset)
{
    uint32_t block = offset / BLOCK_BYTES;

    return source->characters[block] + characters_between(source, block * BLOCK_BYTES, offset);
}

struct place source_place(struct sources *sources, uint32_t at)
{
    size_t number = source_number(sources, at);
    struct source *source = &sources->list[number];
    uint32_t offset = at - source->start, begin;
    struct place place = {.source = source, .source_index = number, .column = 1};

    if (offset > source->length)
        offset = source->length;
    place.offset = offset;
    place.line = line_at(sources, source, offset) + 1;
    place.begin = begin = source->lines[place.line - 1];
    if (offset - begin <= BLOCK_BYTES) {
        place.column += characters_between(source, begin, offset);
        return place;
    }
    if (source->characters == NULL)
        characters_count(sources, source);
    place.column += characters_before(source, offset) - characters_before(source, begin);
    return place;
}

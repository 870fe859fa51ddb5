/*
 * source.c - from an offset to a file, a line and a column.
 *
 * Who asks for lines one after the other has them counted on; a file's lines are noted, up to the one that is wanted,
 * when somebody jumps about in it, or asks for a column. Knows nothing of what the text means.
 */
#include "source.h"

#include <string.h>

#include "arena.h"

#define BLOCK_BYTES 4096u
#define NEAR_LINES  4u
#define RECOUNT_MAX 16u

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

static void line_note(struct sources *sources, struct source *source, uint32_t begin)
{
    source->lines =
        arena_grow(sources->arena, source->lines, source->line_count, &source->line_capacity, sizeof *source->lines);
    source->lines[source->line_count++] = begin;
}

/* Notes lines up to one behind an offset, or up to the last. */
static void lines_find(struct sources *sources, struct source *source, uint32_t offset)
{
    const char *at, *end = source->bytes + source->length;

    if (source->line_count == 0)
        line_note(sources, source, 0);
    at = source->bytes + source->lines[source->line_count - 1];
    while (!source->all_lines && at <= source->bytes + offset) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            source->all_lines = true;
        else
            line_note(sources, source, (uint32_t)(++at - source->bytes));
    }
}

/* The line, from 0, of an offset in a file. Most often it is asked for from one line to the next. */
static uint32_t line_of(struct sources *sources, struct source *source, uint32_t offset)
{
    uint32_t low = 0, high, near;

    lines_find(sources, source, offset);
    high = (uint32_t)source->line_count;
    for (near = source->last_line; near - source->last_line < NEAR_LINES && near < high; near++)
        if (source->lines[near] <= offset && (near + 1 == high || source->lines[near + 1] > offset)) {
            source->last_line = near;
            return near;
        }
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    source->last_line = low;
    return low;
}

/* Whether to count on, or from the beginning again, instead of noting lines: whoever asks mostly goes forward. */
static bool may_count(struct source *source, uint32_t offset)
{
    if (offset < source->counted) {
        if (source->recounted == RECOUNT_MAX)
            return false;
        source->recounted++;
        source->counted = source->counted_lines = 0;
    }
    return true;
}

/* The line ends before an offset that is not before the last one. */
static uint32_t lines_before(struct source *source, uint32_t offset)
{
    const char *at = source->bytes + source->counted, *end = source->bytes + offset;

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        at++;
        source->counted_lines++;
    }
    source->counted = offset;
    return source->counted_lines;
}

uint32_t source_line(struct sources *sources, uint32_t at, size_t *number)
{
    struct source *source;

    *number = source_number(sources, at);
    source = &sources->list[*number];
    if (source->lines == NULL && may_count(source, at - source->start))
        return lines_before(source, at - source->start) + 1;
    return line_of(sources, source, at - source->start) + 1;
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
    place.line = line_of(sources, source, offset) + 1;
    begin = source->lines[place.line - 1];
    if (offset - begin <= BLOCK_BYTES) {
        place.column += characters_between(source, begin, offset);
        return place;
    }
    if (source->characters == NULL)
        characters_count(sources, source);
    place.column += characters_before(source, offset) - characters_before(source, begin);
    return place;
}

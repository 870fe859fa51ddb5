/*
 * source.c - from an offset to a file, a line and a column.
 *
 * Line ends are counted on from the last place that somebody asked for; and it is noted of each block of some bytes in
 * which line it begins, so whoever jumps about has no more than one block counted again. Knows nothing of what the text
 * means.
 */
#include "source.h"

#include <string.h>

#include "arena.h"

#define BLOCK_BYTES 4096u
#define LINE_BLOCK  1024u

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

/* Goes on to an offset that is not before the last one, by the line ends between the two. */
static void lines_pass(struct source *source, uint32_t offset)
{
    const char *at = source->bytes + source->seen, *end = source->bytes + offset;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        at++;
        source->line = (struct line_at){source->line.number + 1, (uint32_t)(at - source->bytes)};
    }
    source->seen = offset;
}

/* The line of an offset in a file. */
static struct line_at line_of(struct sources *sources, struct source *source, uint32_t offset)
{
    uint32_t block = offset / LINE_BLOCK, from;

    if (source->line_blocks == NULL) {
        source->line_blocks =
            arena_array_room(sources->arena, (size_t)source->length / LINE_BLOCK + 1, sizeof *source->line_blocks);
        source->line_blocks[0] = (struct line_at){0, 0};
    }
    from = block < source->line_blocks_known ? block : source->line_blocks_known;
    if (source->seen < from * LINE_BLOCK || source->seen > offset) {
        source->seen = from * LINE_BLOCK;
        source->line = source->line_blocks[from];
    }
    while (source->line_blocks_known < block) {
        lines_pass(source, (source->line_blocks_known + 1) * LINE_BLOCK);
        source->line_blocks[++source->line_blocks_known] = source->line;
    }
    lines_pass(source, offset);
    return source->line;
}

uint32_t source_line(struct sources *sources, uint32_t at, size_t *number)
{
    struct source *source;

    *number = source_number(sources, at);
    source = &sources->list[*number];
    return line_of(sources, source, at - source->start).number + 1;
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
    uint32_t offset = at - source->start;
    struct place place = {.source = source, .source_index = number, .column = 1};
    struct line_at line;

    if (offset > source->length)
        offset = source->length;
    line = line_of(sources, source, offset);
    place.line = line.number + 1;
    place.begin = line.begin;
    if (offset - line.begin <= BLOCK_BYTES) {
        place.column += characters_between(source, line.begin, offset);
        return place;
    }
    if (source->characters == NULL)
        characters_count(sources, source);
    place.column += characters_before(source, offset) - characters_before(source, line.begin);
    return place;
}

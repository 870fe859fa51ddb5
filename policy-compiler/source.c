/*
 * source.c - from an offset to a file, a line and a column.
 *
 * Knows nothing of what the text means. Where it comes from, nobody else need know.
 */
#include "source.h"

#include "arena.h"
#include "intake.h"
#include "line_ends.h"

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

const char *source_text(const struct source *source, uint32_t offset, uint32_t length)
{
    return source->bytes != NULL ? source->bytes + offset : intake_again(source->intake, offset, length);
}

void source_repeat(const struct source *source, void (*take)(void *context, const char *bytes, size_t size),
                   void *context)
{
    if (source->bytes != NULL)
        take(context, source->bytes, source->length);
    else
        intake_repeat(source->intake, take, context);
}

void sources_close(struct sources *sources)
{
    size_t i;

    for (i = 0; i < sources->count; i++)
        if (sources->list[i].intake != NULL)
            intake_close(sources->list[i].intake);
    sources->count = 0;
}

static const struct line_ends *ends_of(struct sources *sources, struct source *source)
{
    if (source->ends == NULL) {
        source->ends = arena_alloc(sources->arena, sizeof *source->ends);
        *source->ends = line_ends_new(sources->arena, source->length);
        line_ends_add(source->ends, source->bytes, source->length);
    }
    return source->ends;
}

uint32_t source_line(struct sources *sources, uint32_t at, size_t *number)
{
    struct source *source;

    *number = source_number(sources, at);
    source = &sources->list[*number];
    return line_ends_number(ends_of(sources, source), at - source->start) + 1;
}

bool source_line_span(struct sources *sources, size_t number, uint32_t line, struct span *span)
{
    struct source *source = &sources->list[number];
    const struct line_ends *ends = ends_of(sources, source);
    uint32_t begin, end;

    if (line == 0 || line > ends->count + 1)
        return false;
    begin = line_ends_begin(ends, line - 1);
    end = line <= ends->count ? line_ends_begin(ends, line) - 1 : source->length;
    *span = (struct span){source->start + begin, end - begin};
    return true;
}

static uint32_t characters_between(const struct source *source, uint32_t begin, uint32_t end)
{
    const char *text = source_text(source, begin, end - begin);
    uint32_t count = 0, i;

    for (i = 0; i < end - begin; i++)
        count += ((unsigned char)text[i] & 0xc0u) != 0x80u;
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
    const struct line_ends *ends = ends_of(sources, source);
    uint32_t offset = at - source->start, begin;
    struct place place = {.source = source, .source_index = number, .column = 1};

    if (offset > source->length)
        offset = source->length;
    place.offset = offset;
    place.line = line_ends_number(ends, offset) + 1;
    place.begin = begin = line_ends_begin(ends, place.line - 1);
    if (offset - begin <= BLOCK_BYTES) {
        place.column += characters_between(source, begin, offset);
        return place;
    }
    if (source->characters == NULL)
        characters_count(sources, source);
    place.column += characters_before(source, offset) - characters_before(source, begin);
    return place;
}

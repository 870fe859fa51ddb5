/*
 * silence.c - the comments by which a policy silences one warning at one place.
 */
#include "silence.h"

#include "support/arena.h"

struct silences *silences_new(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct silences));
}

/* Of which line a comment on a line speaks. */
static uint32_t line_meant(struct sources *sources, size_t number, uint32_t line)
{
    uint32_t said = source_line_said(sources, number, line);

    return said == 0 ? line : said;
}

void silence_add(struct diag *diag, enum diag_id id, struct span span)
{
    struct silences *silences = diag->silences;
    struct silence *silence;
    size_t number;
    uint32_t line = source_line(diag->sources, span.at, &number);

    silences->list =
        arena_grow(diag->arena, silences->list, silences->count, &silences->capacity, sizeof *silences->list);
    silence = &silences->list[silences->count++];
    *silence = (struct silence){number, line_meant(diag->sources, number, line), id, span, false};
}

/* The first comment that speaks of that line or of one behind it. */
static size_t silence_first(const struct silences *silences, size_t source, uint32_t line)
{
    size_t low = 0, high = silences->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct silence *silence = &silences->list[middle];
        if (silence->source < source || (silence->source == source && silence->line < line))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool silence_covers(struct diag *diag, enum diag_id id, struct span span)
{
    struct silences *silences = diag->silences;
    size_t source, i;
    uint32_t line;
    bool covered = false;

    if (silences == NULL || silences->count == 0)
        return false;
    line = source_line(diag->sources, span.at, &source);
    for (i = silence_first(silences, source, line);
         i < silences->count && silences->list[i].source == source && silences->list[i].line == line; i++)
        if (silences->list[i].id == id && !covered)
            covered = silences->list[i].used = true;
    return covered;
}

bool silences_name(const struct diag *diag, enum diag_id id)
{
    size_t i;

    for (i = 0; i < diag->silences->count; i++)
        if (diag->silences->list[i].id == id)
            return true;
    return false;
}

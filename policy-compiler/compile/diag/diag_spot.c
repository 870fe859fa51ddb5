/*
 * diag_spot.c - where a report is and what it is told by, for those that want both of every report.
 */
#include "diag_spot.h"

#include <inttypes.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "support/arena.h"

#define AROUND 240u /* bytes before and behind a place that it is known by, in its line */

struct diag_spot diag_spot(struct diag *diag, const struct diag_report *report)
{
    struct diag_spot spot = {.file = report->file != NULL ? report->file : diag->policy, .line = 1};
    struct place begin, end;

    if (!report->has_span) {
        spot.line = report->line > 0 ? report->line : 1;
        return spot;
    }
    begin = source_place(diag->sources, report->span.at);
    end = source_place(diag->sources, report->span.at + report->span.length);
    return (struct diag_spot){begin.source->path, begin.line, begin.column, end.line, end.column};
}

/* A hash of the id and of what stands around the place in its line, or of what is said where it is in none. */
static uint64_t hash_of(struct diag *diag, const struct diag_report *report)
{
    char said[AROUND + AROUND];
    struct place place;
    uint32_t at, end;
    size_t length = 0;
    uint64_t seed = (uint64_t)report->id;

    if (!report->has_span)
        return XXH64(report->text, strlen(report->text), seed);
    place = source_place(diag->sources, report->span.at);
    at = place.offset - place.begin > AROUND ? place.offset - AROUND : place.begin;
    end = place.source->length - place.offset > AROUND ? place.offset + AROUND : place.source->length;
    for (; at < end && (at < place.offset || strchr("\r\n", place.source->bytes[at]) == NULL); at++)
        if (strchr(" \t\v\f", place.source->bytes[at]) == NULL)
            said[length++] = place.source->bytes[at];
    return XXH64(said, length, seed);
}

const char *diag_fingerprint(struct diag *diag, const struct diag_report *report)
{
    uint64_t hash = hash_of(diag, report);
    unsigned number = 1;
    size_t i;

    for (i = 0; i < diag->count && diag->reports[i] != report; i++)
        if (diag->reports[i]->id == report->id && hash_of(diag, diag->reports[i]) == hash)
            number++;
    return arena_printf(diag->arena, "%016" PRIx64 ":%u", hash, number);
}

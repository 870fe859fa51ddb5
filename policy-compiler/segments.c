/*
 * segments.c - sets of permissions as sorted stretches.
 *
 * Relies on the resolver's lo and hi of each pattern; a pattern that could not be resolved matches nothing.
 */
#include "segments.h"

#include <stdlib.h>

#include "arena.h"
#include "ast.h"

static int compare_segments(const void *a, const void *b)
{
    const struct segment *left = a, *right = b;

    return left->lo < right->lo ? -1 : left->lo > right->lo;
}

/* The stretches of a list of patterns, sorted and merged; *count of them. */
static struct segment *segments_read(struct arena *arena, const struct ast_word *patterns, uint32_t *count)
{
    const struct ast_word *word;
    struct segment *list;
    uint32_t all = 0, kept = 0, i;

    for (word = patterns; word != NULL; word = word_next(word))
        all++;
    list = arena_array(arena, all, sizeof *list);
    for (word = patterns, all = 0; word != NULL; word = word_next(word))
        if (word->symbol->means->lo < word->symbol->means->hi)
            list[all++] = (struct segment){word->symbol->means->lo, word->symbol->means->hi};
    if (all > 1)
        qsort(list, all, sizeof *list, compare_segments);
    for (i = 0; i < all; i++) {
        if (kept == 0 || list[i].lo > list[kept - 1].hi)
            list[kept++] = list[i];
        else if (list[i].hi > list[kept - 1].hi)
            list[kept - 1].hi = list[i].hi;
    }
    *count = kept;
    return list;
}

/* list less taken, both sorted; result has room for list_count + taken_count. Returns how many there are. */
static uint32_t segments_take(const struct segment *list, uint32_t list_count, const struct segment *taken,
                              uint32_t taken_count, struct segment *result)
{
    uint32_t count = 0, i, j = 0;

    for (i = 0; i < list_count; i++) {
        struct segment left = list[i];
        while (j < taken_count && taken[j].hi <= left.lo)
            j++;
        while (j < taken_count && taken[j].lo < left.hi && left.lo < left.hi) {
            if (taken[j].lo > left.lo)
                result[count++] = (struct segment){left.lo, taken[j].lo};
            left.lo = taken[j].hi;
            if (taken[j].hi <= left.hi)
                j++;
        }
        if (left.lo < left.hi)
            result[count++] = left;
    }
    return count;
}

struct segments segments_of(struct arena *arena, const struct ast_word *patterns, const struct ast_word *except)
{
    struct segments segments = {.more = NULL};
    struct segment *list, *taken;
    uint32_t taken_count;

    if (!patterns->more && except == NULL) {
        segments.first = (struct segment){patterns->symbol->means->lo, patterns->symbol->means->hi};
        segments.count = segments.first.lo < segments.first.hi;
        return segments;
    }
    list = segments_read(arena, patterns, &segments.count);
    if (except != NULL) {
        taken = segments_read(arena, except, &taken_count);
        struct segment *result = arena_array(arena, (size_t)segments.count + taken_count, sizeof *result);
        segments.count = segments_take(list, segments.count, taken, taken_count, result);
        list = result;
    }
    segments.more = list;
    if (segments.count > 0)
        segments.first = list[0];
    return segments;
}

const struct segment *segments_list(const struct segments *segments)
{
    return segments->more != NULL ? segments->more : &segments->first;
}

/* Whether a stretch lies in one of the list's. */
static bool segment_in(struct segment segment, const struct segment *list, uint32_t count)
{
    uint32_t low = 0, high = count; /* the last one that begins at or before it is below high */

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list[middle].lo <= segment.lo)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && list[low - 1].hi >= segment.hi;
}

bool segments_hold(const struct segments *wide, const struct segments *narrow)
{
    const struct segment *list = segments_list(wide), *inner = segments_list(narrow);
    uint32_t i;

    for (i = 0; i < narrow->count; i++)
        if (!segment_in(inner[i], list, wide->count))
            return false;
    return true;
}

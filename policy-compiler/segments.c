/*
 * segments.c - sets of permissions as sorted stretches.
 */
#include "segments.h"

#include <stdlib.h>

#include "arena.h"
#include "ast.h"

void segments_init(struct segments *segments, struct arena *arena)
{
    *segments = (struct segments){.arena = arena};
}

static int compare_segments(const void *a, const void *b)
{
    const struct segment *left = a, *right = b;

    return left->lo < right->lo ? -1 : left->lo > right->lo;
}

/* The stretches of a list of patterns, sorted and merged. */
static size_t segments_read(struct arena *arena, const struct ast_word *word, struct segment **list, size_t *capacity)
{
    size_t count = 0, kept = 0, i;

    for (; word != NULL; word = word->next) {
        *list = arena_grow(arena, *list, count, capacity, sizeof **list);
        (*list)[count++] = (struct segment){word->symbol->lo, word->symbol->hi};
    }
    if (count > 1)
        qsort(*list, count, sizeof **list, compare_segments);
    for (i = 0; i < count; i++) {
        struct segment *last = kept > 0 ? &(*list)[kept - 1] : NULL;
        if (last != NULL && (*list)[i].lo <= last->hi)
            last->hi = (*list)[i].hi > last->hi ? (*list)[i].hi : last->hi;
        else
            (*list)[kept++] = (*list)[i];
    }
    return kept;
}

/* Cuts what is taken out of the stretches; there is room for one more stretch for each that is taken. */
static void segments_take(struct segments *segments)
{
    struct segment *result = NULL;
    size_t count = 0, capacity = 0, i, j;

    for (i = 0, j = 0; i < segments->count; i++) {
        struct segment left = segments->list[i];
        while (j > 0 && segments->taken[j - 1].hi > left.lo)
            j--;
        for (; j < segments->taken_count && segments->taken[j].lo < left.hi; j++) {
            if (segments->taken[j].lo > left.lo) {
                result = arena_grow(segments->arena, result, count, &capacity, sizeof *result);
                result[count++] = (struct segment){left.lo, segments->taken[j].lo};
            }
            if (segments->taken[j].hi > left.lo)
                left.lo = segments->taken[j].hi;
        }
        if (left.lo < left.hi) {
            result = arena_grow(segments->arena, result, count, &capacity, sizeof *result);
            result[count++] = left;
        }
    }
    segments->list = result;
    segments->count = count;
    segments->capacity = capacity;
}

void segments_of_rule(struct segments *segments, const struct ast_rule *rule)
{
    segments->count = segments_read(segments->arena, rule->patterns, &segments->list, &segments->capacity);
    segments->taken_count = segments_read(segments->arena, rule->except, &segments->taken, &segments->taken_capacity);
    if (segments->taken_count > 0)
        segments_take(segments);
}

bool segments_hold(const struct segments *wide, const struct segments *narrow)
{
    size_t i, j = 0;

    for (i = 0; i < narrow->count; i++) {
        while (j < wide->count && wide->list[j].hi < narrow->list[i].hi)
            j++;
        if (j == wide->count || wide->list[j].lo > narrow->list[i].lo)
            return false;
    }
    return true;
}

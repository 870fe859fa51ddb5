/*
 * region.c - points of a space, and sets of them.
 */
#include "space_internal.h"

#include <string.h>

#include "support/arena.h"

/* How many points lie between one class of an axis and the next. */
static size_t stride(const struct space *space, enum axis_kind kind)
{
    size_t points = 1;
    int i;

    for (i = (int)kind + 1; i < AXES; i++)
        points *= space->axes[i].count;
    return points;
}

uint32_t point_class(const struct space *space, size_t point, enum axis_kind kind)
{
    return (uint32_t)(point / stride(space, kind) % space->axes[kind].count);
}

static bool region_has(const uint64_t *region, size_t point)
{
    return (region[point / 64] >> (point % 64) & 1) != 0;
}

size_t region_first(const struct space *space, const uint64_t *region)
{
    size_t i;

    for (i = 0; i < space->words; i++)
        if (region[i] != 0)
            return i * 64 + (size_t)__builtin_ctzll(region[i]);
    return space->points;
}

/* Whether the region holds all points that differ from one on no axis but those that are dropped. */
static bool region_spans(const struct space *space, const uint64_t *region, size_t point, const bool *dropped)
{
    size_t at;
    int kind;

    for (at = 0; at < space->points; at++) {
        if (region_has(region, at))
            continue;
        for (kind = 0; kind < AXES; kind++)
            if (!dropped[kind] &&
                point_class(space, at, (enum axis_kind)kind) != point_class(space, point, (enum axis_kind)kind))
                break;
        if (kind == AXES)
            return false;
    }
    return true;
}

void region_needs(const struct space *space, const uint64_t *region, size_t point, bool needed[AXES])
{
    bool dropped[AXES] = {false};
    int kind;

    for (kind = AXES - 1; kind >= 0; kind--) {
        dropped[kind] = true;
        dropped[kind] = space->axes[kind].count == 1 || region_spans(space, region, point, dropped);
        needed[kind] = !dropped[kind];
    }
}

uint64_t *region_new(const struct space *space, struct arena *arena)
{
    return arena_array(arena, space->words, sizeof(uint64_t));
}

void region_spread(const struct space *space, enum axis_kind kind, const bool *marked, uint64_t *region)
{
    size_t step = stride(space, kind), point;
    uint32_t count = space->axes[kind].count;

    for (point = 0; point < space->points; point++)
        if (marked[point / step % count])
            region[point / 64] |= (uint64_t)1 << (point % 64);
}

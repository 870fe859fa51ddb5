/*
 * permission_set.c - sets of permissions as sorted stretches.
 *
 * Trusts that each pattern matches something.
 */
#include "permission_set.h"

#include "support/arena.h"
#include "support/sort.h"

/* The stretches of pairs, sorted and merged; *count of them. */
static struct permission_range *permission_set_read(struct arena *arena, uint64_t *pairs, uint32_t *count)
{
    struct permission_range *list = arena_array_room(arena, *count, sizeof *list);
    uint32_t kept = 0, i;

    sort_pairs(pairs, *count);
    for (i = 0; i < *count; i++) {
        uint32_t lo = (uint32_t)(pairs[i] >> 32), hi = (uint32_t)pairs[i];
        if (kept == 0 || lo > list[kept - 1].hi)
            list[kept++] = (struct permission_range){lo, hi};
        else if (hi > list[kept - 1].hi)
            list[kept - 1].hi = hi;
    }
    *count = kept;
    return list;
}

/* list less taken, both sorted; result has room for list_count + taken_count. Returns how many there are. */
static uint32_t permission_set_take(const struct permission_range *list, uint32_t list_count,
                                    const struct permission_range *taken, uint32_t taken_count,
                                    struct permission_range *result)
{
    uint32_t count = 0, i, j = 0;

    for (i = 0; i < list_count; i++) {
        struct permission_range left = list[i];
        while (j < taken_count && taken[j].hi <= left.lo)
            j++;
        while (j < taken_count && taken[j].lo < left.hi && left.lo < left.hi) {
            if (taken[j].lo > left.lo)
                result[count++] = (struct permission_range){left.lo, taken[j].lo};
            left.lo = taken[j].hi;
            if (taken[j].hi <= left.hi)
                j++;
        }
        if (left.lo < left.hi)
            result[count++] = left;
    }
    return count;
}

struct permission_set permission_set_of_pairs(struct arena *arena, uint64_t *pairs, uint32_t count, uint64_t *except,
                                              uint32_t except_count)
{
    struct permission_range *list = permission_set_read(arena, pairs, &count), *taken, *result;

    if (except_count > 0) {
        taken = permission_set_read(arena, except, &except_count);
        result = arena_array(arena, (size_t)count + except_count, sizeof *result);
        count = permission_set_take(list, count, taken, except_count, result);
        list = result;
    }
    return (struct permission_set){.first = list[0], .more = list, .count = count};
}

struct permission_set permission_set_of_set(struct arena *arena, const struct ir *ir, const struct ir_set *set)
{
    const uint32_t *patterns = ir->lists + set->at;
    uint32_t all = set->pattern_count + set->except_count, i;
    uint64_t *pairs = arena_array_room(arena, all, sizeof *pairs);

    for (i = 0; i < all; i++)
        pairs[i] = (uint64_t)ir->patterns[patterns[i]].lo << 32 | ir->patterns[patterns[i]].hi;
    return permission_set_of_pairs(arena, pairs, set->pattern_count, pairs + set->pattern_count, set->except_count);
}

/* Whether a stretch lies in one of the list's. */
static bool segment_in(struct permission_range range, const struct permission_range *list, uint32_t count)
{
    uint32_t low = 0, high = count; /* the last one that begins at or before it is below high */

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list[middle].lo <= range.lo)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && list[low - 1].hi >= range.hi;
}

bool permission_set_holds(const struct permission_set *wide, const struct permission_set *narrow)
{
    const struct permission_range *list = permission_set_list(wide), *inner = permission_set_list(narrow);
    uint32_t i;

    for (i = 0; i < narrow->count; i++)
        if (!segment_in(inner[i], list, wide->count))
            return false;
    return true;
}

/*
 * permission_set.h - the permissions that a rule names, as stretches of the sorted list of permissions.
 */
#ifndef PERMISSION_SET_H
#define PERMISSION_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "compile/ir/ir.h"

struct arena;

struct permission_range {
    uint32_t lo, hi; /* lo <= permission < hi */
};

/* Ascending, apart from each other. */
struct permission_set {
    struct permission_range first;       /* where there is one */
    const struct permission_range *more; /* all of them; NULL: the first is all there is */
    uint32_t count;
};

/* What a pattern matches. */
static inline struct permission_set permission_set_of_pattern(const struct ir_pattern *pattern)
{
    return (struct permission_set){.first = {pattern->lo, pattern->hi}, .count = 1};
}

/*
 * What patterns match, less what is excepted: each a pair, lo in the higher half and hi in the lower one, in an array
 * that is put in order. `more` is never NULL.
 */
struct permission_set permission_set_of_pairs(struct arena *arena, uint64_t *pairs, uint32_t count, uint64_t *except,
                                              uint32_t except_count);
/* What a set of the IR names, less what it excepts; `more` is never NULL. */
struct permission_set permission_set_of_set(struct arena *arena, const struct ir *ir, const struct ir_set *set);

static inline const struct permission_range *permission_set_list(const struct permission_set *ranges)
{
    return ranges->more != NULL ? ranges->more : &ranges->first;
}

/* Whether wide holds all of narrow. */
bool permission_set_holds(const struct permission_set *wide, const struct permission_set *narrow);

#endif

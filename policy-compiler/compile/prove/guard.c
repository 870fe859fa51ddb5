/*
 * guard.c - numbers for the limits and conditions of one or two policies.
 *
 * Those of the first IR come first: its limits, then its conditions.
 */
#include "universe.h"

static uint32_t guards_before(const struct universe *universe, unsigned which)
{
    return which == 0 ? 0 : (uint32_t)(universe->irs[0]->limit_count + universe->irs[0]->cond_count);
}

uint32_t guard_of_limit(const struct universe *universe, unsigned which, uint32_t limit)
{
    return limit == IR_NONE ? GUARD_NONE : guards_before(universe, which) + limit;
}

uint32_t guard_of_cond(const struct universe *universe, unsigned which, uint32_t cond)
{
    if (cond == IR_NONE)
        return GUARD_NONE;
    return guards_before(universe, which) + (uint32_t)universe->irs[which]->limit_count + cond;
}

size_t universe_guards(const struct universe *universe)
{
    size_t count = guards_before(universe, 1);

    return universe->irs[1] == NULL ? count : count + universe->irs[1]->limit_count + universe->irs[1]->cond_count;
}

struct guard guard_read(const struct universe *universe, uint32_t number)
{
    unsigned which = universe->irs[1] != NULL && number >= guards_before(universe, 1) ? 1 : 0;
    const struct ir *ir = universe->irs[which];
    const struct ir_limit *limit;

    number -= guards_before(universe, which);
    if (number >= ir->limit_count)
        return (struct guard){.ir = ir, .cond = &ir->conds[number - ir->limit_count]};
    limit = &ir->limits[number];
    return (struct guard){.ir = ir,
                          .cond = limit->cond == IR_NONE ? NULL : &ir->conds[limit->cond],
                          .has_starting = limit->has_starting,
                          .has_until = limit->has_until,
                          .starting = limit->starting,
                          .until = limit->until};
}

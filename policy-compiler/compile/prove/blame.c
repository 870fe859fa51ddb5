/*
 * blame.c - notes the statements that a question about a person rests on.
 */
#include "blame.h"

#include "support/arena.h"

bool blame_weigh(struct blame *blame, enum blame_kind kind, uint32_t rule, uint32_t assign)
{
    size_t i;

    if ((blame->ignored & BLAME_BIT(kind)) != 0)
        return false;
    if ((blame->weighed & BLAME_BIT(kind)) == 0)
        return true;
    for (i = 0; i < blame->count; i++) {
        const struct blamed *one = &blame->list[i];
        if (one->kind == kind && one->rule == rule && one->assign == assign)
            return one->counts;
    }
    if (blame->count == BLAME_MOST) {
        blame->full = true;
        return true;
    }
    blame->list = arena_grow(blame->arena, blame->list, blame->count, &blame->capacity, sizeof *blame->list);
    blame->list[blame->count++] = (struct blamed){kind, rule, assign, true};
    return true;
}

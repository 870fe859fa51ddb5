/*
 * universe.c - one or two policies that are looked at together.
 */
#include "universe.h"

#include "support/arena.h"
#include "space.h"

struct universe *universe_new(struct arena *arena, const struct ir *first, const struct ir *second, int64_t now)
{
    struct universe *universe = arena_alloc(arena, sizeof *universe);

    *universe = (struct universe){.arena = arena, .irs = {first, second}, .now = now};
    universe->spaces = spaces_new(universe);
    return universe;
}

void universe_free(struct universe *universe)
{
    spaces_free(universe);
}

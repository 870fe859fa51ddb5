/*
 * difference.c - asks the engine of `rolegate diff`.
 */
#include "difference.h"

#include <stdio.h>
#include <stdlib.h>

#include "analysis/diff.h"
#include "compile/ir/ir_from_table.h"
#include "support/arena.h"

/* All differences, printed. */
static void print_difference(struct arena *arena, const struct ir *const irs[UNIVERSE_IRS], int64_t now,
                             struct difference *difference, FILE *out)
{
    struct universe *universe = universe_new(arena, irs[0], irs[1], now);
    struct diff diff = diff_of(universe, arena);

    diff_print(&diff, out);
    difference->widens = diff.widens;
    difference->narrows = diff.narrows;
    universe_free(universe);
}

bool difference_find(struct arena *arena, rolegate_table *old, rolegate_table *fresh, int64_t now,
                     struct difference *difference)
{
    struct arena *room = arena_within(arena);
    const struct ir *irs[UNIVERSE_IRS];
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    bool found = out != NULL && ir_from_table(room, old, &irs[0]) == ROLEGATE_OK &&
                 ir_from_table(room, fresh, &irs[1]) == ROLEGATE_OK;

    if (found)
        print_difference(room, irs, now, difference, out);
    if (out != NULL && fclose(out) != 0)
        found = false;
    if (found)
        difference->text = arena_copy(arena, text, size);
    free(text);
    arena_free(room);
    return found;
}

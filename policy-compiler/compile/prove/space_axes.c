/*
 * space_axes.c - the axes of a space: the classes of each fact that its guards can tell apart.
 */
#include "space_internal.h"

#include <string.h>

#include "support/arena.h"
#include "support/interner.h"
#include "support/sort.h"

/* The atoms of one axis, of all guards, each once. */
static struct atom_use *atoms_of(const struct space *space, enum axis_kind kind, size_t *count)
{
    struct arena *arena = space->arena;
    struct atom_use *atoms = NULL;
    size_t capacity = 0, j;
    uint32_t i, k;

    *count = 0;
    for (i = 0; i < space->guard_count; i++) {
        struct guard guard = guard_read(space->universe, space->guards[i]);
        for (k = 0; guard.cond != NULL && k < guard.cond->op_count; k++) {
            const struct ir_op *op = &guard.ir->ops[guard.cond->ops[k]];
            if (axis_of(op->kind) != kind)
                continue;
            for (j = 0; j < *count && atoms[j].op != op;)
                j++;
            if (j < *count)
                continue;
            atoms = arena_grow(arena, atoms, *count, &capacity, sizeof *atoms);
            atoms[(*count)++] = (struct atom_use){guard.ir, op};
        }
    }
    return atoms;
}

struct wanted_span {
    const struct guard *known, *span;
};

static bool same_span(const void *context, uint32_t number)
{
    const struct wanted_span *wanted = context;
    const struct guard *a = &wanted->known[number], *b = wanted->span;

    return a->has_starting == b->has_starting && a->has_until == b->has_until && a->starting == b->starting &&
           a->until == b->until;
}

/* The spans of all guards, each once. */
static struct guard *spans_of(const struct space *space, size_t *count)
{
    struct guard *spans = arena_array(space->arena, space->guard_count, sizeof *spans);
    struct interner known = interner_new(space->arena);
    uint32_t i;

    for (i = 0; i < space->guard_count; i++) {
        struct guard guard = guard_read(space->universe, space->guards[i]);
        int64_t ends[] = {guard.starting, guard.until};
        bool fresh;
        if (!guard.has_starting && !guard.has_until)
            continue;
        interner_number(&known, interner_hash(ends, sizeof ends), same_span, &(struct wanted_span){spans, &guard},
                        &fresh);
        if (fresh)
            spans[known.count - 1] = guard;
    }
    *count = known.count;
    return spans;
}

void space_axis_make(struct space *space, enum axis_kind kind)
{
    struct axis_cuts cuts = {.arena = space->arena, .now = space->universe->now};

    cuts.atoms = atoms_of(space, kind, &cuts.atom_count);
    switch (kind) {
    case AXIS_CLOCK:
        cuts.spans = spans_of(space, &cuts.span_count);
        space->axes[kind] = axis_clock(&cuts);
        break;
    case AXIS_ORIGIN: space->axes[kind] = axis_origin(&cuts); break;
    default: space->axes[kind] = axis_text(&cuts, kind); break;
    }
    space->failed = space->failed || space->axes[kind].failed;
}

struct axis axis_of_guards(struct universe *universe, struct arena *arena, const uint32_t *guards, size_t count,
                           enum axis_kind kind)
{
    uint32_t *sorted = arena_array(arena, count, sizeof *sorted);
    struct space space = {.universe = universe, .arena = arena, .guards = sorted};

    if (count > 0)
        memcpy(sorted, guards, count * sizeof *sorted);
    space.guard_count = (uint32_t)sort_numbers(sorted, count);
    space_axis_make(&space, kind);
    return space.axes[kind];
}

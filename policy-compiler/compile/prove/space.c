/*
 * space.c - spaces of guards, each made once, and the regions of the guards in them.
 */
#include "space_internal.h"

#include <string.h>

#include "support/arena.h"
#include "support/interner.h"
#include "support/sort.h"

struct spaces {
    struct arena *arena;
    struct interner known;
    struct space **list;
    size_t capacity, words;
};

static void spaces_begin(struct universe *universe, struct spaces *spaces)
{
    *spaces = (struct spaces){.arena = arena_within(universe->arena)};
    spaces->known = interner_new(spaces->arena);
}

struct spaces *spaces_new(struct universe *universe)
{
    struct spaces *spaces = arena_alloc(universe->arena, sizeof *spaces);

    spaces_begin(universe, spaces);
    return spaces;
}

void spaces_forget(struct universe *universe)
{
    struct spaces *spaces = universe->spaces;

    if (spaces->known.count < SPACES_MAX && spaces->words < SPACES_WORDS_MAX)
        return;
    arena_free(spaces->arena);
    spaces_begin(universe, spaces);
}

void spaces_free(struct universe *universe)
{
    arena_free(universe->spaces->arena);
}

/* ---- regions of guards ---- */

/* A value of a condition's program: where it is true, and where it is not false. */
struct value {
    uint64_t *surely, *perhaps;
};

static struct value value_new(const struct space *space, struct arena *arena)
{
    return (struct value){region_new(space, arena), region_new(space, arena)};
}

/* An atom's value, marked class by class. */
static struct value value_of_atom(const struct space *space, struct arena *arena, const struct atom_use *atom,
                                  bool *marked)
{
    enum axis_kind kind = axis_of(atom->op->kind);
    const struct axis *axis = &space->axes[kind];
    struct value value = value_new(space, arena);
    uint32_t i;

    for (i = 0; i < axis->count; i++)
        marked[i] = atom_meets(atom, &axis->facts[i]) == YES;
    region_spread(space, kind, marked, value.surely);
    for (i = 0; i < axis->count; i++)
        marked[i] = atom_meets(atom, &axis->facts[i]) != NO;
    region_spread(space, kind, marked, value.perhaps);
    return value;
}

static void value_join(const struct space *space, enum ir_op_kind kind, struct value *to, const struct value *from)
{
    size_t i;

    for (i = 0; i < space->words; i++) {
        to->surely[i] = kind == IR_AND ? to->surely[i] & from->surely[i] : to->surely[i] | from->surely[i];
        to->perhaps[i] = kind == IR_AND ? to->perhaps[i] & from->perhaps[i] : to->perhaps[i] | from->perhaps[i];
    }
}

static void value_not(const struct space *space, struct value *value)
{
    size_t i;

    for (i = 0; i < space->words; i++) {
        uint64_t surely = value->surely[i];
        value->surely[i] = space->everywhere[i] & ~value->perhaps[i];
        value->perhaps[i] = space->everywhere[i] & ~surely;
    }
}

struct walk {
    struct arena *arena;
    bool *marked;                                               /* room for the classes of an axis */
    void (*meet)(void *context, const struct space_part *part); /* or NULL */
    void *context;
};

static void part_show(const struct space *space, const struct walk *walk, const struct guard *guard,
                      const struct ir_op *op, const struct value *value)
{
    struct value copy;

    if (walk->meet == NULL)
        return;
    copy = value_new(space, walk->arena);
    memcpy(copy.surely, value->surely, space->words * sizeof *copy.surely);
    memcpy(copy.perhaps, value->perhaps, space->words * sizeof *copy.perhaps);
    walk->meet(walk->context, &(struct space_part){guard->ir, op, copy.surely, copy.perhaps});
}

/* Runs a condition's program over all points at once. */
static struct value value_of_cond(const struct space *space, const struct guard *guard, const struct walk *walk)
{
    struct value *stack = arena_array(walk->arena, guard->cond->op_count + 1, sizeof *stack);
    size_t depth = 0;
    uint32_t i;

    for (i = 0; i < guard->cond->op_count; i++) {
        const struct ir_op *op = &guard->ir->ops[guard->cond->ops[i]];
        switch (op->kind) {
        case IR_NAME: part_show(space, walk, guard, op, &stack[depth - 1]); break;
        case IR_NOT: value_not(space, &stack[depth - 1]); break;
        case IR_AND:
        case IR_OR:
            depth--;
            value_join(space, op->kind, &stack[depth - 1], &stack[depth]);
            break;
        default:
            stack[depth] = value_of_atom(space, walk->arena, &(struct atom_use){guard->ir, op}, walk->marked);
            part_show(space, walk, guard, op, &stack[depth++]);
            break;
        }
    }
    return stack[0];
}

static struct value value_of_span(const struct space *space, const struct guard *guard, bool *marked)
{
    const struct axis *axis = &space->axes[AXIS_CLOCK];
    struct value value = value_new(space, space->arena);
    uint32_t i;

    for (i = 0; i < axis->count; i++)
        marked[i] = span_holds(guard, axis->facts[i].instant);
    region_spread(space, AXIS_CLOCK, marked, value.surely);
    memcpy(value.perhaps, value.surely, space->words * sizeof *value.perhaps);
    return value;
}

/* Out of its span a statement is as if it were not written, so its condition does not count there. */
static void guard_regions(struct space *space, uint32_t number, bool *marked)
{
    struct guard guard = guard_read(space->universe, space->guards[number]);
    struct value value = value_of_span(space, &guard, marked), cond;

    if (guard.cond != NULL) {
        cond = value_of_cond(space, &guard, &(struct walk){.arena = space->arena, .marked = marked});
        value_join(space, IR_AND, &value, &cond);
    }
    space->surely[number] = value.surely;
    space->perhaps[number] = value.perhaps;
}

static bool *classes_room(const struct space *space, struct arena *arena)
{
    uint32_t most = 0, i;

    for (i = 0; i < AXES; i++)
        most = space->axes[i].count > most ? space->axes[i].count : most;
    return arena_array(arena, most, sizeof(bool));
}

void space_parts(const struct space *space, struct arena *arena,
                 void (*meet)(void *context, const struct space_part *part), void *context)
{
    struct walk walk = {arena, classes_room(space, arena), meet, context};
    uint32_t i;

    for (i = 0; i < space->guard_count; i++) {
        struct guard guard = guard_read(space->universe, space->guards[i]);
        if (guard.cond != NULL)
            value_of_cond(space, &guard, &walk);
    }
}

uint64_t *space_before(const struct space *space, struct arena *arena, int64_t instant)
{
    const struct axis *axis = &space->axes[AXIS_CLOCK];
    bool *marked = classes_room(space, arena);
    uint64_t *region = region_new(space, arena);
    uint32_t i;

    for (i = 0; i < axis->count; i++)
        marked[i] = axis->facts[i].instant < instant;
    region_spread(space, AXIS_CLOCK, marked, region);
    return region;
}

static void known_region(struct space *space, bool *marked)
{
    uint64_t *host = region_new(space, space->arena);
    size_t i;

    space->known = region_new(space, space->arena);
    for (i = 0; i < space->axes[AXIS_ORIGIN].count; i++)
        marked[i] = space->axes[AXIS_ORIGIN].facts[i].origin.kind != ORIGIN_NAME;
    region_spread(space, AXIS_ORIGIN, marked, space->known);
    for (i = 0; i < space->axes[AXIS_HOST].count; i++)
        marked[i] = space->axes[AXIS_HOST].facts[i].text != NULL;
    region_spread(space, AXIS_HOST, marked, host);
    for (i = 0; i < space->words; i++)
        space->known[i] &= host[i];
}

/* ---- spaces ---- */

static void points_count(struct space *space)
{
    size_t i;

    space->points = 1;
    for (i = 0; i < AXES; i++) {
        if (space->failed || space->axes[i].count > SPACE_POINTS_MAX / space->points) {
            space->failed = true;
            return;
        }
        space->points *= space->axes[i].count;
    }
    space->words = (space->points + 63) / 64;
    space->failed = space->words > SPACE_WORDS_MAX / (2 * (size_t)space->guard_count + 3);
}

static void regions_make(struct space *space)
{
    struct arena *arena = space->arena;
    bool *marked = classes_room(space, arena);
    uint32_t most = 0, i;

    for (i = 0; i < AXES; i++)
        most = space->axes[i].count > most ? space->axes[i].count : most;
    space->everywhere = region_new(space, space->arena);
    memset(marked, true, most * sizeof *marked);
    region_spread(space, AXIS_CLOCK, marked, space->everywhere);
    space->surely = arena_array(arena, space->guard_count, sizeof(uint64_t *));
    space->perhaps = arena_array(arena, space->guard_count, sizeof(uint64_t *));
    for (i = 0; i < space->guard_count; i++)
        guard_regions(space, i, marked);
    known_region(space, marked);
}

struct wanted {
    const struct spaces *spaces;
    const uint32_t *guards;
    size_t count;
};

static bool same_guards(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct space *space = wanted->spaces->list[number];

    return space->guard_count == wanted->count &&
           (wanted->count == 0 || memcmp(space->guards, wanted->guards, wanted->count * sizeof *wanted->guards) == 0);
}

static struct space *space_make(struct universe *universe, const uint32_t *guards, size_t count)
{
    struct arena *arena = universe->spaces->arena;
    struct space *space = arena_alloc(arena, sizeof *space);
    uint32_t *copy = arena_array(arena, count, sizeof *copy);
    int kind;

    if (count > 0)
        memcpy(copy, guards, count * sizeof *copy);
    *space = (struct space){.universe = universe, .arena = arena, .guards = copy, .guard_count = (uint32_t)count};
    for (kind = 0; kind < AXES; kind++)
        space_axis_make(space, (enum axis_kind)kind);
    points_count(space);
    if (!space->failed)
        regions_make(space);
    return space;
}

const struct space *space_of(struct universe *universe, uint32_t *guards, size_t count)
{
    struct spaces *spaces = universe->spaces;
    struct wanted wanted = {spaces, guards, 0};
    bool fresh;
    uint32_t number;

    wanted.count = sort_numbers(guards, count);
    number =
        interner_number(&spaces->known, wanted.count == 0 ? 0 : interner_hash(guards, wanted.count * sizeof *guards),
                        same_guards, &wanted, &fresh);
    if (fresh) {
        spaces->list = arena_grow(spaces->arena, spaces->list, number, &spaces->capacity, sizeof *spaces->list);
        spaces->list[number] = space_make(universe, guards, wanted.count);
        spaces->words += spaces->list[number]->words * (2 * wanted.count + 3);
    }
    return spaces->list[number];
}

static uint32_t guard_place(const struct space *space, uint32_t guard)
{
    uint32_t low = 0, high = space->guard_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (space->guards[middle] < guard)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const uint64_t *space_surely(const struct space *space, uint32_t guard)
{
    return guard == GUARD_NONE ? space->everywhere : space->surely[guard_place(space, guard)];
}

const uint64_t *space_perhaps(const struct space *space, uint32_t guard)
{
    return guard == GUARD_NONE ? space->everywhere : space->perhaps[guard_place(space, guard)];
}

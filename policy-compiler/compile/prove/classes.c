/*
 * classes.c - collects the classes of an axis, each known by what its atoms and spans say.
 */
#include <string.h>

#include "axis.h"
#include "support/arena.h"
#include "support/interner.h"

void classes_begin(struct classes *classes, const struct axis_cuts *cuts, enum axis_kind kind, uint32_t most)
{
    *classes = (struct classes){.cuts = cuts, .axis = {.kind = kind}, .most = most};
    classes->bytes = cuts->atom_count + (SPAN_BITS * cuts->span_count + 7) / 8 + 1;
    classes->known = arena_alloc(cuts->arena, sizeof *classes->known);
    *classes->known = interner_new(cuts->arena);
}

static bool same_values(const void *context, uint32_t number)
{
    const struct classes *classes = context;

    return memcmp(classes->values + number * classes->bytes, classes->values + classes->axis.count * classes->bytes,
                  classes->bytes) == 0;
}

static void values_write(const struct classes *classes, const struct fact *fact, unsigned char *values)
{
    const struct axis_cuts *cuts = classes->cuts;
    size_t i;

    memset(values, 0, classes->bytes);
    for (i = 0; i < cuts->atom_count; i++)
        values[i] = (unsigned char)atom_meets(&cuts->atoms[i], fact);
    for (i = 0; i < cuts->span_count; i++)
        values[cuts->atom_count + i / 4] |=
            (unsigned char)(span_bits(&cuts->spans[i], fact->instant) << i % 4 * SPAN_BITS);
}

/* Room for one class more than there are, and for its values. */
static void room_for_one(struct classes *classes)
{
    struct axis *axis = &classes->axis;

    axis->facts = arena_grow(classes->cuts->arena, axis->facts, axis->count, &classes->capacity, sizeof *axis->facts);
    if (classes->value_capacity < classes->capacity) {
        unsigned char *values = arena_array_room(classes->cuts->arena, classes->capacity, classes->bytes);
        if (axis->count > 0)
            memcpy(values, classes->values, axis->count * classes->bytes);
        classes->values = values;
        classes->value_capacity = classes->capacity;
    }
}

void classes_meet(struct classes *classes, const struct fact *fact)
{
    struct axis *axis = &classes->axis;
    unsigned char *values;
    bool fresh;

    if (axis->failed)
        return;
    room_for_one(classes);
    values = classes->values + axis->count * classes->bytes;
    values_write(classes, fact, values);
    interner_number(classes->known, interner_hash(values, classes->bytes), same_values, classes, &fresh);
    if (!fresh)
        return;
    axis->facts[axis->count++] = *fact;
    axis->failed = axis->count > classes->most;
}

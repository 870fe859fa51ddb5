/*
 * same_guards.c - numbers guards by a text of all that they say.
 */
#include "same_guards.h"

#include <string.h>

#include "atom_text.h"
#include "support/arena.h"
#include "support/interner.h"

struct numbering {
    const struct universe *universe;
    struct arena *arena, *room;
    struct interner known;
    const char **texts;
    size_t capacity;
};

static bool same_change(const struct calendar_change *a, const struct calendar_change *b)
{
    return a->kind == b->kind && a->a == b->a && a->b == b->b && a->c == b->c && a->second == b->second;
}

/* Whether two zones' clocks are the same, whatever their names. */
static bool same_zone(const struct ir_zone *a, const struct ir_zone *b)
{
    uint32_t i;

    if (a->time_count != b->time_count || a->has_rule != b->has_rule || a->types[a->first] != b->types[b->first])
        return false;
    for (i = 0; i < a->time_count; i++)
        if (a->times[i] != b->times[i] || a->types[a->time_types[i]] != b->types[b->time_types[i]])
            return false;
    return !a->has_rule || (a->rule.standard == b->rule.standard && a->rule.daylight == b->rule.daylight &&
                            same_change(&a->rule.start, &b->rule.start) && same_change(&a->rule.end, &b->rule.end));
}

/* A zone as a number: that of the first of both policies with the same clock; 0 is UTC. */
static unsigned zone_number(const struct universe *universe, const struct ir *ir, uint32_t zone)
{
    unsigned which, before = 1;
    size_t i;

    if (zone == IR_NONE)
        return 0;
    for (which = 0; which < UNIVERSE_IRS; which++) {
        const struct ir *other = universe->irs[which];
        for (i = 0; other != NULL && i < other->zone_count; i++, before++)
            if (same_zone(&other->zones[i], &ir->zones[zone]))
                return before;
    }
    return before;
}

static const char *op_text(const struct numbering *numbering, const struct ir *ir, const struct ir_op *op)
{
    switch (op->kind) {
    case IR_NAME: return "";
    case IR_AND: return " &";
    case IR_OR: return " |";
    case IR_NOT: return " !";
    case IR_TIME:
        return arena_printf(numbering->room, " time %u %u %u %u", (unsigned)op->days, (unsigned)op->start,
                            (unsigned)op->end, zone_number(numbering->universe, ir, op->zone));
    default: /* what an atom says of a clock, it says of that of its zone */
        return arena_printf(numbering->room, " %s %u", atom_text(numbering->room, ir, op),
                            zone_number(numbering->universe, ir, op->zone));
    }
}

static const char *guard_text(const struct numbering *numbering, uint32_t number)
{
    struct guard guard = guard_read(numbering->universe, number);
    const char *text = "";
    uint32_t i;

    if (guard.has_starting)
        text = arena_printf(numbering->room, "from %lld", (long long)guard.starting);
    if (guard.has_until)
        text = arena_printf(numbering->room, "%s to %lld", text, (long long)guard.until);
    for (i = 0; guard.cond != NULL && i < guard.cond->op_count; i++)
        text = arena_printf(numbering->room, "%s%s", text,
                            op_text(numbering, guard.ir, &guard.ir->ops[guard.cond->ops[i]]));
    return text;
}

struct wanted {
    const struct numbering *numbering;
    const char *text;
};

static bool same_text(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;

    return strcmp(wanted->numbering->texts[number], wanted->text) == 0;
}

uint32_t *same_guards(const struct universe *universe, struct arena *arena)
{
    struct numbering numbering = {.universe = universe, .arena = arena, .room = arena};
    size_t count = 0, i;
    uint32_t *numbers;
    bool fresh;

    for (i = 0; i < UNIVERSE_IRS; i++)
        if (universe->irs[i] != NULL)
            count += universe->irs[i]->limit_count + universe->irs[i]->cond_count;
    numbers = arena_array(arena, count + 1, sizeof *numbers);
    numbering.known = interner_new(arena);
    for (i = 0; i < count; i++) {
        struct wanted wanted = {&numbering, guard_text(&numbering, (uint32_t)i)};
        numbers[i] = interner_number(&numbering.known, interner_hash(wanted.text, strlen(wanted.text)), same_text,
                                     &wanted, &fresh);
        if (!fresh)
            continue;
        numbering.texts = arena_grow(arena, numbering.texts, numbers[i], &numbering.capacity, sizeof(char *));
        numbering.texts[numbers[i]] = wanted.text;
    }
    return numbers;
}

/*
 * permissions.c - a formula as permissions with rules, and an expression over them.
 *
 * A deny in front of an expression that only has `and` and `or` is a deny of each permission in it.
 */
#include "permissions.h"

#include <stdio.h>
#include <string.h>

#include "support/arena.h"

/* A part of the expression; alone: it needs no brackets beside an `and`. */
struct expression {
    const char *text;
    bool alone;
};

static struct expression build(struct permissions *permissions, const struct formula *formula, struct barrier *barrier);

/* A name that is still free: the word says what the permission is for, and the line which one. */
static const char *gate_name(struct permissions *permissions, const char *word, unsigned line)
{
    const char *name = line == 0 ? arena_printf(permissions->arena, "%s.%s", permissions->base, word)
                                 : arena_printf(permissions->arena, "%s.%s-%u", permissions->base, word, line);
    size_t i;

    for (i = 0; i < permissions->count; i++)
        if (strcmp(permissions->gates[i].name, name) == 0)
            return arena_printf(permissions->arena, "%s-again-%zu", name, permissions->count);
    return name;
}

/* A new permission, behind what is in force there. */
static struct gate *gate_add(struct permissions *permissions, const char *name, struct barrier *barrier)
{
    size_t number = permissions->count;

    permissions->gates = arena_grow(permissions->arena, permissions->gates, permissions->count, &permissions->capacity,
                                    sizeof *permissions->gates);
    permissions->gates[permissions->count++] = (struct gate){.name = name};
    for (; barrier != NULL; barrier = barrier->outer) {
        barrier->gates =
            arena_grow(permissions->arena, barrier->gates, barrier->count, &barrier->capacity, sizeof *barrier->gates);
        barrier->gates[barrier->count++] = number;
    }
    return &permissions->gates[number];
}

/* Allows a permission to those of a leaf. */
static void gate_allow(struct permissions *permissions, struct gate *gate, const struct formula *leaf,
                       const struct barrier *barrier)
{
    const struct proviso *condition = leaf->condition;

    for (; barrier != NULL; barrier = barrier->outer)
        if (barrier->where != NULL)
            condition = proviso_both(permissions->arena, PROVISO_AND, barrier->where, condition);
    gate->allowances =
        arena_grow(permissions->arena, gate->allowances, gate->count, &gate->capacity, sizeof *gate->allowances);
    gate->allowances[gate->count++] = (struct allowance){leaf, condition};
}

/* A permission of everyone's, for what stands behind a barrier alone. */
static struct expression build_everyone(struct permissions *permissions, struct barrier *barrier)
{
    struct subject *everyone = arena_alloc(permissions->arena, sizeof *everyone);
    struct formula *leaf = arena_alloc(permissions->arena, sizeof *leaf);
    bool past = barrier != NULL && barrier->lacks != NULL;
    const char *name = gate_name(permissions, past ? "past" : "rest", past ? barrier->lacks->origin.line : 0);
    struct gate *gate;

    *leaf = (struct formula){.kind = FORMULA_LEAF, .subjects = {everyone, 1, 1}, .condition = proviso_constant(true)};
    gate = gate_add(permissions, name, barrier);
    gate_allow(permissions, gate, leaf, barrier);
    return (struct expression){gate->name, true};
}

static struct barrier *barrier_add(struct permissions *permissions, struct barrier *outer, const struct formula *lacks,
                                   const struct proviso *where)
{
    struct barrier *barrier = arena_alloc(permissions->arena, sizeof *barrier);

    *barrier = (struct barrier){.lacks = lacks, .where = where, .outer = outer};
    if (lacks == NULL)
        return barrier;
    permissions->barriers = arena_grow(permissions->arena, permissions->barriers, permissions->barrier_count,
                                       &permissions->barrier_capacity, sizeof(struct barrier *));
    permissions->barriers[permissions->barrier_count++] = barrier;
    return barrier;
}

/* Whether a part of an `and` says where, and nothing else. */
static bool is_where(const struct formula *formula)
{
    return formula->kind == FORMULA_LEAF && subjects_have_everyone(&formula->subjects) &&
           formula->origin.starting == NULL && formula->origin.until == NULL;
}

/* Parts side by side, as they are written. */
struct writing {
    FILE *out;
    char *text;
    size_t size, count;
    const char *word; /* that stands between them */
};

static void writing_begin(struct writing *writing, const char *word)
{
    *writing = (struct writing){.word = word};
    writing->out = open_memstream(&writing->text, &writing->size);
}

static void writing_add(struct writing *writing, struct expression part)
{
    bool brackets = !part.alone && strcmp(writing->word, "and") == 0;

    if (writing->count++ > 0)
        fprintf(writing->out, " %s ", writing->word);
    fprintf(writing->out, brackets ? "(%s)" : "%s", part.text);
}

static struct expression writing_end(struct permissions *permissions, struct writing *writing)
{
    fclose(writing->out);
    arena_own(permissions->arena, writing->text);
    return (struct expression){writing->text, writing->count == 1 || strcmp(writing->word, "and") == 0};
}

/* Everything in front of an `and` that is no permission of its own bars what stands behind. */
static struct expression build_and(struct permissions *permissions, const struct formula *formula,
                                   struct barrier *barrier)
{
    struct writing whole;
    struct formulas behind = {.count = 0};
    const struct proviso *where = proviso_constant(true);
    const struct formula *said = NULL;
    size_t i;

    for (i = 0; i < formula->count; i++) {
        const struct formula *part = formula->parts[i];

        if (part->kind == FORMULA_LACKS)
            barrier = barrier_add(permissions, barrier, part, NULL);
        else if (!is_where(part))
            formulas_add(permissions->arena, &behind, part);
        else
            where = proviso_both(permissions->arena, PROVISO_AND, where, (said = part)->condition);
    }
    if (behind.count == 0)
        return build(permissions,
                     said == NULL ? formula_constant(true) : formula_where(permissions->arena, where, &said->origin),
                     barrier);
    if (said != NULL)
        barrier = barrier_add(permissions, barrier, NULL, where);
    if (behind.count == 1)
        return build(permissions, behind.list[0], barrier);
    writing_begin(&whole, "and");
    for (i = 0; i < behind.count; i++)
        writing_add(&whole, build(permissions, behind.list[i], barrier));
    return writing_end(permissions, &whole);
}

/* The leaves of an `or` are one permission, with an `allow` each. */
static struct expression build_or(struct permissions *permissions, const struct formula *formula,
                                  struct barrier *barrier)
{
    size_t i, leaves = (size_t)-1;
    struct writing whole;

    writing_begin(&whole, "or");
    for (i = 0; i < formula->count; i++) {
        const struct formula *part = formula->parts[i];

        if (part->kind == FORMULA_LEAF && leaves != (size_t)-1) {
            gate_allow(permissions, &permissions->gates[leaves], part, barrier);
            continue;
        }
        if (part->kind == FORMULA_LEAF)
            leaves = permissions->count;
        writing_add(&whole, build(permissions, part, barrier));
    }
    return writing_end(permissions, &whole);
}

static struct expression build(struct permissions *permissions, const struct formula *formula, struct barrier *barrier)
{
    struct gate *gate;

    switch (formula->kind) {
    case FORMULA_TRUE: return build_everyone(permissions, barrier);
    case FORMULA_LACKS: return build_everyone(permissions, barrier_add(permissions, barrier, formula, NULL));
    case FORMULA_AND: return build_and(permissions, formula, barrier);
    case FORMULA_OR: return build_or(permissions, formula, barrier);
    case FORMULA_FALSE:
    case FORMULA_LEAF: break;
    }
    gate = gate_add(permissions,
                    gate_name(permissions, formula->origin.line == 0 ? "rule" : "line", formula->origin.line), barrier);
    if (formula->kind == FORMULA_LEAF)
        gate_allow(permissions, gate, formula, barrier);
    return (struct expression){gate->name, true};
}

void permissions_of(struct permissions *permissions, const struct formula *formula)
{
    permissions->requires = build(permissions, formula, NULL).text;
    if (permissions->count > 1)
        return;
    permissions->gates[0].name = permissions->base;
    permissions->requires = NULL;
}

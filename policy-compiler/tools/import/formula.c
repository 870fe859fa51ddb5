/*
 * formula.c - whom a foreign file of rules lets in: made, and tried.
 */
#include "formula.h"

#include <string.h>

#include "sample.h"
#include "support/arena.h"

void subjects_add(struct arena *arena, struct subjects *subjects, enum subject_kind kind, const char *name)
{
    subjects->list = arena_grow(arena, subjects->list, subjects->count, &subjects->capacity, sizeof *subjects->list);
    subjects->list[subjects->count++] = (struct subject){kind, name};
}

bool subjects_have_everyone(const struct subjects *subjects)
{
    size_t i;

    for (i = 0; i < subjects->count; i++)
        if (subjects->list[i].kind == SUBJECT_EVERYONE)
            return true;
    return false;
}

const struct formula *formula_constant(bool value)
{
    static const struct formula constants[] = {{.kind = FORMULA_FALSE}, {.kind = FORMULA_TRUE}};

    return &constants[value];
}

static struct formula *formula_new(struct arena *arena, enum formula_kind kind)
{
    struct formula *formula = arena_alloc(arena, sizeof *formula);

    formula->kind = kind;
    return formula;
}

const struct formula *formula_leaf(struct arena *arena, const struct subjects *subjects,
                                   const struct proviso *condition, const struct origin *origin)
{
    struct formula *formula;

    if (subjects->count == 0 || condition->kind == PROVISO_NEVER)
        return formula_constant(false);
    if (condition->kind == PROVISO_ALWAYS && subjects_have_everyone(subjects) && origin->starting == NULL &&
        origin->until == NULL)
        return formula_constant(true);
    formula = formula_new(arena, FORMULA_LEAF);
    formula->subjects = *subjects;
    formula->condition = condition;
    formula->origin = *origin;
    return formula;
}

const struct formula *formula_where(struct arena *arena, const struct proviso *condition, const struct origin *origin)
{
    struct subject *everyone = arena_alloc(arena, sizeof *everyone);

    return formula_leaf(arena, &(struct subjects){everyone, 1, 1}, condition, origin);
}

/* A leaf, or that it does not hold. A rule with a span has no opposite among conditions. */
static const struct formula *leaf_not(struct arena *arena, const struct formula *leaf)
{
    struct formula *formula;

    if (leaf->kind == FORMULA_LEAF && subjects_have_everyone(&leaf->subjects) && leaf->origin.starting == NULL &&
        leaf->origin.until == NULL)
        return formula_where(arena, proviso_not(arena, leaf->condition), &leaf->origin);
    formula = formula_new(arena, leaf->kind == FORMULA_LEAF ? FORMULA_LACKS : FORMULA_LEAF);
    formula->subjects = leaf->subjects;
    formula->condition = leaf->condition;
    formula->origin = leaf->origin;
    return formula;
}

const struct formula *formula_not(struct arena *arena, const struct formula *formula)
{
    struct formulas parts = {.count = 0};
    size_t i;

    switch (formula->kind) {
    case FORMULA_TRUE: return formula_constant(false);
    case FORMULA_FALSE: return formula_constant(true);
    case FORMULA_LEAF:
    case FORMULA_LACKS: return leaf_not(arena, formula);
    case FORMULA_AND:
    case FORMULA_OR: break;
    }
    for (i = 0; i < formula->count; i++)
        formulas_add(arena, &parts, formula_not(arena, formula->parts[i]));
    return formula_join(arena, formula->kind == FORMULA_AND ? FORMULA_OR : FORMULA_AND, &parts);
}

void formulas_add(struct arena *arena, struct formulas *formulas, const struct formula *formula)
{
    formulas->list = arena_grow(arena, formulas->list, formulas->count, &formulas->capacity, sizeof *formulas->list);
    formulas->list[formulas->count++] = formula;
}

const struct formula *formula_join(struct arena *arena, enum formula_kind kind, const struct formulas *parts)
{
    enum formula_kind settles = kind == FORMULA_AND ? FORMULA_FALSE : FORMULA_TRUE;
    enum formula_kind neutral = kind == FORMULA_AND ? FORMULA_TRUE : FORMULA_FALSE;
    struct formulas kept = {.count = 0};
    struct formula *formula;
    size_t i, k, within, depth = 0;

    for (i = 0; i < parts->count; i++) {
        const struct formula *part = parts->list[i];

        if (part->kind == settles)
            return part;
        for (k = 0; part->kind == kind && k < part->count; k++)
            formulas_add(arena, &kept, part->parts[k]);
        if (part->kind != kind && part->kind != neutral)
            formulas_add(arena, &kept, part);
        within = part->kind == kind ? part->depth - 1 : part->depth;
        depth = within > depth ? within : depth;
    }
    if (kept.count < 2)
        return kept.count == 1 ? kept.list[0] : formula_constant(neutral == FORMULA_TRUE);
    formula = formula_new(arena, kind);
    formula->parts = kept.list;
    formula->count = kept.count;
    formula->depth = depth + 1;
    return formula;
}

const struct formula *formula_both(struct arena *arena, enum formula_kind kind, const struct formula *one,
                                   const struct formula *other)
{
    const struct formula *list[] = {one, other};

    return formula_join(arena, kind, &(struct formulas){list, 2, 2});
}

const struct formula *formula_list(struct arena *arena, const struct formula *one, const struct formula *other)
{
    struct subjects both = {.count = 0};
    size_t i;

    if (one->kind != FORMULA_LEAF || other->kind != FORMULA_LEAF || one->condition != other->condition)
        return formula_both(arena, FORMULA_OR, one, other);
    for (i = 0; i < one->subjects.count; i++)
        subjects_add(arena, &both, one->subjects.list[i].kind, one->subjects.list[i].name);
    for (i = 0; i < other->subjects.count; i++)
        subjects_add(arena, &both, other->subjects.list[i].kind, other->subjects.list[i].name);
    return formula_leaf(arena, &both, one->condition, &one->origin);
}

static bool subject_is(const struct subject *subject, const struct sample *sample)
{
    switch (subject->kind) {
    case SUBJECT_EVERYONE: return true;
    case SUBJECT_USER: return strcmp(subject->name, sample->user) == 0;
    case SUBJECT_GROUP: return sample->group != NULL && strcmp(subject->name, sample->group) == 0;
    case SUBJECT_GID: return sample->gid != NULL && strcmp(subject->name, sample->gid) == 0;
    }
    return false;
}

static bool span_holds(const struct origin *origin, const struct sample *sample)
{
    return (origin->starting == NULL || origin->starts <= sample->now) &&
           (origin->until == NULL || sample->now < origin->ends);
}

static bool leaf_holds(const struct formula *leaf, const struct sample *sample, long *work)
{
    size_t i;

    for (i = 0; i < leaf->subjects.count; i++)
        if (subject_is(&leaf->subjects.list[i], sample)) {
            *work -= (long)i + (long)leaf->condition->count;
            return span_holds(&leaf->origin, sample) && proviso_holds(leaf->condition, sample);
        }
    *work -= (long)i;
    return false;
}

bool formula_holds(const struct formula *formula, const struct sample *sample, long *work)
{
    size_t i;

    --*work;
    switch (formula->kind) {
    case FORMULA_TRUE: return true;
    case FORMULA_FALSE: return false;
    case FORMULA_LEAF:
    case FORMULA_LACKS: return leaf_holds(formula, sample, work) == (formula->kind == FORMULA_LEAF);
    case FORMULA_AND:
    case FORMULA_OR: break;
    }
    for (i = 0; i < formula->count; i++)
        if (formula_holds(formula->parts[i], sample, work) == (formula->kind == FORMULA_OR))
            return formula->kind == FORMULA_OR;
    return formula->kind == FORMULA_AND;
}

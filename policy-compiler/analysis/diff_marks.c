/*
 * diff_marks.c - compares what stands in two policies for each row on a permission: guards, of rule and assignment.
 *
 * Roles do not count, so one that was renamed, or a rule that moved to another, is no difference; but where an
 * exclusive set is touched, it counts which. A pair of guards, with that, is a triple; who has which is a list of (row,
 * triple).
 */
#include "diff_marks.h"

#include <string.h>

#include "same_guards.h"
#include "support/arena.h"
#include "support/interner.h"
#include "support/sort.h"

/* The guards of a rule and of an assignment, and the sign of the role. */
struct triple {
    uint32_t rule, assign, sign;
};

struct triples {
    struct interner known;
    struct triple *list;
    size_t capacity;
};

/* ---- sets of rows ---- */

static struct row_set row_set_new(const struct diff_rows *rows)
{
    return (struct row_set){.bits = arena_alloc(rows->arena, rows->count + 1),
                            .list = arena_array_room(rows->arena, rows->count + 1, sizeof(uint32_t))};
}

void row_set_add(struct row_set *set, uint32_t row, unsigned bits)
{
    if (set->bits[row] == 0)
        set->list[set->count++] = row;
    set->bits[row] |= (unsigned char)bits;
}

static void row_set_clear(struct row_set *set)
{
    size_t i;

    for (i = 0; i < set->count; i++)
        set->bits[set->list[i]] = 0;
    set->count = 0;
}

/* ---- triples ---- */

struct wanted_triple {
    const struct triples *triples;
    struct triple triple;
};

static bool same_triple(const void *context, uint32_t number)
{
    const struct wanted_triple *wanted = context;
    const struct triple *a = &wanted->triples->list[number], *b = &wanted->triple;

    return a->rule == b->rule && a->assign == b->assign && a->sign == b->sign;
}

static uint32_t triple_number(const struct diff_marks *marks, struct triple triple)
{
    struct triples *triples = marks->triples;
    struct wanted_triple wanted = {triples, triple};
    bool fresh;
    uint32_t number =
        interner_number(&triples->known, interner_hash(&triple, sizeof triple), same_triple, &wanted, &fresh);

    if (fresh) {
        triples->list =
            arena_grow(marks->rows->arena, triples->list, number, &triples->capacity, sizeof *triples->list);
        triples->list[number] = triple;
    }
    return number;
}

/* Notes that a row has a rule by an assignment, as a guard each: where one has none it does not count which. */
static void entry_add(struct diff_marks *marks, unsigned side, uint32_t row, const struct way *way)
{
    const struct diff_rows *rows = marks->rows;
    const struct model *model = rows->models[side];
    uint32_t one = same_guard(rows->guards, guard_of_statement(model, way->rule));
    uint32_t two = same_guard(rows->guards, guard_of_statement(model, way->assign));
    uint32_t sign = way->role == IR_NONE ? 0 : rows->signs[side][way->role];
    struct triple triple = {one < two ? one : two, one < two ? two : one, sign};

    marks->touched = marks->touched || sign != 0;
    marks->entries[side] = arena_grow(rows->arena, marks->entries[side], marks->counts[side], &marks->capacities[side],
                                      sizeof *marks->entries[side]);
    marks->entries[side][marks->counts[side]++] = (uint64_t)row << 32 | triple_number(marks, triple);
}

static void entries_sort(struct diff_marks *marks, unsigned side)
{
    size_t kept = 0, i;

    sort_pairs(marks->entries[side], marks->counts[side]);
    for (i = 0; i < marks->counts[side]; i++)
        if (kept == 0 || marks->entries[side][kept - 1] != marks->entries[side][i])
            marks->entries[side][kept++] = marks->entries[side][i];
    marks->counts[side] = kept;
}

/* ---- what rows have ---- */

static void ways_enter(struct diff_marks *marks, unsigned side, const struct ways *ways, bool denies)
{
    uint32_t i;

    for (i = 0; i < ways->count; i++) {
        struct way way = ways->list[i];
        if (denies)
            way.role = IR_NONE; /* it counts whether its role is void or not */
        entry_add(marks, side, marks->rows->node_rows[side][ways->list[i].node], &way);
    }
}

/* A role's rules are those of every role that brings it. */
static void role_rules_enter(struct diff_marks *marks, unsigned side, const struct role_rules *rules, bool denies)
{
    struct model *model = marks->rows->models[side];
    uint32_t depth, i, j;

    for (i = 0; i < rules->count; i++) {
        model->stamp++;
        model->stamps[marks->stack[0] = rules->list[i].role] = model->stamp;
        for (depth = 1; depth > 0;) {
            uint32_t role = marks->stack[--depth];
            struct way way = {IR_NONE, rules->list[i].rule, IR_NONE, denies ? IR_NONE : role};
            entry_add(marks, side, marks->rows->role_rows[side][role], &way);
            for (j = model->role_children.firsts[role]; j < model->role_children.firsts[role + 1]; j++) {
                uint32_t child = model->role_children.items[j];
                if (model->stamps[child] == model->stamp)
                    continue;
                model->stamps[child] = model->stamp;
                marks->stack[depth++] = child;
            }
        }
    }
}

/* Keeps who has what, for kinds: one number stands for the triple, the permission, the policy and the verb. */
static void traits_keep(struct diff_marks *marks, unsigned side, uint32_t place, unsigned bits)
{
    size_t i;

    for (i = 0; i < marks->counts[side]; i++) {
        uint64_t entry = marks->entries[side][i];
        struct triple code = {(uint32_t)entry, place, UINT32_MAX};
        marks->traits = arena_grow(marks->rows->arena, marks->traits, marks->trait_count, &marks->trait_capacity,
                                   sizeof *marks->traits);
        marks->traits[marks->trait_count++] = (entry & UINT64_C(0xffffffff00000000)) | triple_number(marks, code);
        if (marks->triples->list[(uint32_t)entry].sign != 0)
            row_set_add(&marks->relevant, (uint32_t)(entry >> 32), DIFF_TOUCHED);
        row_set_add(&marks->relevant, (uint32_t)(entry >> 32), bits);
    }
}

/* Marks the rows of which one policy has an entry that the other has not. */
static void entries_compare(struct diff_marks *marks, struct row_set *to, unsigned bits)
{
    size_t i = 0, j = 0;

    while (i < marks->counts[0] || j < marks->counts[1]) {
        uint64_t old = i < marks->counts[0] ? marks->entries[0][i] : UINT64_MAX;
        uint64_t fresh = j < marks->counts[1] ? marks->entries[1][j] : UINT64_MAX;
        if (old != fresh)
            row_set_add(to, (uint32_t)((old < fresh ? old : fresh) >> 32), bits);
        i += old <= fresh;
        j += fresh <= old;
    }
}

static void verb_enter(struct diff_marks *marks, const uint32_t permissions[UNIVERSE_IRS], bool denies)
{
    unsigned side;

    for (side = 0; side < UNIVERSE_IRS; side++) {
        const struct permission_ways *ways;
        marks->counts[side] = 0;
        if (permissions[side] == IR_NONE)
            continue;
        ways = model_ways(marks->rows->models[side], permissions[side]);
        ways_enter(marks, side, denies ? &ways->denies : &ways->allows, denies);
        role_rules_enter(marks, side, denies ? &ways->role_denies : &ways->role_allows, denies);
        entries_sort(marks, side);
        traits_keep(marks, side, marks->asked * 4 + side * 2 + denies, denies ? DIFF_PART : DIFF_PART | DIFF_MAY(side));
    }
    entries_compare(marks, &marks->changed, denies ? DIFF_DENIES : DIFF_ALLOWS);
}

/* What makes roles of others void: assignments, and roles, that touch exclusive sets. */
static void voiding_find(struct diff_marks *marks)
{
    const struct diff_rows *rows = marks->rows;
    unsigned side;
    uint32_t i;

    for (side = 0; side < UNIVERSE_IRS; side++) {
        const struct model *model = rows->models[side];
        for (i = 0; i < model->holding_count; i++) {
            struct way way = {model->holdings[i].node, IR_NONE, model->holdings[i].assign, model->holdings[i].role};
            if (role_touches(model, way.role))
                entry_add(marks, side, rows->node_rows[side][way.node], &way);
        }
        for (i = 0; i < model->ir->role_count; i++)
            if (role_touches(model, i))
                entry_add(marks, side, rows->role_rows[side][i], &(struct way){IR_NONE, IR_NONE, IR_NONE, i});
        entries_sort(marks, side);
        traits_keep(marks, side, UINT32_MAX - side, DIFF_PART);
    }
    for (i = 0; i < marks->relevant.count; i++)
        row_set_add(&marks->voiding, marks->relevant.list[i], DIFF_ALLOWS);
    entries_compare(marks, &marks->voiding, DIFF_DENIES);
    marks->void_trait_count = marks->trait_count;
}

struct diff_marks diff_marks_new(const struct diff_rows *rows)
{
    struct diff_marks marks = {.rows = rows,
                               .changed = row_set_new(rows),
                               .relevant = row_set_new(rows),
                               .voiding = row_set_new(rows),
                               .triples = arena_alloc(rows->arena, sizeof *marks.triples)};
    size_t old = rows->models[0]->ir->role_count, fresh = rows->models[1]->ir->role_count;

    marks.kinds = arena_array(rows->arena, rows->count + 1, sizeof *marks.kinds);
    marks.triples->known = interner_new(rows->arena);
    marks.stack = arena_array_room(rows->arena, (old > fresh ? old : fresh) + 1, sizeof *marks.stack);
    voiding_find(&marks);
    return marks;
}

void diff_marks_clear(struct diff_marks *marks)
{
    row_set_clear(&marks->changed);
    row_set_clear(&marks->relevant);
    marks->trait_count = marks->void_trait_count;
    marks->asked = 0;
    marks->touched = false;
}

void diff_marks_add(struct diff_marks *marks, const uint32_t permissions[UNIVERSE_IRS])
{
    size_t i;

    verb_enter(marks, permissions, false);
    verb_enter(marks, permissions, true);
    marks->asked++;
    for (i = 0; marks->touched && i < marks->voiding.count; i++) {
        uint32_t row = marks->voiding.list[i];
        row_set_add(&marks->relevant, row, DIFF_PART);
        if ((marks->voiding.bits[row] & DIFF_DENIES) != 0)
            row_set_add(&marks->changed, row, DIFF_DENIES);
    }
}

bool diff_marks_voids(const struct diff_marks *marks, uint32_t row)
{
    return marks->touched && (((marks->relevant.bits[row] | marks->relevant.bits[0]) & DIFF_TOUCHED) != 0 ||
                              marks->voiding.bits[0] != 0 || (marks->voiding.bits[row] & DIFF_DENIES) != 0);
}

/* ---- kinds ---- */

/* Who have the same traits: the first of them, as a run of traits, and how many were met. */
struct kind {
    const uint64_t *traits;
    size_t count, met;
    bool users;
};

struct wanted_kind {
    const struct kind *known, *kind;
};

static bool same_kind(const void *context, uint32_t number)
{
    const struct wanted_kind *wanted = context;
    const struct kind *a = &wanted->known[number], *b = wanted->kind;
    size_t i;

    if (a->users != b->users || a->count != b->count)
        return false;
    for (i = 0; i < a->count && (uint32_t)a->traits[i] == (uint32_t)b->traits[i];)
        i++;
    return i == a->count;
}

static uint32_t kind_hash(const struct kind *kind)
{
    uint32_t hash = kind->users;
    size_t i;

    for (i = 0; i < kind->count; i++)
        hash = (hash ^ (uint32_t)kind->traits[i]) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

uint32_t *diff_marks_kinds(struct diff_marks *marks, struct arena *arena, size_t *count)
{
    uint32_t *firsts = arena_array_room(arena, marks->relevant.count + 1, sizeof *firsts);
    struct kind *kinds = arena_array_room(arena, marks->relevant.count + 1, sizeof *kinds);
    struct interner known = interner_new(arena);
    uint64_t *traits = arena_array_room(arena, marks->trait_count + 1, sizeof *traits);
    size_t end, i;

    if (marks->trait_count > 0)
        memcpy(traits, marks->traits, marks->trait_count * sizeof *traits);
    sort_pairs(traits, marks->trait_count);
    *count = 0;
    for (i = 0; i < marks->trait_count; i = end) {
        uint32_t row = (uint32_t)(traits[i] >> 32), number;
        struct kind kind = {.traits = traits + i, .users = marks->rows->list[row].row.kind == ROW_USER};
        bool fresh;
        for (end = i; end < marks->trait_count && traits[end] >> 32 == row;)
            end++;
        if (marks->relevant.bits[row] == 0)
            continue;
        kind.count = end - i;
        number = interner_number(&known, kind_hash(&kind), same_kind, &(struct wanted_kind){kinds, &kind}, &fresh);
        if (fresh)
            kinds[number] = kind;
        marks->kinds[row] = number;
        if (kinds[number].met++ < 2)
            firsts[(*count)++] = row;
    }
    return firsts;
}

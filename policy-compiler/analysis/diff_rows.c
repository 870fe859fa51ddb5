/*
 * diff_rows.c - joins the rows of two policies by kind and name, and compares what each has on a permission.
 *
 * What is compared is what stands in the policies: guards, rule and assignment. Roles do not count, so one that was
 * renamed, or a rule that moved to another, is no difference; but where an exclusive set is touched, rows are marked.
 */
#include "diff_rows.h"

#include <stdlib.h>
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
    struct triple *list;
    size_t capacity;
};

/* ---- rows ---- */

static int compare_names(const struct row *x, const struct row *y)
{
    if (x->kind != y->kind)
        return (x->kind > y->kind) - (x->kind < y->kind);
    return strcmp(x->name, y->name);
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    return compare_names(x, y);
}

static void join(struct diff_rows *rows, const struct rows *old, const struct rows *fresh)
{
    size_t i = 0, j = 0;

    rows->list = arena_array(rows->arena, old->count + fresh->count, sizeof *rows->list);
    while (i < old->count || j < fresh->count) {
        struct diff_row *to = &rows->list[rows->count++];
        int order = i == old->count ? 1 : j == fresh->count ? -1 : compare_names(&old->list[i], &fresh->list[j]);
        to->row = order <= 0 ? old->list[i] : fresh->list[j];
        to->sides[0] = to->sides[1] = to->row;
        to->sides[order <= 0 ? 1 : 0].node = to->sides[order <= 0 ? 1 : 0].role = IR_NONE;
        if (order <= 0)
            to->sides[0] = old->list[i++];
        if (order >= 0)
            to->sides[1] = fresh->list[j++];
    }
}

/* ---- exclusive sets ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Texts joined in their order, whatever order they are given in. */
static const char *texts_joined(const char **texts, size_t count, struct arena *arena)
{
    const char *joined = "";
    size_t i;

    if (count > 1)
        qsort(texts, count, sizeof(char *), compare_texts);
    for (i = 0; i < count; i++)
        joined = arena_printf(arena, "%s %s", joined, texts[i]);
    return joined;
}

static const char *set_text(const struct ir *ir, const struct ir_exclusive *set, struct arena *arena)
{
    const char **names = arena_array(arena, set->role_count, sizeof(char *));
    uint32_t i;

    for (i = 0; i < set->role_count; i++)
        names[i] = ir->roles[set->roles[i]].name.bytes;
    return texts_joined(names, set->role_count, arena);
}

struct sign_table {
    struct arena *arena;
    struct interner known;
    const char **texts;
    size_t capacity;
};

struct wanted_sign {
    const struct sign_table *table;
    const char *text;
};

static bool same_sign(const void *context, uint32_t number)
{
    const struct wanted_sign *wanted = context;

    return strcmp(wanted->table->texts[number], wanted->text) == 0;
}

/* The number, from 1, of what exclusive sets a role touches, and by which roles of theirs. */
static uint32_t sign_of(struct sign_table *table, const struct model *model, uint32_t role)
{
    uint32_t count = list_length(&model->touches, role), number, i;
    const char **texts = arena_array(table->arena, count, sizeof(char *));
    struct wanted_sign wanted = {table, ""};
    bool fresh;

    for (i = 0; i < count; i++) {
        const struct touch *touch = &model->touch_list[model->touches.items[model->touches.firsts[role] + i]];
        texts[i] = arena_printf(table->arena, "(%s by %s)",
                                set_text(model->ir, &model->ir->exclusives[touch->set], table->arena),
                                model->ir->roles[touch->role].name.bytes);
    }
    wanted.text = texts_joined(texts, count, table->arena);
    number =
        interner_number(&table->known, interner_hash(wanted.text, strlen(wanted.text)), same_sign, &wanted, &fresh);
    if (fresh) {
        table->texts = arena_grow(table->arena, table->texts, number, &table->capacity, sizeof(char *));
        table->texts[number] = wanted.text;
    }
    return number + 1;
}

static uint32_t *signs_of(struct sign_table *table, const struct model *model)
{
    uint32_t *signs = arena_array(table->arena, model->ir->role_count + 1, sizeof *signs), i;

    for (i = 0; i < model->ir->role_count; i++)
        if (role_touches(model, i))
            signs[i] = sign_of(table, model, i);
    return signs;
}

/* ---- rosters ---- */

static const char *roster_text(const struct diff_rows *rows, unsigned side, const struct ir_roster *roster)
{
    const char *text = "";
    uint32_t i;
    size_t j;

    for (j = 0; j < rows->count; j++)
        for (i = 0; i < roster->node_count; i++)
            if (rows->list[j].sides[side].node == roster->nodes[i])
                text = arena_printf(rows->arena, "%s, %s", text, rows->list[j].row.text);
    return text;
}

/* Whether each roster of one policy is one of the other. */
static bool rosters_within(const struct diff_rows *rows, unsigned side)
{
    const struct ir *ir = rows->universe->irs[side], *other = rows->universe->irs[1 - side];
    size_t i, j;

    for (i = 0; i < ir->roster_count; i++) {
        const char *text = roster_text(rows, side, &ir->rosters[i]);
        for (j = 0; j < other->roster_count && strcmp(text, roster_text(rows, 1 - side, &other->rosters[j])) != 0;)
            j++;
        if (j == other->roster_count)
            return false;
    }
    return true;
}

struct diff_rows diff_rows_of(struct universe *universe, struct arena *arena)
{
    struct diff_rows rows = {.universe = universe, .arena = arena};
    struct sign_table signs = {.arena = arena, .known = interner_new(arena)};
    struct rows sides[UNIVERSE_IRS];
    unsigned i;

    for (i = 0; i < UNIVERSE_IRS; i++) {
        rows.models[i] = model_new(universe, i);
        sides[i] = rows_of(rows.models[i], arena);
        qsort(sides[i].list, sides[i].count, sizeof *sides[i].list, compare_rows);
    }
    join(&rows, &sides[0], &sides[1]);
    rows.guards = same_guards(universe, arena);
    for (i = 0; i < UNIVERSE_IRS; i++)
        rows.signs[i] = signs_of(&signs, rows.models[i]);
    rows.triples = arena_alloc(arena, sizeof *rows.triples);
    *rows.triples = interner_new(arena);
    rows.triple_list = arena_alloc(arena, sizeof *rows.triple_list);
    rows.other_rosters = !rosters_within(&rows, 0) || !rosters_within(&rows, 1);
    return rows;
}

/* ---- what a row has on a permission ---- */

struct traits {
    uint32_t *list; /* numbers of triples, sorted, each once */
    size_t count;
};

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

static uint32_t triple_number(const struct diff_rows *rows, struct triple triple)
{
    struct triples *triples = rows->triple_list;
    struct wanted_triple wanted = {triples, triple};
    bool fresh;
    uint32_t number =
        interner_number(rows->triples, interner_hash(&triple, sizeof triple), same_triple, &wanted, &fresh);

    if (fresh) {
        triples->list = arena_grow(rows->arena, triples->list, number, &triples->capacity, sizeof *triples->list);
        triples->list[number] = triple;
    }
    return number;
}

/* The number of a rule and an assignment in force, as a guard each; where one has none it does not count which. */
static uint32_t trait_of(const struct diff_rows *rows, unsigned side, uint32_t rule, uint32_t assign, uint32_t role)
{
    const struct model *model = rows->models[side];
    uint32_t one = same_guard(rows->guards, guard_of_statement(model, rule));
    uint32_t two = same_guard(rows->guards, guard_of_statement(model, assign));
    uint32_t sign = role == IR_NONE ? 0 : rows->signs[side][role];

    return triple_number(rows, (struct triple){one < two ? one : two, one < two ? two : one, sign});
}

static void add_ways(const struct diff_rows *rows, unsigned side, const struct ways *ways, uint32_t node, bool denies,
                     struct traits *traits)
{
    uint32_t count, i;
    const struct way *own = ways_of_node(rows->models[side], ways, node, &count);

    for (i = 0; i < count; i++) /* a denial counts whether its role is void or not */
        traits->list[traits->count++] =
            trait_of(rows, side, own[i].rule, own[i].assign, denies ? IR_NONE : own[i].role);
    traits->count = sort_numbers(traits->list, traits->count);
}

static void add_role_rules(const struct diff_rows *rows, unsigned side, const struct role_rules *rules, const bool *up,
                           uint32_t role, struct traits *traits)
{
    uint32_t i;

    for (i = 0; i < rules->count; i++)
        if (up[rules->list[i].role])
            traits->list[traits->count++] = trait_of(rows, side, rules->list[i].rule, IR_NONE, role);
    traits->count = sort_numbers(traits->list, traits->count);
}

/* What of a subject makes roles of others void: its own that touch exclusive sets. */
static struct traits voids_of(const struct diff_rows *rows, unsigned side, const struct row *row, struct arena *room)
{
    const struct model *model = rows->models[side];
    uint32_t node = row->kind == ROW_EVERYBODY ? model->everyone : row->node, i;
    struct traits traits = {.list = NULL};

    if (node == IR_NONE)
        return traits;
    traits.list = arena_array_room(room, list_length(&model->node_holdings, node), sizeof *traits.list);
    for (i = model->node_holdings.firsts[node]; i < model->node_holdings.firsts[node + 1]; i++) {
        const struct holding *holding = &model->holdings[model->node_holdings.items[i]];
        if (role_touches(model, holding->role))
            traits.list[traits.count++] = trait_of(rows, side, IR_NONE, holding->assign, holding->role);
    }
    traits.count = sort_numbers(traits.list, traits.count);
    return traits;
}

/* What one side of a row has: the allows, or the denies. */
static struct traits traits_of(const struct diff_rows *rows, unsigned side, const struct row *row, uint32_t permission,
                               bool denies, struct arena *room)
{
    struct model *model = rows->models[side];
    const struct permission_ways *ways;
    struct traits traits = {.list = NULL};
    uint32_t node = row->kind == ROW_EVERYBODY ? model->everyone : row->node, count = 0;

    if (permission == IR_NONE || (node == IR_NONE && row->role == IR_NONE))
        return traits;
    ways = model_ways(model, permission);
    if (row->role != IR_NONE) {
        const struct role_rules *rules = denies ? &ways->role_denies : &ways->role_allows;
        bool *up = arena_array(room, model->ir->role_count + 1, sizeof *up);
        traits.list = arena_array_room(room, rules->count, sizeof *traits.list);
        roles_up(model, row->role, up);
        add_role_rules(rows, side, rules, up, row->role, &traits);
        return traits;
    }
    ways_of_node(model, denies ? &ways->denies : &ways->allows, node, &count);
    traits.list = arena_array_room(room, count, sizeof *traits.list);
    add_ways(rows, side, denies ? &ways->denies : &ways->allows, node, denies, &traits);
    return traits;
}

static bool same_traits(const struct traits *a, const struct traits *b)
{
    return a->count == b->count && (a->count == 0 || memcmp(a->list, b->list, a->count * sizeof *a->list) == 0);
}

static bool differs(const struct diff_rows *rows, const struct diff_row *row, const uint32_t permissions[UNIVERSE_IRS],
                    bool denies, struct arena *room)
{
    struct traits old = traits_of(rows, 0, &row->sides[0], permissions[0], denies, room);
    struct traits fresh = traits_of(rows, 1, &row->sides[1], permissions[1], denies, room);

    return !same_traits(&old, &fresh);
}

static bool voids_differ(const struct diff_rows *rows, const struct diff_row *row, struct arena *room)
{
    struct traits old = voids_of(rows, 0, &row->sides[0], room), fresh = voids_of(rows, 1, &row->sides[1], room);

    return !same_traits(&old, &fresh);
}

void diff_rows_mark(const struct diff_rows *rows, const uint32_t permissions[UNIVERSE_IRS], unsigned char *marks)
{
    struct arena *room = arena_within(rows->arena);
    size_t i;

    for (i = 0; i < rows->count; i++) {
        if (differs(rows, &rows->list[i], permissions, false, room))
            marks[i] |= DIFF_ALLOWS;
        if (differs(rows, &rows->list[i], permissions, true, room) || voids_differ(rows, &rows->list[i], room))
            marks[i] |= DIFF_DENIES;
    }
    arena_free(room);
}

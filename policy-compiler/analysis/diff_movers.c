/*
 * diff_movers.c - finds the rows of which a way has come or a denial has gone, or what makes roles void is another.
 *
 * Whoever gains a permission has such a row, in a situation in which the way, or the denial, counts: a way or denial
 * that both policies have, under the same guards and by a role of the same sign, is in both or in neither, unless what
 * makes its role void is not the same. A way that comes is nothing new to whoever had one that no role makes void.
 */
#include "diff_movers.h"

#include "same_guards.h"
#include "support/arena.h"

struct mover {
    struct comparison *comparison;
    const struct diff_row *row;
    bool gained;
};

static uint32_t sign_on(const struct comparison *comparison, unsigned side, const struct way *way)
{
    return way->role == IR_NONE ? 0 : comparison->rows.signs[side][way->role];
}

static bool same_way(const struct comparison *comparison, unsigned side, const struct way *way, const struct way *other,
                     bool denies)
{
    const struct model *one = comparison->rows.models[side], *two = comparison->rows.models[1 - side];
    const uint32_t *guards = comparison->rows.guards;

    return same_guard(guards, guard_of_statement(one, way->rule)) ==
               same_guard(guards, guard_of_statement(two, other->rule)) &&
           same_guard(guards, guard_of_statement(one, way->assign)) ==
               same_guard(guards, guard_of_statement(two, other->assign)) &&
           (denies || sign_on(comparison, side, way) == sign_on(comparison, 1 - side, other));
}

/* The ways, or denials, of a row on a permission of one policy. */
static const struct way *ways_on(const struct mover *mover, unsigned side, uint32_t permission, bool denies,
                                 uint32_t *count)
{
    struct model *model = mover->comparison->rows.models[side];
    const struct permission_ways *ways;

    *count = 0;
    if (permission == IR_NONE || mover->row->sides[side].node == IR_NONE)
        return NULL;
    ways = model_ways(model, permission);
    return ways_of_node(model, denies ? &ways->denies : &ways->allows, mover->row->sides[side].node, count);
}

/* Adds where one way, or denial, counts. */
static void way_add(struct view *view, uint64_t *region, const struct way *way, bool denies)
{
    uint32_t rule = guard_of_statement(view->model, way->rule), assign = guard_of_statement(view->model, way->assign);
    uint64_t *counts = region_full(view);

    region_and(view, counts, denies ? view_perhaps(view, rule) : view_surely(view, rule));
    region_and(view, counts, denies ? view_perhaps(view, assign) : view_surely(view, assign));
    region_or(view, region, counts);
}

/* Where those of one policy count that the other does not have. */
static uint64_t *fresh_region(struct view *view, const struct mover *mover, unsigned side, const uint32_t *permissions,
                              bool denies)
{
    uint32_t count, others, i, j;
    const struct way *ways = ways_on(mover, side, permissions[side], denies, &count);
    const struct way *known = ways_on(mover, 1 - side, permissions[1 - side], denies, &others);
    uint64_t *region = region_empty(view);

    view->model = mover->comparison->rows.models[side];
    for (i = 0; i < count; i++) {
        for (j = 0; j < others && !same_way(mover->comparison, side, &ways[i], &known[j], denies);)
            j++;
        if (j == others)
            way_add(view, region, &ways[i], denies);
    }
    return region;
}

/* Where one policy has a way that no other role makes void. */
static uint64_t *safe_region(struct view *view, const struct mover *mover, unsigned side, uint32_t permission)
{
    uint32_t count, i;
    const struct way *ways = ways_on(mover, side, permission, false, &count);
    uint64_t *region = region_empty(view);

    view->model = mover->comparison->rows.models[side];
    for (i = 0; i < count; i++)
        if (sign_on(mover->comparison, side, &ways[i]) == 0)
            way_add(view, region, &ways[i], false);
    return region;
}

/* Where the row may have a part in it that somebody gains a permission. */
static uint64_t *permission_region(struct view *view, const struct mover *mover, const uint32_t *permissions)
{
    unsigned to = mover->gained ? 1 : 0;
    uint64_t *region = fresh_region(view, mover, to, permissions, false);
    struct person person;
    uint32_t nodes[3];

    region_less(view, region, safe_region(view, mover, 1 - to, permissions[1 - to]));
    region_or(view, region, fresh_region(view, mover, 1 - to, permissions, true));
    view->model = mover->comparison->rows.models[to];
    person = row_person(view->model, &mover->row->sides[to], IR_NONE, nodes, NULL);
    if (permissions[to] != IR_NONE)
        region_less(view, region, person_denied(view, &person, permissions[to]));
    return region;
}

static uint64_t *mover_region(struct view *view, const void *context)
{
    const struct mover *mover = context;
    struct comparison *comparison = mover->comparison;
    struct sight sight = {.comparison = comparison, .one = mover->row, .gained = mover->gained};
    unsigned to = mover->gained ? 1 : 0;
    uint64_t *region = region_empty(view);
    size_t i;

    for (i = 0; i < comparison->wanted_count; i++)
        region_or(view, region, permission_region(view, mover, comparison->wanted[i]));
    region_and(view, region, view_surely(view, comparison->demands[to].guard));
    region_less(view, region, sight_differs(view, &sight, mover->row, NULL));
    return region;
}

/* Whether it is told of the row that whoever has it gains: with another, or whatever he meets. */
static bool is_told(const struct comparison *comparison, const struct diff_row *row, bool gained)
{
    const struct diff_target *target = comparison->target;
    size_t i;

    for (i = 0; i < target->count; i++) {
        const struct diff_change *change = &target->changes[i];
        if (change->one == row && change->other != NULL && (gained ? change->gains : change->loses))
            return true;
    }
    return false;
}

static bool may_move(struct comparison *comparison, const struct diff_row *row, bool gained)
{
    struct mover mover = {comparison, row, gained};
    const struct diff_marks *marks = &comparison->marks;
    const uint64_t *region;

    if (row->row.kind != ROW_GROUP && row->row.kind != ROW_GID && row->row.kind != ROW_USER)
        return false;
    if (is_told(comparison, row, gained))
        return false;
    if (marks->touched && (marks->voiding.bits[row - comparison->rows.list] & DIFF_DENIES) != 0)
        return true;
    region = view_region(&comparison->view, mover_region, &mover, false);
    comparison->view.model = comparison->rows.models[0];
    return region == NULL || !region_is_empty(&comparison->view, region);
}

bool diff_movers(struct comparison *comparison, bool gained, struct diff_movers *movers)
{
    const struct row_set *changed = &comparison->marks.changed;
    size_t i;

    *movers = (struct diff_movers){.all = comparison->other || changed->bits[0] != 0};
    if (movers->all)
        return true;
    movers->list = arena_array(comparison->arena, changed->count + 1, sizeof *movers->list);
    for (i = 0; i < changed->count; i++)
        if (may_move(comparison, &comparison->rows.list[changed->list[i]], gained))
            movers->list[movers->count++] = changed->list[i];
    return movers->count > 0;
}

/* ---- whose part in it hangs on what he meets ---- */

static bool is_guarded(const struct model *model, uint32_t statement)
{
    return statement != IR_NONE && guard_of_statement(model, statement) != GUARD_NONE;
}

static void ways_mark(const struct model *model, const struct ways *ways, bool *marks)
{
    uint32_t i;

    for (i = 0; i < ways->count; i++)
        if (is_guarded(model, ways->list[i].rule) || is_guarded(model, ways->list[i].assign))
            marks[ways->list[i].node] = true;
}

/* Marks the rows that have a condition, a start or an end in one policy. */
static void guarded_mark(const struct comparison *comparison, unsigned side, struct arena *room, bool *rows)
{
    const struct demand *demand = &comparison->demands[side];
    struct model *model = comparison->rows.models[side];
    bool *nodes = arena_array(room, model->ir->node_count + 1, sizeof *nodes);
    uint32_t i;

    for (i = 0; comparison->listed[side] && i < demand->op_count; i++) {
        const struct permission_ways *ways;
        if (demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        ways = model_ways(model, demand->ops[i] - IR_REQUEST_PERMISSION);
        ways_mark(model, &ways->allows, nodes);
        ways_mark(model, &ways->denies, nodes);
    }
    for (i = 0; i < model->holding_count; i++)
        if (role_touches(model, model->holdings[i].role) && is_guarded(model, model->holdings[i].assign))
            nodes[model->holdings[i].node] = true;
    for (i = 0; i < model->ir->node_count; i++)
        if (nodes[i])
            rows[comparison->rows.node_rows[side][i]] = true;
}

bool *diff_guarded(const struct comparison *comparison, const struct diff_movers *movers, struct arena *room)
{
    bool *rows = arena_array(room, comparison->rows.count + 1, sizeof *rows);
    size_t i;

    guarded_mark(comparison, 0, room, rows);
    guarded_mark(comparison, 1, room, rows);
    for (i = 0; i < movers->count; i++)
        rows[movers->list[i]] = false;
    return rows;
}

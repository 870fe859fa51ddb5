/*
 * diff.c - compares two policies, service by service and permission by permission, row by row.
 *
 * Two functions of one permission that differ do so for one subject or for two, of which one denies; where a service
 * wants several permissions, for one or for several that have them together. So rows are compared where what stands in
 * the policies for them is not the same, and each of these with every other that has a part in it.
 */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "diff_rows.h"
#include "support/arena.h"

#define PIECES_ALL 64u

struct comparison {
    struct universe *universe;
    struct arena *arena;
    struct diff_rows rows;
    struct view view;
    struct diff diff;
    /* of the target at hand: */
    struct demand demands[UNIVERSE_IRS];
    bool listed[UNIVERSE_IRS];
    unsigned char *marks; /* by row: DIFF_... */
    bool *relevant;
    bool several; /* permissions are wanted */
    struct diff_target *target;
    size_t change_capacity;
};

struct sight {
    struct comparison *comparison;
    const struct diff_row *one, *other;
    bool gained; /* else lost */
    bool *up;
};

/* ---- one or two rows in both policies ---- */

static uint32_t node_on(const struct comparison *comparison, const struct diff_row *row, unsigned side)
{
    return row->row.kind == ROW_EVERYBODY ? comparison->rows.models[side]->everyone : row->sides[side].node;
}

/* Where somebody who is these rows gets there in one of the policies. */
static uint64_t *meets(struct view *view, const struct sight *sight, const struct diff_row *one,
                       const struct diff_row *other, unsigned side)
{
    struct comparison *comparison = sight->comparison;
    struct row row = one->sides[side];
    struct person person;
    uint32_t nodes[3];

    if (!comparison->listed[side])
        return region_empty(view);
    view->model = comparison->rows.models[side];
    person =
        row_person(view->model, &row, other == NULL ? IR_NONE : node_on(comparison, other, side), nodes, sight->up);
    return person_meets(view, &person, &comparison->demands[side]);
}

/* Where they get there in one policy and not in the other. */
static uint64_t *differs(struct view *view, const struct sight *sight, const struct diff_row *one,
                         const struct diff_row *other)
{
    uint64_t *region = meets(view, sight, one, other, sight->gained ? 1 : 0);

    region_less(view, region, meets(view, sight, one, other, sight->gained ? 0 : 1));
    return region;
}

static uint64_t *sight_region(struct view *view, const void *context)
{
    const struct sight *sight = context;
    uint64_t *region = differs(view, sight, sight->one, sight->other);

    if (sight->other == NULL)
        return region;
    region_less(view, region, differs(view, sight, sight->one, NULL));
    region_less(view, region, differs(view, sight, sight->other, NULL));
    return region;
}

static const uint64_t *look(struct comparison *comparison, struct sight *sight)
{
    const uint64_t *region = view_ask(&comparison->view, sight_region, sight, false);

    comparison->view.model = comparison->rows.models[0];
    if (region == NULL) {
        comparison->diff.undecided = true;
        return NULL;
    }
    return region_is_empty(&comparison->view, region) ? NULL : region;
}

/* ---- what is found ---- */

static void example_keep(const struct space *space, const uint64_t *region, struct arena *arena,
                         struct diff_example *example)
{
    size_t point = region_first(space, region);
    int kind;

    for (kind = 0; kind < AXES; kind++) {
        example->facts[kind] = space->axes[kind].facts[point_class(space, point, (enum axis_kind)kind)];
        if (example->facts[kind].text != NULL)
            example->facts[kind].text = arena_copy(arena, example->facts[kind].text, strlen(example->facts[kind].text));
    }
    region_needs(space, region, point, example->matters);
}

/* Notes what one or two rows gain or lose; whether there is anything. */
static bool change_add(struct comparison *comparison, const struct diff_row *one, const struct diff_row *other)
{
    struct diff_change change = {.one = one, .other = other, .gained_text = "", .lost_text = ""};
    struct sight sight = {.comparison = comparison, .one = one, .other = other, .gained = true};
    struct arena *arena = comparison->arena;
    const uint64_t *region;

    sight.up = comparison->relevant + comparison->rows.count;
    region = look(comparison, &sight);
    if (region != NULL) {
        change.gains = true;
        change.gained = region_text(comparison->view.space, region, arena, PIECES_ALL);
        change.gained_text = region_line(&change.gained, arena);
        example_keep(comparison->view.space, region, arena, &change.example);
        comparison->diff.widens = true;
    }
    sight.gained = false;
    region = look(comparison, &sight);
    if (region != NULL) {
        change.loses = true;
        change.lost = region_text(comparison->view.space, region, arena, PIECES_ALL);
        change.lost_text = region_line(&change.lost, arena);
        if (!change.gains)
            example_keep(comparison->view.space, region, arena, &change.example);
        comparison->diff.narrows = true;
    }
    if (!change.gains && !change.loses)
        return false;
    comparison->target->changes = arena_grow(arena, comparison->target->changes, comparison->target->count,
                                             &comparison->change_capacity, sizeof change);
    comparison->target->changes[comparison->target->count++] = change;
    return true;
}

/* ---- one target ---- */

static bool same_demand(const struct comparison *comparison)
{
    const struct demand *old = &comparison->demands[0], *fresh = &comparison->demands[1];
    uint32_t i;

    if (!comparison->listed[0] || !comparison->listed[1] || old->op_count != fresh->op_count ||
        (old->guard == GUARD_NONE) != (fresh->guard == GUARD_NONE) ||
        (old->guard != GUARD_NONE && comparison->rows.guards[old->guard] != comparison->rows.guards[fresh->guard]))
        return false;
    for (i = 0; i < old->op_count; i++) {
        uint32_t a = old->ops[i], b = fresh->ops[i];
        if (a < IR_REQUEST_PERMISSION || b < IR_REQUEST_PERMISSION) {
            if (a != b)
                return false;
            continue;
        }
        if (strcmp(comparison->universe->irs[0]->permissions[a - IR_REQUEST_PERMISSION].name.bytes,
                   comparison->universe->irs[1]->permissions[b - IR_REQUEST_PERMISSION].name.bytes) != 0)
            return false;
    }
    return true;
}

static uint32_t permission_named(const struct ir *ir, const char *name)
{
    uint32_t low = 0, high = (uint32_t)ir->permission_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(ir->permissions[middle].name.bytes, name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return IR_NONE;
}

/* Marks the rows that may differ on one of the permissions that one side wants. */
static void mark_side(struct comparison *comparison, unsigned side)
{
    const struct demand *demand = &comparison->demands[side];
    const struct ir *ir = comparison->universe->irs[side], *other = comparison->universe->irs[1 - side];
    uint32_t i, permissions[UNIVERSE_IRS];

    for (i = 0; comparison->listed[side] && i < demand->op_count; i++) {
        if (demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        permissions[side] = demand->ops[i] - IR_REQUEST_PERMISSION;
        permissions[1 - side] = permission_named(other, ir->permissions[permissions[side]].name.bytes);
        diff_rows_mark(&comparison->rows, permissions, comparison->marks);
    }
}

/* Whether a row has a way to one of the permissions, or a denial of it, or a role of an exclusive set. */
static bool is_relevant(const struct comparison *comparison, const struct diff_row *row, unsigned side)
{
    struct model *model = comparison->rows.models[side];
    const struct demand *demand = &comparison->demands[side];
    uint32_t node = row->sides[side].node, count, i;

    if (node == IR_NONE || !comparison->listed[side])
        return false;
    for (i = 0; i < demand->op_count; i++) {
        const struct permission_ways *ways;
        if (demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        ways = model_ways(model, demand->ops[i] - IR_REQUEST_PERMISSION);
        if (ways_of_node(model, &ways->allows, node, &count) != NULL ||
            ways_of_node(model, &ways->denies, node, &count) != NULL)
            return true;
    }
    for (i = model->node_holdings.firsts[node]; i < model->node_holdings.firsts[node + 1]; i++)
        if (role_touches(model, model->holdings[model->node_holdings.items[i]].role))
            return true;
    return false;
}

static bool are_two_users(const struct diff_row *one, const struct diff_row *other)
{
    return one->row.kind == ROW_USER && other->row.kind == ROW_USER;
}

/* Whether a pair has been looked at from the other side. */
static bool is_told(const struct comparison *comparison, const struct diff_row *one, const struct diff_row *other)
{
    size_t i;

    for (i = 0; i < comparison->target->count; i++)
        if (comparison->target->changes[i].one == other && comparison->target->changes[i].other == one)
            return true;
    return false;
}

/* One other with whom a row shows what neither shows alone: one by whom it gains, and one by whom it loses. */
static void pairs_find(struct comparison *comparison, const struct diff_row *one)
{
    bool gains = false, loses = false;
    size_t i;

    for (i = 0; i < comparison->rows.count && !(gains && loses); i++) {
        const struct diff_row *other = &comparison->rows.list[i];
        const struct diff_change *last;
        if (!comparison->relevant[i] || other == one || are_two_users(one, other) || is_told(comparison, one, other) ||
            !change_add(comparison, one, other))
            continue;
        last = &comparison->target->changes[comparison->target->count - 1];
        if ((!last->gains || gains) && (!last->loses || loses))
            comparison->target->count--; /* nothing new */
        gains = gains || last->gains;
        loses = loses || last->loses;
    }
}

/* A role that one policy does not have is held by nobody there: what becomes of its people is seen at them. */
static bool is_compared(const struct diff_row *row)
{
    return row->row.kind != ROW_ROLE || (row->sides[0].role != IR_NONE && row->sides[1].role != IR_NONE);
}

static void rows_compare(struct comparison *comparison)
{
    unsigned all = comparison->marks[0], paired = comparison->several ? DIFF_ALLOWS | DIFF_DENIES : DIFF_DENIES;
    size_t i;

    for (i = 0; i < comparison->rows.count; i++) {
        const struct diff_row *row = &comparison->rows.list[i];
        comparison->marks[i] |= (unsigned char)all;
        comparison->relevant[i] = is_relevant(comparison, row, 0) || is_relevant(comparison, row, 1);
        if (is_compared(row) && (comparison->marks[i] != 0 || row->row.kind == ROW_OUTSIDER))
            change_add(comparison, row, NULL);
    }
    for (i = 0; i < comparison->rows.count; i++)
        if ((comparison->marks[i] & paired) != 0 && comparison->relevant[i])
            pairs_find(comparison, &comparison->rows.list[i]);
}

static bool any_marked(const struct comparison *comparison)
{
    size_t i;

    for (i = 0; i < comparison->rows.count; i++)
        if (comparison->marks[i])
            return true;
    return false;
}

static void target_compare(struct comparison *comparison, const char *name, bool is_permission)
{
    struct diff *diff = &comparison->diff;
    struct diff_target *target = &diff->targets[diff->count];
    bool all = !same_demand(comparison);

    comparison->several = comparison->demands[0].op_count > 1 || comparison->demands[1].op_count > 1;
    memset(comparison->marks, all ? DIFF_ALLOWS | DIFF_DENIES : 0, comparison->rows.count);
    if (!all) {
        mark_side(comparison, 0);
        mark_side(comparison, 1);
        if (!any_marked(comparison))
            return;
    }
    *target = (struct diff_target){.is_permission = is_permission, .name = name};
    memcpy(target->listed, comparison->listed, sizeof target->listed);
    comparison->target = target;
    comparison->change_capacity = 0;
    rows_compare(comparison);
    if (all && target->count == 0 && (comparison->demands[0].op_count > 3 || comparison->demands[1].op_count > 3))
        diff->undecided = true; /* three subjects, each with one of the permissions, may show it */
    if (target->count > 0 || target->listed[0] != target->listed[1])
        diff->count++;
}

/* ---- all targets ---- */

static uint32_t service_named(const struct ir *ir, const char *name)
{
    uint32_t i;

    for (i = 0; i < ir->service_count; i++)
        if (strcmp(ir->services[i].name.bytes, name) == 0)
            return i;
    return IR_NONE;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The service of that name, or what is required of those that are not listed; or IR_NONE. */
static uint32_t service_decided(const struct ir *ir, const char *name)
{
    uint32_t service = service_named(ir, name);

    return service == IR_NONE ? service_named(ir, "") : service;
}

/* The names of both policies, sorted, each once. */
static const char **names_joined(const struct comparison *comparison, bool permissions, size_t *count)
{
    const struct ir *const *irs = comparison->universe->irs;
    size_t most = 0, kept = 0, i;
    const char **names;
    unsigned side;

    for (side = 0; side < UNIVERSE_IRS; side++)
        most += permissions ? irs[side]->permission_count : irs[side]->service_count;
    names = arena_array(comparison->arena, most + 1, sizeof(char *));
    *count = 0;
    for (side = 0; side < UNIVERSE_IRS; side++)
        for (i = 0; i < (permissions ? irs[side]->permission_count : irs[side]->service_count); i++)
            names[(*count)++] = permissions ? irs[side]->permissions[i].name.bytes : irs[side]->services[i].name.bytes;
    if (*count > 1)
        qsort(names, *count, sizeof(char *), compare_texts);
    for (i = 0; i < *count; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    *count = kept;
    return names;
}

static void services_compare(struct comparison *comparison)
{
    size_t count, i;
    const char **names = names_joined(comparison, false, &count);
    unsigned side;

    for (i = 0; i < count; i++) {
        for (side = 0; side < UNIVERSE_IRS; side++) {
            uint32_t service = service_decided(comparison->universe->irs[side], names[i]);
            comparison->listed[side] = service != IR_NONE;
            comparison->demands[side] = service == IR_NONE ? (struct demand){NULL, 0, GUARD_NONE}
                                                           : demand_of_service(comparison->rows.models[side], service);
        }
        target_compare(comparison, names[i], false);
    }
}

/* Whether a service of either policy that wants the permission is among the differences. */
static bool is_said(const struct comparison *comparison, const char *permission)
{
    unsigned side;
    size_t i;
    uint32_t j;

    for (side = 0; side < UNIVERSE_IRS; side++) {
        const struct ir *ir = comparison->universe->irs[side];
        uint32_t op = IR_REQUEST_PERMISSION + permission_named(ir, permission);
        for (i = 0; i < comparison->diff.count; i++) {
            uint32_t service = comparison->diff.targets[i].is_permission
                                   ? IR_NONE
                                   : service_named(ir, comparison->diff.targets[i].name);
            const struct ir_request *request = service == IR_NONE ? NULL : &ir->requests[ir->services[service].request];
            for (j = 0; request != NULL && j < request->op_count; j++)
                if (request->ops[j] == op)
                    return true;
        }
    }
    return false;
}

static void permissions_compare(struct comparison *comparison)
{
    size_t count, i;
    const char **names = names_joined(comparison, true, &count);
    uint32_t ops[UNIVERSE_IRS];
    unsigned side;

    for (i = 0; i < count; i++) {
        size_t before = comparison->diff.count;
        for (side = 0; side < UNIVERSE_IRS; side++) {
            uint32_t permission = permission_named(comparison->universe->irs[side], names[i]);
            comparison->listed[side] = permission != IR_NONE;
            ops[side] = IR_REQUEST_PERMISSION + permission;
            comparison->demands[side] = (struct demand){&ops[side], 1, GUARD_NONE};
        }
        target_compare(comparison, names[i], true);
        if (comparison->diff.count > before)
            comparison->diff.targets[before].quiet = is_said(comparison, names[i]);
    }
}

struct diff diff_of(struct universe *universe, struct arena *arena)
{
    const struct ir *old = universe->irs[0], *fresh = universe->irs[1];
    struct comparison comparison = {.universe = universe, .arena = arena, .rows = diff_rows_of(universe, arena)};
    size_t targets = old->service_count + fresh->service_count + old->permission_count + fresh->permission_count;
    size_t roles = old->role_count > fresh->role_count ? old->role_count : fresh->role_count;

    comparison.diff.targets = arena_array(arena, targets + 1, sizeof *comparison.diff.targets);
    comparison.marks = arena_alloc(arena, comparison.rows.count + 1);
    comparison.relevant = arena_array(arena, comparison.rows.count + roles + 1, sizeof *comparison.relevant);
    view_begin(&comparison.view, comparison.rows.models[0], arena);
    services_compare(&comparison);
    permissions_compare(&comparison);
    comparison.diff.unlisted_changed = old->unlisted_ignore != fresh->unlisted_ignore;
    comparison.diff.unlisted_ignored = fresh->unlisted_ignore;
    comparison.diff.widens = comparison.diff.widens || (comparison.diff.unlisted_changed && fresh->unlisted_ignore);
    comparison.diff.narrows = comparison.diff.narrows || (comparison.diff.unlisted_changed && old->unlisted_ignore);
    comparison.diff.rosters_changed = comparison.rows.other_rosters;
    comparison.diff.widens = comparison.diff.widens || comparison.rows.other_rosters;
    comparison.diff.narrows = comparison.diff.narrows || comparison.rows.other_rosters;
    comparison.diff.exclusive = old->exclusive_count + fresh->exclusive_count > 0;
    comparison.diff.roster = old->roster_count + fresh->roster_count > 0;
    return comparison.diff;
}

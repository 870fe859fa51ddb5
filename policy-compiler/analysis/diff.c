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

#include "diff_compare.h"
#include "diff_desk.h"
#include "diff_sets.h"
#include "compile/prove/solver.h"
#include "support/arena.h"
#include "support/sort.h"

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

/* Adds the permissions that one side wants, and that are not wanted yet. */
static void wanted_add(struct comparison *comparison, unsigned side)
{
    const struct demand *demand = &comparison->demands[side];
    const struct ir *ir = comparison->universe->irs[side], *other = comparison->universe->irs[1 - side];
    uint32_t i, permission;
    size_t j;

    for (i = 0; comparison->listed[side] && i < demand->op_count; i++) {
        if (demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        permission = demand->ops[i] - IR_REQUEST_PERMISSION;
        for (j = 0; j < comparison->wanted_count && comparison->wanted[j][side] != permission;)
            j++;
        if (j < comparison->wanted_count)
            continue;
        comparison->wanted[j][side] = permission;
        comparison->wanted[j][1 - side] = permission_named(other, ir->permissions[permission].name.bytes);
        diff_marks_add(&comparison->marks, comparison->wanted[comparison->wanted_count++]);
    }
}

/* A role that one policy does not have is held by nobody there: what becomes of its people is seen at them. */
static bool is_compared(const struct diff_row *row)
{
    return row->row.kind != ROW_ROLE || (row->sides[0].role != IR_NONE && row->sides[1].role != IR_NONE);
}

/* Everybody, and each row, since each is everybody, too: those who have nothing of their own change as he does. */
static void all_compare(struct comparison *comparison)
{
    bool changes = change_add(comparison, &comparison->rows.list[0], NULL);
    size_t i;

    for (i = 1; i < comparison->rows.count; i++) {
        const struct diff_row *row = &comparison->rows.list[i];
        if (!is_compared(row))
            continue;
        if (comparison->marks.relevant.bits[i] != 0 || row->row.kind == ROW_OUTSIDER) {
            change_add(comparison, row, NULL);
        } else if (changes) {
            struct diff_change change = comparison->target->changes[0];
            change.one = row;
            change_append(comparison, &change);
        }
    }
}

static void rows_compare(struct comparison *comparison)
{
    struct row_set *changed = &comparison->marks.changed;
    const struct diff_row *last = &comparison->rows.list[comparison->rows.count - 1];
    bool all = comparison->other || changed->bits[0] != 0;
    size_t i;

    changed->count = sort_numbers(changed->list, changed->count);
    if (all)
        all_compare(comparison);
    for (i = 0; !all && i < changed->count; i++)
        if (is_compared(&comparison->rows.list[changed->list[i]]))
            change_add(comparison, &comparison->rows.list[changed->list[i]], NULL);
    if (!all && last->row.kind == ROW_OUTSIDER)
        change_add(comparison, last, NULL);
    pairs_compare(comparison, all);
}

static void target_compare(struct comparison *comparison, const char *name, bool is_permission)
{
    struct diff *diff = &comparison->diff;
    struct diff_target *target = &diff->targets[diff->count];

    comparison->other = !same_demand(comparison);
    comparison->wanted_count = 0;
    diff_marks_clear(&comparison->marks);
    wanted_add(comparison, 0);
    wanted_add(comparison, 1);
    if (!comparison->other && comparison->marks.changed.count == 0)
        return;
    *target = (struct diff_target){.is_permission = is_permission, .name = name};
    memcpy(target->listed, comparison->listed, sizeof target->listed);
    memcpy(target->demands, comparison->demands, sizeof target->demands);
    comparison->target = target;
    comparison->change_capacity = 0;
    rows_compare(comparison);
    if (comparison->marks.touched || comparison->wanted_count > 2 || comparison->pairs_left)
        sets_compare(comparison);
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
    uint32_t *ops;
    unsigned side;

    for (i = 0; i < count; i++) {
        size_t before = comparison->diff.count;
        ops = arena_array(comparison->arena, UNIVERSE_IRS, sizeof *ops);
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
    struct comparison comparison = {
        .universe = universe, .arena = arena, .rows = diff_rows_of(universe, arena), .solver_steps = SOLVER_STEPS_ALL};
    size_t targets = old->service_count + fresh->service_count + old->permission_count + fresh->permission_count;
    size_t roles = old->role_count > fresh->role_count ? old->role_count : fresh->role_count;

    comparison.diff.targets = arena_array(arena, targets + 1, sizeof *comparison.diff.targets);
    comparison.marks = diff_marks_new(&comparison.rows);
    comparison.up = arena_array(arena, roles + 1, sizeof *comparison.up);
    comparison.wanted =
        arena_array(arena, old->permission_count + fresh->permission_count + 1, sizeof *comparison.wanted);
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
    diff_desk(&comparison.diff, &comparison.rows, arena);
    comparison.diff.roster = old->roster_count + fresh->roster_count > 0;
    return comparison.diff;
}

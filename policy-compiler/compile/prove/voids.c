/*
 * voids.c - looks for somebody who is kept from permissions by roles that are void, or by being denied them.
 *
 * At one point of a space the largest set of groups that lets nobody in is found by starting with all of them, and
 * leaving out each through which a permission comes, until there is no more: what keeps out some groups keeps out the
 * sum of two such sets. If the claim's own subject would have to be left out, there is nobody at that point. If nobody
 * in the largest set vouches in some roster, nobody does in a smaller one; who is off the roster is always.c's.
 */
#include <string.h>

#include "claim.h"
#include "support/arena.h"

struct voids {
    struct trial *trial;
    const uint32_t *permissions;
    uint32_t count;
    const struct space *space;
    size_t point;
    uint32_t *holdings; /* those of roles of exclusive sets */
    uint32_t holding_count;
    uint32_t claimant, user; /* nodes, or IR_NONE */
    bool *inside;            /* by node */
};

/* ---- the space: all that could count ---- */

static uint64_t *all_guards(struct view *view, const void *context)
{
    const struct voids *voids = context;
    const struct model *model = view->model;
    uint32_t i, j;

    for (i = 0; i < voids->count; i++) {
        const struct permission_ways *ways = model_ways(view->model, voids->permissions[i]);
        for (j = 0; j < ways->allows.count; j++) {
            view_surely(view, guard_of_statement(model, ways->allows.list[j].rule));
            view_surely(view, guard_of_statement(model, ways->allows.list[j].assign));
        }
        for (j = 0; j < ways->denies.count; j++) {
            view_perhaps(view, guard_of_statement(model, ways->denies.list[j].rule));
            view_perhaps(view, guard_of_statement(model, ways->denies.list[j].assign));
        }
    }
    for (i = 0; i < model->holding_count; i++)
        if (voids->trial->up != NULL || role_touches(model, model->holdings[i].role))
            view_perhaps(view, guard_of_statement(model, model->holdings[i].assign));
    return region_full(view);
}

static bool surely(const struct voids *voids, uint32_t statement)
{
    const uint64_t *region = space_surely(voids->space, guard_of_statement(voids->trial->model, statement));

    return (region[voids->point / 64] >> (voids->point % 64) & 1) != 0;
}

static bool perhaps(const struct voids *voids, uint32_t statement)
{
    const uint64_t *region = space_perhaps(voids->space, guard_of_statement(voids->trial->model, statement));

    return (region[voids->point / 64] >> (voids->point % 64) & 1) != 0;
}

/* ---- one point ---- */

static bool is_denied(struct voids *voids, uint32_t permission)
{
    const struct ways *denies = &model_ways(voids->trial->model, permission)->denies;
    uint32_t i;

    voids->trial->view.steps += 1 + denies->count / 16;
    for (i = 0; i < denies->count; i++)
        if (voids->inside[denies->list[i].node] && perhaps(voids, denies->list[i].rule) &&
            perhaps(voids, denies->list[i].assign))
            return true;
    return false;
}

static bool is_void(struct voids *voids, uint32_t role)
{
    const struct model *model = voids->trial->model;
    uint32_t i;

    if (!role_touches(model, role))
        return false;
    voids->trial->view.steps += 1 + voids->holding_count / 16;
    for (i = 0; i < voids->holding_count; i++) {
        const struct holding *holding = &model->holdings[voids->holdings[i]];
        if (voids->inside[holding->node] && roles_conflict(model, role, holding->role) &&
            perhaps(voids, holding->assign))
            return true;
    }
    return false;
}

static bool is_mandatory(const struct voids *voids, uint32_t node)
{
    return node == voids->trial->model->everyone || node == voids->claimant || node == voids->user;
}

/* Leaves out whoever is let in. *changed: there was one. False: he had to stay. */
static bool leave_out(struct voids *voids, uint32_t permission, bool *changed)
{
    const struct ways *allows = &model_ways(voids->trial->model, permission)->allows;
    uint32_t i;

    voids->trial->view.steps += 1 + allows->count / 16;
    for (i = 0; i < allows->count; i++) {
        const struct way *way = &allows->list[i];
        if (!voids->inside[way->node] || !surely(voids, way->rule) || !surely(voids, way->assign))
            continue;
        if (way->role != IR_NONE && is_void(voids, way->role))
            continue;
        if (is_mandatory(voids, way->node))
            return false;
        voids->inside[way->node] = false;
        *changed = true;
    }
    return true;
}

/* Leaves out those whom the claim on a role does not fit. False: one of them had to stay. */
static bool leave_out_unclaimed(struct voids *voids)
{
    const struct model *model = voids->trial->model;
    bool held = voids->trial->up == NULL;
    uint32_t i;

    for (i = 0; voids->trial->up != NULL && i < model->holding_count; i++) {
        const struct holding *holding = &model->holdings[i];
        if (!voids->trial->up[holding->role] && perhaps(voids, holding->assign)) {
            if (is_mandatory(voids, holding->node))
                return false;
            voids->inside[holding->node] = false;
        }
        held = held || (holding->node == voids->claimant && surely(voids, holding->assign) &&
                        IR_OWNER_ROLE(holding->role) == voids->trial->claim->subject.owner);
    }
    return held;
}

/* Makes voids->inside the largest set at the point. False: there is none. */
static bool largest_set(struct voids *voids)
{
    const struct model *model = voids->trial->model;
    uint32_t i;
    bool changed = true;

    for (i = 0; i < model->ir->node_count; i++)
        voids->inside[i] = node_is_group(model, i) || is_mandatory(voids, i);
    if (!leave_out_unclaimed(voids))
        return false;
    while (changed && trial_goes_on(voids->trial)) {
        changed = false;
        for (i = 0; i < voids->count; i++)
            if (!is_denied(voids, voids->permissions[i]) && !leave_out(voids, voids->permissions[i], &changed))
                return false;
    }
    return !changed;
}

/* ---- a witness of it ---- */

/* Drops groups that the witness does without: from the last to the first, so that the claimant stays. */
static void draft_shrink(struct trial *trial, struct draft *draft, uint32_t fixed)
{
    uint32_t i = draft->count;

    while (i-- > fixed && trial_goes_on(trial)) {
        uint32_t node = draft->nodes[i];
        struct draft less = *draft;
        memmove(less.nodes + i, less.nodes + i + 1, (less.count - i - 1) * sizeof *less.nodes);
        less.count--;
        less.cost -= node_cost(trial->model, node);
        if (draft_try(trial, &less)) {
            *draft = less;
            continue;
        }
        memmove(draft->nodes + i + 1, draft->nodes + i, (draft->count - i - 1) * sizeof *draft->nodes);
        draft->nodes[i] = node;
    }
}

static void set_try(struct voids *voids)
{
    struct trial *trial = voids->trial;
    struct draft draft = draft_of_claimant(trial, voids->claimant);
    struct person person;
    uint32_t i, fixed;
    bool added;

    if (voids->user != IR_NONE && voids->user != voids->claimant)
        draft_add(trial, &draft, voids->user, &added);
    fixed = draft.count;
    for (i = 0; i < trial->model->ir->node_count; i++)
        if (voids->inside[i])
            draft_add(trial, &draft, i, &added);
    person = draft_person(&draft);
    if (draft_try(trial, &draft))
        draft_shrink(trial, &draft, fixed);
    else if (person_is_vouched(trial->model, &person))
        trial->gave_up = true; /* this cannot be */
}

static void claimant_search(struct voids *voids)
{
    for (voids->point = 0; voids->point < voids->space->points && voids->trial->best == NULL; voids->point++) {
        uint64_t bit = (uint64_t)1 << (voids->point % 64);
        if (!trial_goes_on(voids->trial))
            return;
        if ((voids->space->known[voids->point / 64] & bit) != 0 && largest_set(voids))
            set_try(voids);
    }
}

static bool is_on_a_roster(const struct model *model, uint32_t node)
{
    struct person person = {.nodes = &node, .count = 1};
    uint32_t i, j;

    for (i = 0; i < model->ir->roster_count; i++)
        for (j = 0; j < model->ir->rosters[i].node_count; j++)
            if (person_is(&person, model->ir->rosters[i].nodes[j]))
                return true;
    return false;
}

/* Whether a user can be another than one without a name: his roles make others void, or he vouches for himself. */
static bool is_special(const struct voids *voids, uint32_t node)
{
    const struct model *model = voids->trial->model;
    uint32_t i;

    if (model->ir->nodes[node].kind != IR_USER)
        return false;
    for (i = model->node_holdings.firsts[node]; i < model->node_holdings.firsts[node + 1]; i++)
        if (role_touches(model, model->holdings[model->node_holdings.items[i]].role))
            return true;
    return is_on_a_roster(model, node);
}

/* One user after the other, and first, IR_NONE, one without a name. */
static void users_search(struct voids *voids)
{
    const struct model *model = voids->trial->model;
    bool is_user = voids->claimant != IR_NONE && model->ir->nodes[voids->claimant].kind == IR_USER;
    uint32_t i;

    voids->user = is_user ? voids->claimant : IR_NONE;
    claimant_search(voids);
    for (i = 0; i < model->ir->node_count && !is_user && !voids->trial->user_is_fixed; i++) {
        if (!is_special(voids, i))
            continue;
        voids->user = i;
        if (voids->trial->best == NULL)
            claimant_search(voids);
    }
}

static void holdings_collect(struct voids *voids)
{
    const struct model *model = voids->trial->model;
    uint32_t i;

    voids->holdings = arena_array(voids->trial->arena, model->holding_count + 1, sizeof *voids->holdings);
    for (i = 0; i < model->holding_count; i++)
        if (role_touches(model, model->holdings[i].role))
            voids->holdings[voids->holding_count++] = i;
}

void voids_search(struct trial *trial, const uint32_t *permissions, uint32_t count)
{
    struct voids voids = {.trial = trial, .permissions = permissions, .count = count};
    uint32_t i;

    if (view_region(&trial->view, all_guards, &voids, false) == NULL) {
        trial->gave_up = true;
        return;
    }
    voids.space = trial->view.space;
    trial->view.keeps_spaces = true;
    voids.inside = arena_array(trial->arena, trial->model->ir->node_count + 1, sizeof *voids.inside);
    holdings_collect(&voids);
    for (i = 0; i < trial->claimant_count && trial->best == NULL; i++) {
        voids.claimant = trial->claimants[i];
        users_search(&voids);
    }
    trial->view.keeps_spaces = false;
}

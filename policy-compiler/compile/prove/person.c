/*
 * person.c - where a person holds a role, is denied and is allowed a permission, and meets a demand.
 *
 * Step numbers are those of "What a policy decides" in rolegate-policy(5). Nothing here may hang on what a region
 * holds: each question is gone through before there are any.
 */
#include "person.h"

#include "support/arena.h"

bool person_is(const struct person *person, uint32_t node)
{
    uint32_t i;

    for (i = 0; i < person->count; i++)
        if (person->nodes[i] == node)
            return true;
    return false;
}

bool person_is_vouched(const struct model *model, const struct person *person)
{
    uint32_t i, j;

    for (i = 0; i < model->ir->roster_count; i++) {
        const struct ir_roster *roster = &model->ir->rosters[i];
        for (j = 0; j < roster->node_count && !person_is(person, roster->nodes[j]);)
            j++;
        if (j == roster->node_count)
            return false;
    }
    return true;
}

/* Whether a node is not false for the person: step 1. */
static bool node_counts(const struct model *model, const struct person *person, uint32_t node)
{
    return (person->off_roster && node_is_group(model, node)) || (person->unknown != NULL && person->unknown[node]) ||
           person_is(person, node);
}

/* Whether more counts for the person than is true for him. */
static bool has_doubts(const struct person *person)
{
    return person->off_roster || person->unknown != NULL;
}

/* Takes from a region where a role, being assigned, is void since another is held that conflicts with it: step 4. */
static void less_void(struct view *view, const struct person *person, uint32_t role, uint64_t *region)
{
    const struct model *model = view->model;
    uint32_t i, j;

    if (person->up != NULL && roles_conflict(model, role, person->role))
        region_less(view, region, view_perhaps(view, GUARD_NONE));
    if (has_doubts(person)) {
        for (i = 0; i < model->holding_count; i++)
            if (node_counts(model, person, model->holdings[i].node) &&
                roles_conflict(model, role, model->holdings[i].role) &&
                blame_counts(view->blame, BLAME_VOID, IR_NONE, model->holdings[i].assign))
                region_less(view, region, view_perhaps(view, guard_of_statement(model, model->holdings[i].assign)));
        return;
    }
    for (i = 0; i < person->count; i++)
        for (j = model->node_holdings.firsts[person->nodes[i]]; j < model->node_holdings.firsts[person->nodes[i] + 1];
             j++) {
            const struct holding *holding = &model->holdings[model->node_holdings.items[j]];
            if (roles_conflict(model, role, holding->role) &&
                blame_counts(view->blame, BLAME_VOID, IR_NONE, holding->assign))
                region_less(view, region, view_perhaps(view, guard_of_statement(model, holding->assign)));
        }
}

/* Adds where a way lets the person in, denials apart: steps 3, 5 and 6. */
static void add_way(struct view *view, const struct person *person, const struct way *way, uint64_t *to)
{
    bool voidable = way->role != IR_NONE && role_touches(view->model, way->role);
    uint64_t *region;

    if (!blame_counts(view->blame, voidable ? BLAME_ALLOW_VOIDABLE : BLAME_ALLOW, way->rule, way->assign))
        return;
    region = region_full(view);
    region_and(view, region, view_surely(view, guard_of_statement(view->model, way->rule)));
    region_and(view, region, view_surely(view, guard_of_statement(view->model, way->assign)));
    if (voidable)
        less_void(view, person, way->role, region);
    region_or(view, to, region);
    view->pool_used--;
}

static void add_denial(struct view *view, const struct way *denial, uint64_t *to)
{
    uint64_t *region;

    if (!blame_counts(view->blame, BLAME_DENY, denial->rule, denial->assign))
        return;
    region = region_full(view);
    region_and(view, region, view_perhaps(view, guard_of_statement(view->model, denial->rule)));
    region_and(view, region, view_perhaps(view, guard_of_statement(view->model, denial->assign)));
    region_or(view, to, region);
    view->pool_used--;
}

/* Adds where rules of the role that he is assigned let the person in, denials apart. */
static void add_role(struct view *view, const struct person *person, const struct role_rules *rules, uint64_t *to)
{
    uint32_t i;

    for (i = 0; i < rules->count; i++)
        if (person->up[rules->list[i].role])
            add_way(view, person, &(struct way){IR_NONE, rules->list[i].rule, IR_NONE, person->role}, to);
}

static void add_role_denials(struct view *view, const struct person *person, const struct role_rules *rules,
                             uint64_t *to)
{
    uint32_t i;

    for (i = 0; i < rules->count; i++)
        if (person->up[rules->list[i].role])
            add_denial(view, &(struct way){IR_NONE, rules->list[i].rule, IR_NONE, IR_NONE}, to);
}

uint64_t *person_denied(struct view *view, const struct person *person, uint32_t permission)
{
    const struct permission_ways *ways = model_ways(view->model, permission);
    const struct ways *denies = &ways->denies;
    uint64_t *denied = region_empty(view);
    uint32_t i, j, count;

    if (person->up != NULL)
        add_role_denials(view, person, &ways->role_denies, denied);
    if (has_doubts(person)) {
        for (i = 0; i < denies->count; i++)
            if (node_counts(view->model, person, denies->list[i].node))
                add_denial(view, &denies->list[i], denied);
        return denied;
    }
    for (i = 0; i < person->count; i++) {
        const struct way *own = ways_of_node(view->model, denies, person->nodes[i], &count);
        for (j = 0; j < count; j++)
            add_denial(view, &own[j], denied);
    }
    return denied;
}

uint64_t *person_allowed(struct view *view, const struct person *person, uint32_t permission)
{
    const struct permission_ways *ways = model_ways(view->model, permission);
    const struct ways *allows = &ways->allows;
    uint64_t *allowed = region_empty(view);
    uint32_t i, j, count, all = person->up != NULL ? ways->role_allows.count : 0;

    if (person->up != NULL)
        add_role(view, person, &ways->role_allows, allowed);
    for (i = 0; i < person->count; i++) {
        const struct way *own = ways_of_node(view->model, allows, person->nodes[i], &count);
        for (j = 0; j < count; j++)
            add_way(view, person, &own[j], allowed);
        all += count;
    }
    if (all > 0)
        region_less(view, allowed, person_denied(view, person, permission));
    return allowed;
}

/* Adds where the person holds, by one of his assignments, the role; or takes where it is another than it extends. */
static void weigh_holding(struct view *view, const struct holding *holding, uint32_t role, const bool *up,
                          uint64_t *held, uint64_t *others)
{
    uint32_t guard = guard_of_statement(view->model, holding->assign);

    if (holding->role == role)
        region_or(view, held, view_surely(view, guard));
    else if (!up[holding->role] && blame_counts(view->blame, BLAME_OTHER_ROLE, IR_NONE, holding->assign))
        region_or(view, others, view_perhaps(view, guard));
}

uint64_t *person_holds_only(struct view *view, const struct person *person, uint32_t role, const bool *up)
{
    const struct model *model = view->model;
    uint64_t *held = region_empty(view), *others = region_empty(view);
    uint32_t i, j;

    for (i = 0; i < person->count; i++)
        for (j = model->node_holdings.firsts[person->nodes[i]]; j < model->node_holdings.firsts[person->nodes[i] + 1];
             j++)
            weigh_holding(view, &model->holdings[model->node_holdings.items[j]], role, up, held, others);
    for (i = 0; person->off_roster && i < model->holding_count; i++)
        if (node_is_group(model, model->holdings[i].node) && model->holdings[i].role != role &&
            !up[model->holdings[i].role] &&
            blame_counts(view->blame, BLAME_OTHER_ROLE, IR_NONE, model->holdings[i].assign))
            region_or(view, others, view_perhaps(view, guard_of_statement(model, model->holdings[i].assign)));
    region_less(view, held, others);
    return held;
}

struct demand demand_of_permission(struct arena *arena, uint32_t permission)
{
    uint32_t *op = arena_alloc(arena, sizeof *op);

    *op = IR_REQUEST_PERMISSION + permission;
    return (struct demand){op, 1, GUARD_NONE};
}

struct demand demand_of_service(const struct model *model, uint32_t service)
{
    const struct ir_service *from = &model->ir->services[service];
    const struct ir_request *request = &model->ir->requests[from->request];

    return (struct demand){request->ops, request->op_count, guard_of_cond(model->universe, model->which, from->cond)};
}

/* Step 7. */
uint64_t *person_meets(struct view *view, const struct person *person, const struct demand *demand)
{
    uint64_t *stack[STACK_MAX] = {NULL}, *met;
    unsigned depth = 0;
    uint32_t i;

    for (i = 0; i < demand->op_count; i++) {
        if (demand->ops[i] >= IR_REQUEST_PERMISSION) {
            stack[depth++] = person_allowed(view, person, demand->ops[i] - IR_REQUEST_PERMISSION);
            continue;
        }
        depth--;
        if (demand->ops[i] == IR_REQUEST_AND)
            region_and(view, stack[depth - 1], stack[depth]);
        else
            region_or(view, stack[depth - 1], stack[depth]);
    }
    met = stack[0];
    region_and(view, met, view_surely(view, demand->guard));
    return met;
}

/*
 * person_formula.c - step by step what the language makes of a person, as parts of a circuit; and what counts for it.
 *
 * Step numbers are those of "What a policy decides" in rolegate-policy(5).
 */
#include "person_formula.h"

#include "support/arena.h"

/* ---- what counts ---- */

static void cone_guard(struct cone *cone, uint32_t guard)
{
    if (guard == GUARD_NONE)
        return;
    cone->guards = arena_grow(cone->arena, cone->guards, cone->count, &cone->capacity, sizeof guard);
    cone->guards[cone->count++] = guard;
}

static void cone_ways(struct cone *cone, const struct ways *ways, bool *touches)
{
    const struct model *model = cone->model;
    uint32_t i;

    for (i = 0; i < ways->count; i++) {
        if (cone->only != NULL && !cone->only[ways->list[i].node])
            continue;
        cone->nodes[ways->list[i].node] = true;
        cone_guard(cone, guard_of_statement(model, ways->list[i].rule));
        cone_guard(cone, guard_of_statement(model, ways->list[i].assign));
        *touches = *touches || (ways->list[i].role != IR_NONE && role_touches(model, ways->list[i].role));
    }
}

void cone_begin(struct cone *cone, struct model *model)
{
    cone->model = model;
    cone->only = NULL;
    cone->nodes = arena_array(cone->arena, model->ir->node_count + 1, sizeof *cone->nodes);
}

void cone_add(struct cone *cone, const struct demand *demand, bool holds)
{
    const struct model *model = cone->model;
    bool touches = false, denies = false;
    uint32_t i;

    for (i = 0; i < demand->op_count; i++) {
        const struct permission_ways *ways;
        if (demand->ops[i] < IR_REQUEST_PERMISSION)
            continue;
        ways = model_ways(cone->model, demand->ops[i] - IR_REQUEST_PERMISSION);
        cone_ways(cone, &ways->allows, &touches);
        cone_ways(cone, &ways->denies, &denies);
    }
    for (i = 0; i < model->holding_count; i++) {
        if (!holds && !(touches && role_touches(model, model->holdings[i].role)))
            continue;
        if (cone->only != NULL && !cone->only[model->holdings[i].node])
            continue;
        cone->nodes[model->holdings[i].node] = true;
        cone_guard(cone, guard_of_statement(model, model->holdings[i].assign));
    }
    cone_guard(cone, demand->guard);
}

/* ---- parts ---- */

struct kleene_literals statement_formula(struct person_formula *formula, uint32_t statement)
{
    return situation_formula_guard(formula->situation, guard_of_statement(formula->model, statement));
}

int32_t vouched_formula(struct person_formula *formula)
{
    const struct ir *ir = formula->model->ir;
    struct literals rosters = {.list = NULL};
    uint32_t i, j;

    for (i = 0; i < ir->roster_count; i++) {
        struct literals any = {.list = NULL};
        for (j = 0; j < ir->rosters[i].node_count; j++)
            literals_add(formula->circuit, &any, formula->nodes[ir->rosters[i].nodes[j]]);
        literals_add(formula->circuit, &rosters, circuit_or(formula->circuit, &any));
    }
    return circuit_and(formula->circuit, &rosters);
}

/* Whether a node is not false for him: step 1. */
static int32_t counts_formula(struct person_formula *formula, uint32_t node)
{
    int32_t is = formula->nodes[node];

    return node_is_group(formula->model, node) ? circuit_or2(formula->circuit, is, -formula->vouched) : is;
}

int32_t held_formula(struct person_formula *formula, const struct holding *holding)
{
    return circuit_and2(formula->circuit, counts_formula(formula, holding->node),
                        statement_formula(formula, holding->assign).perhaps);
}

/* Whether a role, being assigned, is void: step 4. */
static int32_t void_formula(struct person_formula *formula, uint32_t role)
{
    const struct model *model = formula->model;
    struct literals by = {.list = NULL};
    uint32_t i;

    if (role == IR_NONE || !role_touches(model, role))
        return LITERAL_FALSE;
    if (formula->voids[role] != 0)
        return formula->voids[role];
    for (i = 0; i < model->holding_count; i++)
        if (roles_conflict(model, role, model->holdings[i].role))
            literals_add(formula->circuit, &by, held_formula(formula, &model->holdings[i]));
    return formula->voids[role] = circuit_or(formula->circuit, &by);
}

static int32_t way_formula(struct person_formula *formula, const struct way *way)
{
    int32_t list[] = {formula->nodes[way->node], statement_formula(formula, way->rule).surely,
                      statement_formula(formula, way->assign).surely, -void_formula(formula, way->role)};

    return circuit_and(formula->circuit, &(struct literals){list, 4, 4});
}

/* Step 6. */
static int32_t allowed_formula(struct person_formula *formula, uint32_t permission)
{
    const struct permission_ways *ways = model_ways(formula->model, permission);
    struct circuit *circuit = formula->circuit;
    struct literals in = {.list = NULL}, out = {.list = NULL};
    uint32_t i;

    for (i = 0; i < ways->allows.count; i++) {
        const struct way *way = &ways->allows.list[i];
        if (formula->nodes[way->node] != LITERAL_FALSE)
            literals_add(circuit, &in, way_formula(formula, way));
    }
    for (i = 0; i < ways->denies.count; i++) {
        const struct way *way = &ways->denies.list[i];
        int32_t list[] = {counts_formula(formula, way->node), statement_formula(formula, way->rule).perhaps,
                          statement_formula(formula, way->assign).perhaps};
        literals_add(circuit, &out, circuit_and(circuit, &(struct literals){list, 3, 3}));
    }
    return circuit_and2(circuit, circuit_or(circuit, &in), -circuit_or(circuit, &out));
}

int32_t met_formula(struct person_formula *formula, const struct demand *demand)
{
    int32_t *stack = arena_array(formula->circuit->arena, (size_t)demand->op_count + 1, sizeof *stack);
    uint32_t depth = 0, i;

    for (i = 0; i < demand->op_count; i++) {
        if (demand->ops[i] >= IR_REQUEST_PERMISSION) {
            stack[depth++] = allowed_formula(formula, demand->ops[i] - IR_REQUEST_PERMISSION);
            continue;
        }
        depth--;
        stack[depth - 1] = demand->ops[i] == IR_REQUEST_AND
                               ? circuit_and2(formula->circuit, stack[depth - 1], stack[depth])
                               : circuit_or2(formula->circuit, stack[depth - 1], stack[depth]);
    }
    return circuit_and2(formula->circuit, stack[0], situation_formula_guard(formula->situation, demand->guard).surely);
}

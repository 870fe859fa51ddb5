/*
 * claim_formula.c - who counts for a claim, and what the language makes of it, as a circuit.
 *
 * Step numbers are those of "What a policy decides" in rolegate-policy(5).
 */
#include "claim_formula.h"

#include "delegation.h"
#include "support/arena.h"

/* ---- who and what counts: guards are collected before there is a situation ---- */

struct cone {
    struct claim_formula *formula;
    uint32_t *guards;
    size_t count, capacity;
};

static void cone_statement(struct cone *cone, uint32_t statement)
{
    const struct trial *trial = cone->formula->trial;
    uint32_t guard = guard_of_statement(trial->model, statement);

    if (guard == GUARD_NONE)
        return;
    cone->guards = arena_grow(trial->arena, cone->guards, cone->count, &cone->capacity, sizeof guard);
    cone->guards[cone->count++] = guard;
}

static int32_t node_input(struct claim_formula *formula, uint32_t node)
{
    const struct trial *trial = formula->trial;
    const struct ir_claimant *subject = &trial->claim->subject;
    bool is_user = trial->model->ir->nodes[node].kind == IR_USER;

    if (node == trial->model->everyone)
        return LITERAL_TRUE;
    if (!subject->is_role && subject->owner == IR_OWNER_NODE(node))
        return LITERAL_TRUE;
    if (is_user && trial->user_is_fixed)
        return LITERAL_FALSE;
    return circuit_input(&formula->circuit);
}

static void cone_node(struct cone *cone, uint32_t node)
{
    if (cone->formula->nodes[node] == 0)
        cone->formula->nodes[node] = node_input(cone->formula, node);
}

static void cone_ways(struct cone *cone, const struct ways *ways, bool *touches)
{
    const struct model *model = cone->formula->trial->model;
    uint32_t i;

    for (i = 0; i < ways->count; i++) {
        cone_node(cone, ways->list[i].node);
        cone_statement(cone, ways->list[i].rule);
        cone_statement(cone, ways->list[i].assign);
        *touches = *touches || (ways->list[i].role != IR_NONE && role_touches(model, ways->list[i].role));
    }
}

static void cone_collect(struct cone *cone)
{
    const struct trial *trial = cone->formula->trial;
    const struct model *model = trial->model;
    bool touches = false, denies = false;
    uint32_t i, j;

    for (i = 0; i < trial->demand.op_count; i++) {
        const struct permission_ways *ways;
        if (trial->demand.ops[i] < IR_REQUEST_PERMISSION)
            continue;
        ways = model_ways(trial->model, trial->demand.ops[i] - IR_REQUEST_PERMISSION);
        cone_ways(cone, &ways->allows, &touches);
        cone_ways(cone, &ways->denies, &denies);
    }
    for (i = 0; i < model->holding_count; i++) {
        if (trial->up == NULL && !(touches && role_touches(model, model->holdings[i].role)))
            continue;
        cone_node(cone, model->holdings[i].node);
        cone_statement(cone, model->holdings[i].assign);
    }
    for (i = 0; i < model->ir->roster_count; i++)
        for (j = 0; j < model->ir->rosters[i].node_count; j++)
            cone_node(cone, model->ir->rosters[i].nodes[j]);
    if (trial->demand.guard != GUARD_NONE) {
        cone->guards = arena_grow(trial->arena, cone->guards, cone->count, &cone->capacity, sizeof *cone->guards);
        cone->guards[cone->count++] = trial->demand.guard;
    }
}

/* Nobody is two users, or has an option that no desk may give him. */
static void users_keep_apart(struct claim_formula *formula)
{
    const struct model *model = formula->trial->model;
    struct literals users = {.list = NULL};
    uint32_t i, j;

    for (i = 0; i < model->ir->node_count; i++)
        if (model->ir->nodes[i].kind == IR_USER && formula->nodes[i] != 0)
            literals_add(&formula->circuit, &users, formula->nodes[i]);
    circuit_at_most_one(&formula->circuit, &users);
    for (i = model->desk == NULL ? (uint32_t)model->ir->node_count : model->desk->option_first;
         i < model->ir->node_count; i++)
        for (j = 0; j < model->ir->node_count; j++)
            if (formula->nodes[i] != 0 && formula->nodes[j] != 0 && model->ir->nodes[j].kind == IR_USER &&
                !desk_admits(model->desk, i, j)) {
                int32_t list[] = {-formula->nodes[i], -formula->nodes[j]};
                circuit_clause(&formula->circuit, &(struct literals){list, 2, 2});
            }
}

/* ---- parts ---- */

static struct kleene_literals statement_formula(struct claim_formula *formula, uint32_t statement)
{
    return situation_formula_guard(&formula->situation, guard_of_statement(formula->trial->model, statement));
}

static int32_t vouched_formula(struct claim_formula *formula)
{
    const struct ir *ir = formula->trial->model->ir;
    struct literals rosters = {.list = NULL};
    uint32_t i, j;

    for (i = 0; i < ir->roster_count; i++) {
        struct literals any = {.list = NULL};
        for (j = 0; j < ir->rosters[i].node_count; j++)
            literals_add(&formula->circuit, &any, formula->nodes[ir->rosters[i].nodes[j]]);
        literals_add(&formula->circuit, &rosters, circuit_or(&formula->circuit, &any));
    }
    return circuit_and(&formula->circuit, &rosters);
}

/* Whether a node is not false for him: step 1. */
static int32_t counts_formula(struct claim_formula *formula, uint32_t node)
{
    int32_t is = formula->nodes[node];

    return node_is_group(formula->trial->model, node) ? circuit_or2(&formula->circuit, is, -formula->vouched) : is;
}

/* Whether he may hold a role by an assignment: step 3. */
static int32_t held_formula(struct claim_formula *formula, const struct holding *holding)
{
    return circuit_and2(&formula->circuit, counts_formula(formula, holding->node),
                        statement_formula(formula, holding->assign).perhaps);
}

/* Whether a role, being assigned, is void: step 4. */
static int32_t void_formula(struct claim_formula *formula, uint32_t role)
{
    const struct model *model = formula->trial->model;
    struct literals by = {.list = NULL};
    uint32_t i;

    if (role == IR_NONE || !role_touches(model, role))
        return LITERAL_FALSE;
    if (formula->voids[role] != 0)
        return formula->voids[role];
    for (i = 0; i < model->holding_count; i++)
        if (roles_conflict(model, role, model->holdings[i].role))
            literals_add(&formula->circuit, &by, held_formula(formula, &model->holdings[i]));
    return formula->voids[role] = circuit_or(&formula->circuit, &by);
}

/* Step 6. */
static int32_t allowed_formula(struct claim_formula *formula, uint32_t permission)
{
    const struct permission_ways *ways = model_ways(formula->trial->model, permission);
    struct circuit *circuit = &formula->circuit;
    struct literals in = {.list = NULL}, out = {.list = NULL};
    uint32_t i;

    for (i = 0; i < ways->allows.count; i++) {
        const struct way *way = &ways->allows.list[i];
        int32_t list[] = {formula->nodes[way->node], statement_formula(formula, way->rule).surely,
                          statement_formula(formula, way->assign).surely, -void_formula(formula, way->role)};
        literals_add(circuit, &in, circuit_and(circuit, &(struct literals){list, 4, 4}));
    }
    for (i = 0; i < ways->denies.count; i++) {
        const struct way *way = &ways->denies.list[i];
        int32_t list[] = {counts_formula(formula, way->node), statement_formula(formula, way->rule).perhaps,
                          statement_formula(formula, way->assign).perhaps};
        literals_add(circuit, &out, circuit_and(circuit, &(struct literals){list, 3, 3}));
    }
    return circuit_and2(circuit, circuit_or(circuit, &in), -circuit_or(circuit, &out));
}

/* Step 7. */
static int32_t met_formula(struct claim_formula *formula)
{
    const struct demand *demand = &formula->trial->demand;
    int32_t *stack = arena_array(formula->trial->arena, (size_t)demand->op_count + 1, sizeof *stack);
    uint32_t depth = 0, i;

    for (i = 0; i < demand->op_count; i++) {
        if (demand->ops[i] >= IR_REQUEST_PERMISSION) {
            stack[depth++] = allowed_formula(formula, demand->ops[i] - IR_REQUEST_PERMISSION);
            continue;
        }
        depth--;
        stack[depth - 1] = demand->ops[i] == IR_REQUEST_AND
                               ? circuit_and2(&formula->circuit, stack[depth - 1], stack[depth])
                               : circuit_or2(&formula->circuit, stack[depth - 1], stack[depth]);
    }
    return circuit_and2(&formula->circuit, stack[0],
                        situation_formula_guard(&formula->situation, demand->guard).surely);
}

static int32_t matches_formula(struct claim_formula *formula)
{
    const struct trial *trial = formula->trial;
    const struct model *model = trial->model;
    struct literals held = {.list = NULL}, others = {.list = NULL};
    uint32_t i;

    if (!trial->claim->subject.is_role)
        return LITERAL_TRUE;
    for (i = 0; i < model->holding_count; i++) {
        const struct holding *holding = &model->holdings[i];
        if (IR_OWNER_ROLE(holding->role) == trial->claim->subject.owner)
            literals_add(&formula->circuit, &held,
                         circuit_and2(&formula->circuit, formula->nodes[holding->node],
                                      statement_formula(formula, holding->assign).surely));
        else if (!trial->up[holding->role])
            literals_add(&formula->circuit, &others, held_formula(formula, holding));
    }
    return circuit_and2(&formula->circuit, circuit_or(&formula->circuit, &held),
                        -circuit_or(&formula->circuit, &others));
}

struct claim_formula claim_formula_new(struct trial *trial)
{
    struct claim_formula formula = {.trial = trial, .circuit = circuit_new(trial->arena), .goal = LITERAL_FALSE};
    struct cone cone = {.formula = &formula};
    int32_t list[3];

    formula.nodes = arena_array(trial->arena, trial->model->ir->node_count + 1, sizeof *formula.nodes);
    formula.voids = arena_array(trial->arena, trial->model->ir->role_count + 1, sizeof *formula.voids);
    cone_collect(&cone);
    users_keep_apart(&formula);
    formula.situation =
        situation_formula_new(&formula.circuit, trial->model->universe, trial->arena, cone.guards, cone.count);
    if (formula.situation.failed)
        return formula;
    formula.vouched = vouched_formula(&formula);
    list[0] = matches_formula(&formula);
    list[1] = trial->claim->always ? situation_formula_known(&formula.situation) : LITERAL_TRUE;
    list[2] = trial->claim->always ? -met_formula(&formula) : met_formula(&formula);
    formula.goal = circuit_and(&formula.circuit, &(struct literals){list, 3, 3});
    return formula;
}

/*
 * claim_formula.c - who counts for a claim, and what there is to be against, as a circuit.
 */
#include "claim_formula.h"

#include "delegation.h"
#include "support/arena.h"

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

/* An input for each node that counts. */
static void nodes_input(struct claim_formula *formula, const struct cone *cone)
{
    const struct ir *ir = formula->trial->model->ir;
    uint32_t i, j;

    for (i = 0; i < ir->roster_count; i++)
        for (j = 0; j < ir->rosters[i].node_count; j++)
            cone->nodes[ir->rosters[i].nodes[j]] = true;
    for (i = 0; i < ir->node_count; i++)
        if (cone->nodes[i])
            formula->person.nodes[i] = node_input(formula, i);
}

/* Nobody is two users, or has an option that no desk may give him. */
static void users_keep_apart(struct claim_formula *formula)
{
    const struct model *model = formula->trial->model;
    struct literals users = {.list = NULL};
    uint32_t i, j;

    for (i = 0; i < model->ir->node_count; i++)
        if (model->ir->nodes[i].kind == IR_USER && formula->person.nodes[i] != 0)
            literals_add(&formula->circuit, &users, formula->person.nodes[i]);
    circuit_at_most_one(&formula->circuit, &users);
    for (i = model->desk == NULL ? (uint32_t)model->ir->node_count : model->desk->option_first;
         i < model->ir->node_count; i++)
        for (j = 0; j < model->ir->node_count; j++)
            if (formula->person.nodes[i] != 0 && formula->person.nodes[j] != 0 && model->ir->nodes[j].kind == IR_USER &&
                !desk_admits(model->desk, i, j)) {
                int32_t list[] = {-formula->person.nodes[i], -formula->person.nodes[j]};
                circuit_clause(&formula->circuit, &(struct literals){list, 2, 2});
            }
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
                         circuit_and2(&formula->circuit, formula->person.nodes[holding->node],
                                      statement_formula(&formula->person, holding->assign).surely));
        else if (!trial->up[holding->role])
            literals_add(&formula->circuit, &others, held_formula(&formula->person, holding));
    }
    return circuit_and2(&formula->circuit, circuit_or(&formula->circuit, &held),
                        -circuit_or(&formula->circuit, &others));
}

void claim_formula_make(struct claim_formula *formula, struct trial *trial)
{
    struct cone cone = {.arena = trial->arena};
    int32_t list[3];

    *formula = (struct claim_formula){.trial = trial, .circuit = circuit_new(trial->arena), .goal = LITERAL_FALSE};
    formula->person =
        (struct person_formula){.circuit = &formula->circuit, .situation = &formula->situation, .model = trial->model};
    formula->person.nodes = arena_array(trial->arena, trial->model->ir->node_count + 1, sizeof *formula->person.nodes);
    formula->person.voids = arena_array(trial->arena, trial->model->ir->role_count + 1, sizeof *formula->person.voids);
    cone_begin(&cone, trial->model);
    cone_add(&cone, &trial->demand, trial->up != NULL);
    nodes_input(formula, &cone);
    users_keep_apart(formula);
    formula->situation =
        situation_formula_new(&formula->circuit, trial->model->universe, trial->arena, cone.guards, cone.count);
    if (formula->situation.failed)
        return;
    formula->person.vouched = vouched_formula(&formula->person);
    list[0] = matches_formula(formula);
    list[1] = trial->claim->always ? situation_formula_known(&formula->situation) : LITERAL_TRUE;
    list[2] = met_formula(&formula->person, &trial->demand);
    list[2] = trial->claim->always ? -list[2] : list[2];
    formula->goal = circuit_and(&formula->circuit, &(struct literals){list, 3, 3});
}

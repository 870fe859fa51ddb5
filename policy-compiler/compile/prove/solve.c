/*
 * solve.c - asks the solver for somebody against a claim, and makes a witness of its answer.
 *
 * A model names whom it likes: he loses what he does without, and meets what a witness prefers. Where texts are told by
 * what atoms say of them alone, one is looked for that fits; where there seems to be none, the solver is asked for
 * others, and then nothing is proved any more by there being no more.
 */
#include "solve.h"

#include <string.h>

#include "claim_formula.h"
#include "solver.h"
#include "support/arena.h"

#define ASKED_MOST   16u  /* times, for texts that fit */
#define CLASSES_MOST 256u /* of an axis, for one that is better */

struct solving {
    struct claim_formula formula;
    bool *values;            /* by variable */
    struct fact texts[AXES]; /* of free axes */
};

static bool is_against(struct solving *solving)
{
    circuit_evaluate(&solving->formula.circuit, solving->values);
    return literal_value(solving->values, solving->formula.goal);
}

/* Has the solver say something else of atoms that no text was found for. */
static void forbid(struct solving *solving, const bool *values)
{
    struct situation_formula *situation = &solving->formula.situation;
    struct literals other = {.list = NULL};
    size_t i;

    for (i = 0; i < situation->atom_count; i++)
        if (situation->says[i] != LITERAL_FALSE && situation->axes[axis_of(situation->atoms[i].op->kind)].free)
            literals_add(&solving->formula.circuit, &other,
                         literal_value(values, situation->says[i]) ? -situation->says[i] : situation->says[i]);
    circuit_clause(&solving->formula.circuit, &other);
}

static bool texts_fit(struct solving *solving)
{
    struct situation_formula *situation = &solving->formula.situation;
    int kind;

    for (kind = 0; kind < AXES; kind++)
        if (situation->axes[kind].free)
            situation_text_find(situation, solving->values, (enum axis_kind)kind, &solving->texts[kind]);
    return is_against(solving);
}

/* ---- the witness ---- */

/* Leaves out, one after the other, users, groups and options that he does without. */
static void person_shrink(struct solving *solving)
{
    const struct claim_formula *formula = &solving->formula;
    const struct ir *ir = formula->trial->model->ir;
    unsigned cost;
    uint32_t i;

    for (cost = 4; cost-- > 0;)
        for (i = 0; i < ir->node_count; i++) {
            int32_t is = formula->person.nodes[i];
            if (is <= LITERAL_TRUE || !solving->values[is] || node_cost(formula->trial->model, i) != cost)
                continue;
            solving->values[is] = false;
            if (!is_against(solving))
                solving->values[is] = true;
        }
    circuit_evaluate(&formula->circuit, solving->values);
}

static void classes_prefer(struct solving *solving)
{
    const struct situation_formula *situation = &solving->formula.situation;
    uint32_t class, own;
    int kind;

    for (kind = 0; kind < AXES; kind++) {
        if (situation->axes[kind].free)
            continue;
        own = situation_class(situation, solving->values, (enum axis_kind)kind);
        for (class = 0; class < own && class < CLASSES_MOST; class ++) {
            situation_class_set(situation, solving->values, (enum axis_kind)kind, class);
            if (is_against(solving))
                break;
        }
        if (class == own || class == CLASSES_MOST)
            situation_class_set(situation, solving->values, (enum axis_kind)kind, own);
    }
}

static struct draft draft_of_values(const struct solving *solving)
{
    const struct claim_formula *formula = &solving->formula;
    const struct trial *trial = formula->trial;
    const struct ir_claimant *subject = &trial->claim->subject;
    uint32_t claimant = subject->is_role || subject->owner == IR_NONE ? IR_NONE : subject->owner >> 1, i;
    struct draft draft = draft_of_claimant(trial, claimant);
    bool added;

    for (i = 0; i < trial->model->ir->node_count; i++)
        if (formula->person.nodes[i] != 0 && literal_value(solving->values, formula->person.nodes[i]))
            draft_add(trial, &draft, i, &added);
    return draft;
}

static void witness_make(struct solving *solving)
{
    const struct situation_formula *situation = &solving->formula.situation;
    struct trial *trial = solving->formula.trial;
    struct witness *witness;
    struct draft draft;
    int kind;

    person_shrink(solving);
    classes_prefer(solving);
    draft = draft_of_values(solving);
    witness = witness_of(trial, &draft);
    for (kind = 0; kind < AXES; kind++) {
        const struct axis_inputs *inputs = &situation->axes[kind];
        struct fact fact = inputs->free
                               ? solving->texts[kind]
                               : inputs->axis.facts[situation_class(situation, solving->values, (enum axis_kind)kind)];
        if (fact.text != NULL)
            fact.text = arena_copy(trial->model->arena, fact.text, strlen(fact.text));
        witness->facts[kind] = fact;
        witness->matters[kind] = inputs->free || inputs->axis.count > 1;
    }
    trial->best = witness;
}

bool solve_search(struct trial *trial, uint64_t *steps)
{
    struct solving solving = {.values = NULL};
    unsigned asked;

    claim_formula_make(&solving.formula, trial);
    trial->gave_up = true;
    if (solving.formula.situation.failed)
        return false;
    for (asked = 0; asked < ASKED_MOST; asked++) {
        size_t count = solving.formula.circuit.gate_count;
        bool *said = arena_array(trial->arena, count, sizeof *said);
        enum solved solved;
        solving.values = arena_array(trial->arena, count, sizeof *solving.values);
        solved = solver_run(&solving.formula.circuit, solving.formula.goal, solving.values, steps);
        if (solved != SOLVED_TRUE) {
            trial->gave_up = solved == SOLVED_NOT || asked > 0;
            return false;
        }
        memcpy(said, solving.values, count * sizeof *said);
        if (texts_fit(&solving)) {
            witness_make(&solving);
            return true;
        }
        forbid(&solving, said);
    }
    return false;
}

/*
 * trial.c - tries a person against a claim: puts him together, finds the situation, keeps the cheapest witness.
 */
#include <string.h>

#include "claim.h"
#include "compile/ir/string_pool.h"
#include "delegation.h"
#include "proof.h"
#include "support/arena.h"

/* ---- the claim's subject ---- */

static void claimants_of_role(struct trial *trial, uint32_t role)
{
    const struct model *model = trial->model;
    uint32_t i, cost;

    trial->up = arena_array(trial->arena, model->ir->role_count, sizeof *trial->up);
    roles_up(model, role, trial->up);
    trial->claimants = arena_array(trial->arena, model->holding_count + 1, sizeof *trial->claimants);
    for (cost = 0; cost <= 3; cost++) /* the cheapest first */
        for (i = model->role_holdings.firsts[role]; i < model->role_holdings.firsts[role + 1]; i++) {
            uint32_t node = model->holdings[model->role_holdings.items[i]].node;
            if (node_cost(model, node) == cost &&
                (trial->claimant_count == 0 || trial->claimants[trial->claimant_count - 1] != node))
                trial->claimants[trial->claimant_count++] = node;
        }
}

void trial_begin(struct trial *trial, struct model *model, struct arena *arena, const struct ir_claim *claim)
{
    *trial = (struct trial){.model = model, .arena = arena, .claim = claim, .step_end = CLAIM_STEPS_MAX};
    trial->nodes = arena_array_room(arena, model->ir->node_count + 1, sizeof *trial->nodes);
    view_begin(&trial->view, model, arena);
    if (claim->subject.is_role) {
        claimants_of_role(trial, claim->subject.owner >> 1);
        return;
    }
    trial->user_is_fixed = claim->subject.kind == IR_USER;
    trial->claimants = arena_alloc(arena, sizeof *trial->claimants);
    trial->claimants[0] = claim->subject.owner == IR_NONE ? IR_NONE : claim->subject.owner >> 1;
    trial->claimant_count = 1;
}

/* ---- drafts ---- */

struct draft draft_of_claimant(const struct trial *trial, uint32_t claimant)
{
    const struct model *model = trial->model;
    struct draft draft = {.nodes = trial->nodes, .user = IR_NONE};
    bool added;

    if (model->everyone != IR_NONE)
        draft.nodes[draft.count++] = model->everyone;
    if (claimant == IR_NONE)
        return draft;
    if (trial->user_is_fixed) {
        draft.nodes[draft.count++] = claimant;
        draft.user = claimant;
    } else {
        draft_add(trial, &draft, claimant, &added);
    }
    return draft;
}

/* Whether what the desk gives the draft, with the node, may be given to him. */
static bool desk_agrees(const struct trial *trial, const struct draft *draft, uint32_t node)
{
    const struct ir *ir = trial->model->ir;
    uint32_t i;

    if (trial->model->desk == NULL)
        return true;
    if (ir->nodes[node].kind == IR_OPTION)
        return draft->user == IR_NONE || desk_admits(trial->model->desk, node, draft->user);
    for (i = 0; i < draft->count && ir->nodes[node].kind == IR_USER; i++)
        if (ir->nodes[draft->nodes[i]].kind == IR_OPTION && !desk_admits(trial->model->desk, draft->nodes[i], node))
            return false;
    return true;
}

bool draft_add(const struct trial *trial, struct draft *draft, uint32_t node, bool *added)
{
    struct person person = draft_person(draft);

    *added = false;
    if (person_is(&person, node))
        return true;
    if (!desk_agrees(trial, draft, node))
        return false;
    if (trial->model->ir->nodes[node].kind == IR_USER) {
        if (trial->user_is_fixed || draft->user != IR_NONE)
            return false;
        draft->user = node;
    }
    draft->nodes[draft->count++] = node;
    draft->cost += node_cost(trial->model, node);
    *added = true;
    return true;
}

void draft_drop(const struct trial *trial, struct draft *draft)
{
    uint32_t node = draft->nodes[--draft->count];

    if (draft->user == node)
        draft->user = IR_NONE;
    draft->cost -= node_cost(trial->model, node);
}

struct person draft_person(const struct draft *draft)
{
    return (struct person){.nodes = draft->nodes, .count = draft->count};
}

/* ---- trying ---- */

uint32_t *demand_starts(const struct trial *trial)
{
    const struct demand *demand = &trial->demand;
    struct arena *arena = trial->arena;
    uint32_t *starts = arena_array(arena, demand->op_count, sizeof *starts);
    uint32_t *stack = arena_array(arena, demand->op_count, sizeof *stack), depth = 0, i;

    for (i = 0; i < demand->op_count; i++) {
        if (demand->ops[i] < IR_REQUEST_PERMISSION) {
            depth -= 2;
            starts[i] = stack[depth];
        } else {
            starts[i] = i;
        }
        stack[depth++] = starts[i];
    }
    return starts;
}

uint64_t *claim_matches(struct view *view, const struct trial *trial, const struct person *person)
{
    if (!trial->claim->subject.is_role)
        return region_full(view);
    return person_holds_only(view, person, trial->claim->subject.owner >> 1, trial->up);
}

struct attempt {
    const struct trial *trial;
    struct person person;
};

static uint64_t *matches_alone(struct view *view, const void *context)
{
    const struct attempt *attempt = context;

    return claim_matches(view, attempt->trial, &attempt->person);
}

static uint64_t *against_claim(struct view *view, const void *context)
{
    const struct attempt *attempt = context;
    uint64_t *region = claim_matches(view, attempt->trial, &attempt->person);
    uint64_t *met = person_meets(view, &attempt->person, &attempt->trial->demand);

    if (!attempt->trial->claim->always) {
        region_and(view, region, met);
        return region;
    }
    region_and(view, region, view_known(view));
    region_less(view, region, met);
    return region;
}

bool trial_goes_on(struct trial *trial)
{
    if (trial->view.steps > trial->step_end)
        trial->gave_up = true;
    return !trial->gave_up && !(trial->any && trial->best != NULL);
}

unsigned trial_best_cost(const struct trial *trial)
{
    return trial->best == NULL ? COST_MAX : trial->best->cost;
}

bool trial_fits_somebody(struct trial *trial)
{
    uint32_t i;

    for (i = 0; i < trial->claimant_count; i++) {
        struct draft draft = draft_of_claimant(trial, trial->claimants[i]);
        struct attempt attempt = {trial, draft_person(&draft)};
        const uint64_t *region = view_region(&trial->view, matches_alone, &attempt, true);
        if (region == NULL || !region_is_empty(&trial->view, region))
            return true;
    }
    return false;
}

/* ---- the witness ---- */

/* A name that the policy gives to no user. */
static const char *nobody_named(const struct trial *trial)
{
    const struct ir *ir = trial->model->ir;
    const char *name = "someone";
    uint32_t number = 1, length, i;

    for (i = 0; i < ir->node_count; i++) {
        const unsigned char *text;
        if (ir->nodes[i].kind != IR_USER)
            continue;
        text = str_bytes(ir->names.bytes, ir->nodes[i].name, &length);
        if (length == strlen(name) && memcmp(text, name, length) == 0) {
            name = arena_printf(trial->model->arena, "someone%u", ++number);
            i = UINT32_MAX; /* once more, from the first */
        }
    }
    return name;
}

static const char *node_name(const struct trial *trial, uint32_t node)
{
    uint32_t length;

    return (const char *)str_bytes(trial->model->ir->names.bytes, trial->model->ir->nodes[node].name, &length);
}

static void witness_who(const struct trial *trial, const struct draft *draft, struct witness *witness)
{
    const struct ir_claimant *subject = &trial->claim->subject;
    const struct ir *ir = trial->model->ir;
    uint32_t i;

    witness->user = trial->user_is_fixed     ? subject->name.bytes
                    : draft->user != IR_NONE ? node_name(trial, draft->user)
                                             : nobody_named(trial);
    witness->groups = arena_array(trial->model->arena, draft->count + 1, sizeof(char *));
    witness->gids = arena_array(trial->model->arena, draft->count + 1, sizeof *witness->gids);
    for (i = 0; i < draft->count; i++) {
        const struct ir_node *node = &ir->nodes[draft->nodes[i]];
        if (node->kind == IR_GROUP)
            witness->groups[witness->group_count++] = node_name(trial, draft->nodes[i]);
        else if (node->kind == IR_GID)
            witness->gids[witness->gid_count++] = node->name;
    }
    if (subject->owner != IR_NONE || subject->is_role)
        return;
    if (subject->kind == IR_GROUP)
        witness->groups[witness->group_count++] = subject->name.bytes;
    else if (subject->kind == IR_GID)
        witness->gids[witness->gid_count++] = subject->gid;
}

/* What the desk has to give him. */
static void witness_options(const struct trial *trial, const struct draft *draft, struct witness *witness)
{
    const struct ir *ir = trial->model->ir;
    uint32_t i;

    witness->desk = trial->model->desk;
    witness->options = arena_array(trial->model->arena, draft->count + 1, sizeof *witness->options);
    for (i = 0; i < draft->count; i++)
        if (ir->nodes[draft->nodes[i]].kind == IR_OPTION)
            witness->options[witness->option_count++] = draft->nodes[i] - witness->desk->option_first;
}

/* What an `always` says nothing of, an origin or a host that is not known, need not be kept away from. */
static const uint64_t *with_unknown(struct trial *trial, const uint64_t *region)
{
    struct view *view = &trial->view;
    uint64_t *wider = region_full(view);

    if (!trial->claim->always)
        return region;
    region_less(view, wider, view_known(view));
    region_or(view, wider, region);
    return wider;
}

struct witness *witness_of(const struct trial *trial, const struct draft *draft)
{
    struct witness *witness = arena_alloc(trial->model->arena, sizeof *witness);

    witness->cost = draft->cost;
    witness->permission = IR_NONE;
    witness_who(trial, draft, witness);
    if (trial->model->desk != NULL)
        witness_options(trial, draft, witness);
    return witness;
}

static void witness_keep(struct trial *trial, const struct draft *draft, const uint64_t *region)
{
    const struct space *space = trial->view.space;
    size_t point = region_first(space, region);
    struct witness *witness = witness_of(trial, draft);
    int kind;

    for (kind = 0; kind < AXES; kind++) {
        struct fact *fact = &witness->facts[kind];
        *fact = space->axes[kind].facts[point_class(space, point, (enum axis_kind)kind)];
        if (fact->text != NULL)
            fact->text = arena_copy(trial->model->arena, fact->text, strlen(fact->text));
    }
    region_needs(space, with_unknown(trial, region), point, witness->matters);
    trial->best = witness;
}

bool draft_try(struct trial *trial, const struct draft *draft)
{
    struct attempt attempt = {trial, draft_person(draft)};
    const uint64_t *region;

    attempt.person.off_roster = !person_is_vouched(trial->model, &attempt.person);
    region = view_region(&trial->view, against_claim, &attempt, !trial->claim->always);
    if (region == NULL) {
        trial->gave_up = true;
        return false;
    }
    if (region_is_empty(&trial->view, region)) {
        proof_add(trial, draft, (struct proof_case){.question = trial->claim->always ? PROOF_LET_IN : PROOF_SHUT_OUT},
                  against_claim, &attempt, !trial->claim->always);
        return false;
    }
    if (draft->cost < trial_best_cost(trial))
        witness_keep(trial, draft, region);
    return true;
}

/* The first roster that nobody of the draft vouches in, or the number of rosters. */
static uint32_t first_open_roster(const struct trial *trial, const struct draft *draft)
{
    struct person person = draft_person(draft);
    const struct ir *ir = trial->model->ir;
    uint32_t i, j;

    for (i = 0; i < ir->roster_count; i++) {
        for (j = 0; j < ir->rosters[i].node_count && !person_is(&person, ir->rosters[i].nodes[j]);)
            j++;
        if (j == ir->rosters[i].node_count)
            return i;
    }
    return i;
}

bool draft_try_vouched(struct trial *trial, struct draft *draft)
{
    const struct ir *ir = trial->model->ir;
    uint32_t open = first_open_roster(trial, draft), i;
    bool found = draft_try(trial, draft), added;

    for (i = 0; open < ir->roster_count && i < ir->rosters[open].node_count && trial_goes_on(trial); i++) {
        if (!draft_add(trial, draft, ir->rosters[open].nodes[i], &added))
            continue;
        if (draft->cost < trial_best_cost(trial))
            found = draft_try_vouched(trial, draft) || found;
        if (added)
            draft_drop(trial, draft);
    }
    return found;
}

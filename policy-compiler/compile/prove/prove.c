/*
 * prove.c - goes through claims and targets, and keeps what was found of each.
 *
 * Each target has its own allowance of work, counted and not timed, so that a verdict is the same on every machine.
 */
#include "prove.h"

#include "claim.h"
#include "proof.h"
#include "support/arena.h"

static bool search(struct trial *trial)
{
    trial->step_end = trial->view.steps + CLAIM_STEPS_MAX;
    return trial->claim->always ? always_search(trial) : never_search(trial);
}

static void prove_permission(struct trial *trial, uint32_t permission)
{
    const struct witness *before = trial->best;

    trial->demand = demand_of_permission(trial->arena, permission);
    search(trial);
    if (trial->best != before)
        trial->best->permission = permission;
}

/* Goes through it once more, and keeps why nobody is against the claim. */
static struct proof *proof_of(struct model *model, const struct ir_claim *claim, const struct ir_target *target,
                              uint32_t permission)
{
    struct arena *room = arena_within(model->arena);
    struct proof *proof = arena_alloc(model->arena, sizeof *proof);
    struct trial trial;

    trial_begin(&trial, model, room, claim);
    proof->permission = permission;
    trial.proof = proof;
    trial.demand =
        target->is_service ? demand_of_service(model, target->service) : demand_of_permission(room, permission);
    search(&trial);
    if (trial.gave_up && proof->missing == NULL)
        proof->missing = "there is too much to look at without taking subjects together";
    arena_free(room);
    return proof;
}

static void finding_certify(struct model *model, struct finding *finding)
{
    const struct ir_target *target = finding->target;
    struct proof **end = &finding->proofs;
    uint32_t i;

    if (target->is_service)
        finding->proofs = proof_of(model, finding->claim, target, IR_NONE);
    for (i = target->lo; !target->is_service && i < target->hi; i++) {
        *end = proof_of(model, finding->claim, target, i);
        end = &(*end)->next;
    }
}

static struct finding prove_target(struct model *model, const struct ir_claim *claim, const struct ir_target *target)
{
    struct arena *room = arena_within(model->arena);
    struct finding finding = {.claim = claim, .target = target};
    struct trial trial;
    bool gave_up = false;
    uint32_t i;

    trial_begin(&trial, model, room, claim);
    if (target->is_service) {
        trial.demand = demand_of_service(model, target->service);
        search(&trial);
        gave_up = trial.gave_up;
    }
    for (i = target->lo; !target->is_service && i < target->hi && trial_best_cost(&trial) > 0; i++) {
        trial.gave_up = false;
        prove_permission(&trial, i);
        gave_up = gave_up || trial.gave_up;
    }
    finding.witness = trial.best;
    finding.verdict = trial.best != NULL ? CLAIM_VIOLATED : gave_up ? CLAIM_UNDECIDED : CLAIM_HOLDS;
    arena_free(room);
    return finding;
}

/* Whether a claim speaks of nobody: its role is assigned to nobody, or no statement names its user. */
static bool is_unfit(struct model *model, const struct ir_claim *claim)
{
    struct arena *room;
    struct trial trial;
    bool fits;

    if (!claim->subject.is_role)
        return claim->subject.kind == IR_USER && claim->subject.owner == IR_NONE;
    room = arena_within(model->arena);
    trial_begin(&trial, model, room, claim);
    fits = trial_fits_somebody(&trial);
    arena_free(room);
    return !fits;
}

struct findings prove_claims(struct arena *arena, const struct ir *ir, int64_t now, bool certified)
{
    struct findings findings = {.list = NULL};
    struct model *model;
    size_t count = 0, i;
    uint32_t j;

    if (ir->claim_count == 0)
        return findings;
    model = model_new(universe_new(arena, ir, NULL, now), 0);
    for (i = 0; i < ir->claim_count; i++)
        count += ir->claims[i].target_count;
    findings.list = arena_array(arena, count, sizeof *findings.list);
    findings.unfit = arena_array(arena, ir->claim_count, sizeof(struct ir_claim *));
    for (i = 0; i < ir->claim_count; i++) {
        if (is_unfit(model, &ir->claims[i]))
            findings.unfit[findings.unfit_count++] = &ir->claims[i];
        for (j = 0; j < ir->claims[i].target_count; j++)
            findings.list[findings.count++] = prove_target(model, &ir->claims[i], &ir->claims[i].targets[j]);
    }
    for (i = 0; i < findings.count && certified; i++)
        if (findings.list[i].verdict == CLAIM_HOLDS)
            finding_certify(model, &findings.list[i]);
    for (i = 0; i < findings.count; i++)
        findings.violated += findings.list[i].verdict == CLAIM_VIOLATED;
    universe_free(model->universe);
    return findings;
}

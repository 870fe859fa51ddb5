/*
 * prove.c - goes through claims and targets, and keeps what was found of each.
 *
 * Each target has its own allowance of work, counted and not timed, so that a verdict is the same on every machine.
 */
#include "prove.h"

#include "claim.h"
#include "delegation.h"
#include "proof.h"
#include "solve.h"
#include "solver.h"
#include "support/arena.h"

/* The solver's part. */
struct help {
    bool alone;
    uint64_t steps; /* that it has left for all claims */
};

/* Looks for somebody by trying persons and, where there are too many, by the solver; NULL: not by that. */
static void search(struct trial *trial, struct help *help)
{
    trial->gave_up = help != NULL && help->alone;
    trial->step_end = trial->view.steps + CLAIM_STEPS_MAX;
    if (!trial->gave_up && trial->claim->always)
        always_search(trial);
    else if (!trial->gave_up)
        never_search(trial);
    if (trial->gave_up && trial->best == NULL && help != NULL)
        solve_search(trial, &help->steps);
}

static void prove_permission(struct trial *trial, uint32_t permission, struct help *help)
{
    const struct witness *before = trial->best;

    trial->demand = demand_of_permission(trial->arena, permission);
    search(trial, help);
    if (trial->best != before)
        trial->best->permission = permission;
}

/* Goes through it once more, and keeps why nobody is against the claim. */
static struct proof *proof_of(struct model *model, const struct ir_claim *claim, const struct ir_target *target,
                              uint32_t permission)
{
    struct proof *proof = arena_alloc(model->arena, sizeof *proof);
    struct arena *room;
    struct trial trial;

    proof->model = model;
    proof->permission = permission;
    room = arena_within(model->arena);
    trial_begin(&trial, model, room, claim);
    trial.proof = proof;
    trial.demand =
        target->is_service ? demand_of_service(model, target->service) : demand_of_permission(room, permission);
    search(&trial, NULL);
    if (trial.gave_up && proof->missing == NULL)
        proof->missing = "it exceeds the limit of work unless subjects are grouped";
    arena_free(room);
    return proof;
}

static void finding_certify(struct model *model, const struct ir_claim *claim, struct finding *finding)
{
    const struct ir_target *target = finding->target;
    struct proof **end = &finding->proofs;
    uint32_t i;

    if (target->is_service)
        finding->proofs = proof_of(model, claim, target, IR_NONE);
    for (i = target->lo; !target->is_service && i < target->hi; i++) {
        *end = proof_of(model, claim, target, i);
        end = &(*end)->next;
    }
}

static struct finding prove_target(struct model *model, const struct ir_claim *claim, const struct ir_target *target,
                                   struct help *help)
{
    struct arena *room = arena_within(model->arena);
    struct finding finding = {.claim = claim, .target = target};
    struct trial trial;
    bool gave_up = false;
    uint32_t i;

    trial_begin(&trial, model, room, claim);
    if (target->is_service) {
        trial.demand = demand_of_service(model, target->service);
        search(&trial, help);
        gave_up = trial.gave_up;
    }
    for (i = target->lo; !target->is_service && i < target->hi && trial_best_cost(&trial) > 0; i++) {
        prove_permission(&trial, i, help);
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

/* The policy as it is, and with what desks could write against a `never` and against an `always`; NULL: not made yet.
 */
struct models {
    struct arena *arena;
    const struct ir *ir;
    int64_t now;
    struct model *plain, *delegated[2];
    struct help help;
};

/* The model that a claim is about. */
static struct model *models_get(struct models *models, const struct ir_claim *claim)
{
    struct model **model = claim->delegated ? &models->delegated[claim->always] : &models->plain;
    const struct desk *desk;

    if (*model != NULL)
        return *model;
    desk = claim->delegated ? desk_new(models->arena, models->ir, claim->always) : NULL;
    *model = model_new(universe_new(models->arena, desk == NULL ? models->ir : desk->ir, NULL, models->now), 0);
    (*model)->desk = desk;
    return *model;
}

static void models_free(struct models *models)
{
    if (models->plain != NULL)
        universe_free(models->plain->universe);
    if (models->delegated[0] != NULL)
        universe_free(models->delegated[0]->universe);
    if (models->delegated[1] != NULL)
        universe_free(models->delegated[1]->universe);
}

static void prove_claim(struct models *models, size_t number, struct findings *findings, bool certified)
{
    const struct ir_claim *claim = &models->ir->claims[number];
    struct model *model = models_get(models, claim);
    const struct ir_claim *meant = &model->ir->claims[number];
    uint32_t i;

    if (is_unfit(model, meant))
        findings->unfit[findings->unfit_count++] = claim;
    for (i = 0; i < claim->target_count; i++) {
        struct finding *finding = &findings->list[findings->count++];
        *finding = prove_target(model, meant, &claim->targets[i], &models->help);
        finding->claim = claim;
        if (certified && finding->verdict == CLAIM_HOLDS)
            finding_certify(model, meant, finding);
        findings->violated += finding->verdict == CLAIM_VIOLATED;
    }
}

struct findings prove_claims(struct arena *arena, const struct ir *ir, const struct prove_options *options)
{
    struct findings findings = {.list = NULL};
    struct models models = {.arena = arena, .ir = ir, .now = options->now, .help = {options->solved, SOLVER_STEPS_ALL}};
    size_t count = 0, i;

    for (i = 0; i < ir->claim_count; i++)
        count += ir->claims[i].target_count;
    findings.list = arena_array(arena, count, sizeof *findings.list);
    findings.unfit = arena_array(arena, ir->claim_count, sizeof(struct ir_claim *));
    for (i = 0; i < ir->claim_count; i++)
        prove_claim(&models, i, &findings, options->certified);
    models_free(&models);
    return findings;
}

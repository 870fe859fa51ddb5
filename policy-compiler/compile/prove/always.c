/*
 * always.c - looks for somebody to whom an `always` is not true.
 *
 * Fewer groups let in less, but for those that deny and those whose roles make others void. So it is enough to look at
 * whom the claim fits by himself, and with one subject more for each permission that he is to be denied; and, where a
 * way in could be void, at what voids.c looks at.
 */
#include "claim.h"
#include "proof.h"
#include "support/arena.h"

struct goal {
    const struct goal *next;
    uint32_t end; /* the goal's program, which is not to be met, ends with this operation */
};

struct hunt {
    struct trial *trial;
    struct draft draft;
    const uint32_t *starts;
    struct kin_list **kin; /* by operation: who denies a permission */
    uint32_t *refused;     /* permissions that are not to be had, as far as it has been chosen */
    uint32_t refused_count;
    bool by_voids; /* no more than what is refused is wanted: for voids.c */
};

struct lack {
    const struct hunt *hunt;
    uint32_t permission;
};

static uint64_t *claimed_and_known(struct view *view, const struct hunt *hunt, const struct person *person)
{
    uint64_t *region = claim_matches(view, hunt->trial, person);

    region_and(view, region, view_known(view));
    return region;
}

/* Where the claim fits the draft and he is denied. */
static uint64_t *denied_there(struct view *view, const void *context)
{
    const struct lack *lack = context;
    struct person person = draft_person(&lack->hunt->draft);
    uint64_t *region = claimed_and_known(view, lack->hunt, &person);

    region_and(view, region, person_denied(view, &person, lack->permission));
    return region;
}

/* Where the claim fits the draft and he is not allowed, vouched for or not. */
static uint64_t *not_allowed_there(struct view *view, const void *context)
{
    const struct lack *lack = context;
    struct person person = draft_person(&lack->hunt->draft);
    uint64_t *region, *allowed;

    region = claimed_and_known(view, lack->hunt, &person);
    person.off_roster = !person_is_vouched(view->model, &person);
    allowed = person_allowed(view, &person, lack->permission);
    region_less(view, region, allowed);
    return region;
}

static bool somewhere(struct trial *trial, view_question *question, const struct lack *lack)
{
    const uint64_t *region;

    if (!trial_goes_on(trial))
        return false;
    region = view_region(&trial->view, question, lack, false);
    if (region == NULL)
        trial->gave_up = true;
    return region != NULL && !region_is_empty(&trial->view, region);
}

static void goals_miss(struct hunt *hunt, const struct goal *goals);

/* Notes that nobody lacks the permission by the draft as he is. */
static void note_end(struct hunt *hunt, enum proof_question why, view_question *question, const struct lack *lack)
{
    uint32_t permission = lack->permission;
    struct proof_case is = {why, .permissions = &permission, .permission_count = 1};

    proof_add(hunt->trial, &hunt->draft, is, question, lack, false);
}

/* Goes on with the draft as he is, where he may lack the permission, and with each subject that is denied it. */
static void permission_miss(struct hunt *hunt, uint32_t op, const struct goal *rest)
{
    struct trial *trial = hunt->trial;
    uint32_t permission = trial->demand.ops[op] - IR_REQUEST_PERMISSION, node, i;
    struct lack lack = {hunt, permission};
    bool added;

    hunt->refused[hunt->refused_count++] = permission;
    if (hunt->by_voids || somewhere(trial, not_allowed_there, &lack))
        goals_miss(hunt, rest);
    else
        note_end(hunt, PROOF_ALLOWED, not_allowed_there, &lack);
    for (i = 0; !hunt->by_voids && trial_goes_on(trial) && (node = kin_at(hunt->kin[op], i)) != IR_NONE; i++) {
        if (hunt->draft.cost + node_cost(trial->model, node) >= trial_best_cost(trial))
            break;
        if (!draft_add(trial, &hunt->draft, node, &added) || !added)
            continue;
        if (somewhere(trial, denied_there, &lack))
            goals_miss(hunt, rest);
        else
            note_end(hunt, PROOF_NOT_DENIED, denied_there, &lack);
        draft_drop(trial, &hunt->draft);
    }
    hunt->refused_count--;
}

static void goals_miss(struct hunt *hunt, const struct goal *goals)
{
    const struct demand *demand = &hunt->trial->demand;
    struct goal left, right;
    uint32_t op;

    if (hunt->draft.cost >= trial_best_cost(hunt->trial) || !trial_goes_on(hunt->trial))
        return;
    if (goals == NULL) {
        if (hunt->by_voids)
            voids_search(hunt->trial, hunt->refused, hunt->refused_count);
        else
            draft_try_vouched(hunt->trial, &hunt->draft);
        return;
    }
    op = demand->ops[goals->end];
    if (op >= IR_REQUEST_PERMISSION) {
        permission_miss(hunt, goals->end, goals->next);
        return;
    }
    right = (struct goal){goals->next, goals->end - 1};
    left = (struct goal){goals->next, hunt->starts[goals->end - 1] - 1};
    if (op == IR_REQUEST_OR) {
        left.next = &right;
        goals_miss(hunt, &left);
        return;
    }
    goals_miss(hunt, &left);
    goals_miss(hunt, &right);
}

/*
 * With rosters: whoever is vouched for by others, by himself or with his groups, and those whose roles may make others
 * void: each is a claimant of his own besides.
 */
static void each_vouched(struct hunt *hunt, uint32_t roster, const struct goal *whole)
{
    const struct ir *ir = hunt->trial->model->ir;
    struct person person = draft_person(&hunt->draft);
    uint32_t i;
    bool added;

    while (roster < ir->roster_count) {
        for (i = 0; i < ir->rosters[roster].node_count && !person_is(&person, ir->rosters[roster].nodes[i]);)
            i++;
        if (i == ir->rosters[roster].node_count)
            break;
        roster++;
    }
    if (roster == ir->roster_count) {
        draft_try(hunt->trial, &hunt->draft); /* the service's own condition keeps him out, whatever he is allowed */
        goals_miss(hunt, whole);
        return;
    }
    for (i = 0; i < ir->rosters[roster].node_count && trial_goes_on(hunt->trial); i++) {
        if (!draft_add(hunt->trial, &hunt->draft, ir->rosters[roster].nodes[i], &added))
            continue;
        each_vouched(hunt, roster + 1, whole);
        if (added)
            draft_drop(hunt->trial, &hunt->draft);
    }
}

/* Whether a way to one of the demand's permissions comes by a role that another may make void. */
static bool ways_may_be_void(const struct trial *trial)
{
    uint32_t i, j;

    for (i = 0; i < trial->demand.op_count && trial->model->ir->exclusive_count > 0; i++) {
        const struct ways *allows;
        if (trial->demand.ops[i] < IR_REQUEST_PERMISSION)
            continue;
        allows = &model_ways(trial->model, trial->demand.ops[i] - IR_REQUEST_PERMISSION)->allows;
        for (j = 0; j < allows->count; j++)
            if (allows->list[j].role != IR_NONE && role_touches(trial->model, allows->list[j].role))
                return true;
    }
    return false;
}

/* The draft as he is, off the roster it may be; and made one on it. */
static void claimant_try(struct hunt *hunt, const struct goal *whole)
{
    struct person person = draft_person(&hunt->draft);

    draft_try(hunt->trial, &hunt->draft);
    goals_miss(hunt, whole);
    if (!person_is_vouched(hunt->trial->model, &person))
        each_vouched(hunt, 0, whole);
}

/* Users whose roles could make the claimant's void, the first of each kin. */
static uint32_t *voiding_users(struct trial *trial, uint32_t *count)
{
    const struct model *model = trial->model;
    uint32_t *users = arena_array_room(trial->arena, model->holding_count, sizeof *users), found = 0, i;

    for (i = 0; i < model->holding_count; i++)
        if (model->ir->nodes[model->holdings[i].node].kind == IR_USER && role_touches(model, model->holdings[i].role))
            users[found++] = model->holdings[i].node;
    return kin_firsts(trial, users, found, count);
}

/* The claimant being one of these users: off the roster that is another than one without a name. */
static void claimant_with_users(struct hunt *hunt, const uint32_t *users, uint32_t count)
{
    uint32_t i;
    bool added;

    for (i = 0; i < count && trial_goes_on(hunt->trial); i++) {
        if (!draft_add(hunt->trial, &hunt->draft, users[i], &added) || !added)
            continue;
        draft_try(hunt->trial, &hunt->draft);
        draft_drop(hunt->trial, &hunt->draft);
    }
}

bool always_search(struct trial *trial)
{
    struct goal whole = {NULL, trial->demand.op_count - 1};
    struct hunt hunt = {.trial = trial};
    bool may_be_void = trial->proof == NULL && ways_may_be_void(trial);
    uint32_t *claimants, count, *users = NULL, user_count = 0, i;

    hunt.starts = demand_starts(trial);
    hunt.kin = kin_of_demand(trial, true);
    hunt.refused = arena_array(trial->arena, trial->demand.op_count, sizeof *hunt.refused);
    claimants = kin_firsts(trial, trial->claimants, trial->claimant_count, &count);
    if (may_be_void)
        users = voiding_users(trial, &user_count);
    for (i = 0; i < count && trial_goes_on(trial); i++) {
        hunt.draft = draft_of_claimant(trial, claimants[i]);
        claimant_try(&hunt, &whole);
        claimant_with_users(&hunt, users, user_count);
    }
    hunt.by_voids = true;
    if (trial->best == NULL && may_be_void && trial_goes_on(trial)) {
        hunt.draft = (struct draft){.user = IR_NONE};
        goals_miss(&hunt, &whole);
    }
    return trial->best != NULL;
}

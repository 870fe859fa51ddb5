/*
 * never.c - looks for somebody whom a `never` says there is none of.
 *
 * Who is let in by some ways is let in by them alone: more groups can only deny, or make roles void. So it is enough to
 * look at persons made of one subject that the claim fits and one subject for each permission that is to be had.
 */
#include "claim.h"
#include "proof.h"
#include "support/arena.h"

/* What is still to be had: an operation of the demand's program and those behind it. */
struct goal {
    const struct goal *next;
    uint32_t end; /* the goal's program ends with this operation */
};

struct hunt {
    struct trial *trial;
    struct draft draft;
    const uint32_t *starts; /* by operation: where the program that it ends begins */
    struct kin_list **kin;  /* by operation: whom a permission can come through */
    uint32_t *wanted;       /* permissions that have been chosen */
    uint32_t wanted_count;
};

/* Where the claim fits, the service's condition holds, and everything chosen is allowed; all on the roster. */
static uint64_t *all_wanted(struct view *view, const void *context)
{
    const struct hunt *hunt = context;
    struct person person = draft_person(&hunt->draft);
    uint64_t *region = claim_matches(view, hunt->trial, &person);
    uint32_t i;

    region_and(view, region, view_surely(view, hunt->trial->demand.guard));
    for (i = 0; i < hunt->wanted_count; i++)
        region_and(view, region, person_allowed(view, &person, hunt->wanted[i]));
    return region;
}

/* The same, but the permission chosen last need only not be denied. */
static uint64_t *last_not_denied(struct view *view, const void *context)
{
    struct hunt hunt = *(const struct hunt *)context;
    struct person person = draft_person(&hunt.draft);
    uint64_t *region;

    hunt.wanted_count--;
    region = all_wanted(view, &hunt);
    region_less(view, region, person_denied(view, &person, hunt.wanted[hunt.wanted_count]));
    return region;
}

static bool somewhere(struct hunt *hunt, view_question *question)
{
    struct trial *trial = hunt->trial;
    const uint64_t *region;

    if (!trial_goes_on(trial))
        return false;
    region = view_region(&trial->view, question, hunt, true);
    if (region == NULL)
        trial->gave_up = true;
    return region != NULL && !region_is_empty(&trial->view, region);
}

static void goals_reach(struct hunt *hunt, const struct goal *goals);

static bool is_wanted(const struct hunt *hunt, uint32_t permission)
{
    uint32_t i;

    for (i = 0; i < hunt->wanted_count; i++)
        if (hunt->wanted[i] == permission)
            return true;
    return false;
}

/* Whether the permission chosen last comes through somebody of the draft. */
static bool has_way(const struct hunt *hunt)
{
    struct model *model = hunt->trial->model;
    const struct ways *allows = &model_ways(model, hunt->wanted[hunt->wanted_count - 1])->allows;
    uint32_t i, count = 0;

    for (i = 0; i < hunt->draft.count && count == 0; i++)
        ways_of_node(model, allows, hunt->draft.nodes[i], &count);
    return count > 0;
}

/* Notes that it ends with the draft as he is. */
static void note_end(struct hunt *hunt, enum proof_question why, view_question *question)
{
    struct proof_case is = {why, .permissions = hunt->wanted, .permission_count = hunt->wanted_count};

    proof_add(hunt->trial, &hunt->draft, is, question, hunt, true);
}

static void draft_reach(struct hunt *hunt, const struct goal *rest)
{
    if (somewhere(hunt, all_wanted))
        goals_reach(hunt, rest);
    else if (has_way(hunt))
        note_end(hunt, PROOF_REFUSED, all_wanted);
}

/* Goes on with each subject that the permission can come through, those whom the draft is already first. */
static void permission_reach(struct hunt *hunt, uint32_t op, const struct goal *rest)
{
    struct trial *trial = hunt->trial;
    uint32_t permission = trial->demand.ops[op] - IR_REQUEST_PERMISSION, node, i;
    bool reachable = kin_at(hunt->kin[op], 0) != IR_NONE, added;

    if (is_wanted(hunt, permission)) {
        goals_reach(hunt, rest);
        return;
    }
    hunt->wanted[hunt->wanted_count++] = permission;
    if (reachable && !somewhere(hunt, last_not_denied)) {
        note_end(hunt, PROOF_DENIED, last_not_denied);
    } else if (reachable) {
        draft_reach(hunt, rest);
        for (i = 0; trial_goes_on(trial) && (node = kin_at(hunt->kin[op], i)) != IR_NONE; i++) {
            if (hunt->draft.cost + node_cost(trial->model, node) >= trial_best_cost(trial))
                break;
            if (!draft_add(trial, &hunt->draft, node, &added) || !added)
                continue;
            draft_reach(hunt, rest);
            draft_drop(trial, &hunt->draft);
        }
    }
    hunt->wanted_count--;
}

static void goals_reach(struct hunt *hunt, const struct goal *goals)
{
    const struct demand *demand = &hunt->trial->demand;
    struct goal left, right;
    uint32_t op;

    if (hunt->draft.cost >= trial_best_cost(hunt->trial) || !trial_goes_on(hunt->trial))
        return;
    if (goals == NULL) {
        draft_try_vouched(hunt->trial, &hunt->draft);
        return;
    }
    op = demand->ops[goals->end];
    if (op >= IR_REQUEST_PERMISSION) {
        permission_reach(hunt, goals->end, goals->next);
        return;
    }
    right = (struct goal){goals->next, goals->end - 1};
    left = (struct goal){goals->next, hunt->starts[goals->end - 1] - 1};
    if (op == IR_REQUEST_AND) {
        left.next = &right;
        goals_reach(hunt, &left);
        return;
    }
    goals_reach(hunt, &left);
    goals_reach(hunt, &right);
}

bool never_search(struct trial *trial)
{
    struct goal whole = {NULL, trial->demand.op_count - 1};
    struct hunt hunt = {.trial = trial};
    uint32_t *claimants, count, i;

    hunt.starts = demand_starts(trial);
    hunt.kin = kin_of_demand(trial, false);
    claimants = kin_firsts(trial, trial->claimants, trial->claimant_count, &count);
    hunt.wanted = arena_array(trial->arena, trial->demand.op_count, sizeof *hunt.wanted);
    for (i = 0; i < count && trial_goes_on(trial); i++) {
        hunt.draft = draft_of_claimant(trial, claimants[i]);
        goals_reach(&hunt, &whole);
    }
    return trial->best != NULL;
}

/*
 * claim.h - one claim about one target: who is meant, what is tried, what was found. Internal to prove/.
 */
#ifndef CLAIM_H
#define CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "person.h"
#include "prove.h"

#define CLAIM_STEPS_MAX UINT64_C(20000000) /* regions' words that are made for one target; more is undecided */
#define COST_MAX        UINT32_MAX

struct trial {
    struct model *model;
    struct arena *arena;
    struct view view;
    const struct ir_claim *claim;
    bool *up;            /* of a claim on a role: up() of it */
    uint32_t *claimants; /* nodes of which each makes somebody the claim's subject; one that is IR_NONE needs none */
    uint32_t claimant_count;
    bool user_is_fixed; /* the claim is on one user */
    uint32_t *nodes;    /* room for those of the draft */
    struct demand demand;
    struct witness *best;
    uint64_t step_end;
    bool gave_up;
    bool any;            /* one witness is enough, however dear */
    struct proof *proof; /* NULL; or where to keep why the claim holds: then each subject is tried, kin or not */
};

/* A claim's subject, and room for trials. The arena is gone with the trial. */
void trial_begin(struct trial *trial, struct model *model, struct arena *arena, const struct ir_claim *claim);
/* Whether anybody can be the subject. */
bool trial_fits_somebody(struct trial *trial);
/*
 * Looks for a situation that is against the claim, as cheap as there is. False: there is none, unless trial->gave_up.
 * Else it is trial->best.
 */
bool never_search(struct trial *trial);
bool always_search(struct trial *trial);
/*
 * The rest of the second, where exclusive sets are touched: somebody whose roles are void since he holds others. The
 * permissions, given by number, are what he must all be kept from. voids.c
 */
void voids_search(struct trial *trial, const uint32_t *permissions, uint32_t count);

/* ---- what the two share: trial.c ---- */

/* A person while he is put together; a trial has but one at a time. */
struct draft {
    uint32_t *nodes;
    uint32_t count;
    uint32_t user; /* IR_NONE: one whom the policy does not name, or the claim's */
    unsigned cost;
};

/* The person of a claimant, and `everyone`. */
struct draft draft_of_claimant(const struct trial *trial, uint32_t claimant);
/* Adds a node; false, with nothing added, where two users would be one. *added: it was not there. */
bool draft_add(const struct trial *trial, struct draft *draft, uint32_t node, bool *added);
void draft_drop(const struct trial *trial, struct draft *draft);
struct person draft_person(const struct draft *draft);

/* Where the person is the claim's subject. */
uint64_t *claim_matches(struct view *view, const struct trial *trial, const struct person *person);
/*
 * Whether the draft, as he is, is against the claim somewhere; a witness that costs less than the best is the best.
 */
bool draft_try(struct trial *trial, const struct draft *draft);
/* The same, and with as few rosters' subjects added as it takes to be vouched for. */
bool draft_try_vouched(struct trial *trial, struct draft *draft);
/* Where the program begins that each operation of a demand ends; in the trial's arena. */
uint32_t *demand_starts(const struct trial *trial);
/* Of nodes, the first of each kin, in their order; in the trial's arena. kin.c */
uint32_t *kin_firsts(const struct trial *trial, const uint32_t *nodes, uint32_t count, uint32_t *first_count);
/*
 * By operation of the demand that is a permission: of those by whom it is allowed, or denied, the first of each kin.
 * They are found as they are asked for.
 */
struct kin_list;
struct kin_list **kin_of_demand(const struct trial *trial, bool denies);
/* The first of a kin with this number, from 0, or IR_NONE behind the last. */
uint32_t kin_at(struct kin_list *list, uint32_t number);
/* A witness of the draft, who he is; what he meets is not said yet. */
struct witness *witness_of(const struct trial *trial, const struct draft *draft);
/* Whether more may be tried. */
bool trial_goes_on(struct trial *trial);
unsigned trial_best_cost(const struct trial *trial);

#endif

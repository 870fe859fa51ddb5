/*
 * claim_formula.h - that somebody is against a claim, as a formula over who he is and what he meets.
 *
 * Says what person.c says, of everybody at once. Internal to prove/.
 */
#ifndef CLAIM_FORMULA_H
#define CLAIM_FORMULA_H

#include "claim.h"
#include "situation_formula.h"

struct claim_formula {
    struct trial *trial;
    struct circuit circuit;
    struct situation_formula situation;
    int32_t *nodes; /* by node: whether he is it; 0: it does not matter */
    int32_t vouched;
    int32_t *voids; /* by role: whether it is void, being assigned; 0: not made yet */
    int32_t goal;   /* he is against it */
};

/* The formula of the trial's claim and demand. Where it would be too large, circuit.full or situation.failed. */
struct claim_formula claim_formula_new(struct trial *trial);

#endif

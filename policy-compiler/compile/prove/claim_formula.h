/*
 * claim_formula.h - that somebody is against a claim, as a formula over who he is and what he meets.
 *
 * Internal to prove/.
 */
#ifndef CLAIM_FORMULA_H
#define CLAIM_FORMULA_H

#include "claim.h"
#include "person_formula.h"

struct claim_formula {
    struct trial *trial;
    struct circuit circuit;
    struct situation_formula situation;
    struct person_formula person;
    int32_t goal; /* he is against it */
};

/* Makes the formula of the trial's claim and demand. Where it would be too large, circuit.full or situation.failed. */
void claim_formula_make(struct claim_formula *formula, struct trial *trial);

#endif

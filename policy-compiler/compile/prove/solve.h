/*
 * solve.h - what could not be determined by trying persons, left to a solver. Internal to prove/.
 */
#ifndef SOLVE_H
#define SOLVE_H

#include "claim.h"

/*
 * Looks for a situation that is against the claim, within *steps of the solver. False: there is none, unless
 * trial->gave_up. Else it is trial->best.
 */
bool solve_search(struct trial *trial, uint64_t *steps);

#endif

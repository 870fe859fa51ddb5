/*
 * solver.h - whether a circuit can be true: asks a SAT solver, in a process of its own, within limits.
 *
 * The one place that knows the solver. Internal to prove/.
 */
#ifndef SOLVER_H
#define SOLVER_H

#include "circuit.h"

/* Propagations, which a solver counts on every machine alike: of one question, and of all of a policy's claims. */
#define SOLVER_STEPS_MOST UINT64_C(50000000)
#define SOLVER_STEPS_ALL  (4 * SOLVER_STEPS_MOST)

enum solved {
    SOLVED_TRUE,  /* it can: values, by variable, are such that it is */
    SOLVED_FALSE, /* it cannot */
    SOLVED_NOT    /* that was not found out within the limits, or the process has ended */
};

/* Takes what it has cost off *steps, which it does not pass. values has room for every variable. */
enum solved solver_run(const struct circuit *circuit, int32_t goal, bool *values, uint64_t *steps);

#endif

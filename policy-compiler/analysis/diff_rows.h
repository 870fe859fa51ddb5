/*
 * diff_rows.h - the rows of two policies as one list, and what of them hangs on no permission.
 */
#ifndef DIFF_ROWS_H
#define DIFF_ROWS_H

#include "diff.h"

struct diff_rows {
    struct universe *universe;
    struct model *models[UNIVERSE_IRS];
    struct arena *arena;
    struct diff_row *list;
    size_t count;
    uint32_t *node_rows[UNIVERSE_IRS], *role_rows[UNIVERSE_IRS]; /* by node and by role: their row */
    const uint32_t *guards;                                      /* same_guards() */
    const uint32_t *signs[UNIVERSE_IRS]; /* by role: a number for what exclusive sets it touches; 0: none */
    bool other_rosters;                  /* a roster of one is not one of the other */
};

struct diff_rows diff_rows_of(struct universe *universe, struct arena *arena);

#endif

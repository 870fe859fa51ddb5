/*
 * diff_witness.h - a person and a situation for each change, put to the evaluator on both tables.
 */
#ifndef DIFF_WITNESS_H
#define DIFF_WITNESS_H

#include "diff.h"
#include "rolegate.h"

/* One of the two: its table, and how `rolegate can` names it: "policy" or "table", and a path. */
struct diff_side {
    rolegate_table *table;
    const char *option, *path;
};

/*
 * Gives each change a witness, in the arena, and asks both tables about it. False: one of them answers otherwise than
 * what was found, which is a fault of rolegate; a message was printed.
 */
bool diff_witness(struct diff *diff, const struct universe *universe, const struct diff_side sides[UNIVERSE_IRS],
                  struct arena *arena);

#endif

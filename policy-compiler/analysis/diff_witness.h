/*
 * diff_witness.h - a person and a situation for each change, put to the evaluator on both tables.
 */
#ifndef DIFF_WITNESS_H
#define DIFF_WITNESS_H

#include "compile/prove/shown_witness.h"
#include "diff.h"
#include "rolegate.h"

/* One of the two: its table, and how `rolegate can` reads it. */
struct diff_side {
    rolegate_table *table;
    struct asked_file asked;
};

/*
 * Gives each change a witness, in the arena, and asks both tables about it. False: one of them answers otherwise than
 * what was found, which is a fault of rolegate; a message was printed.
 */
bool diff_witness(struct diff *diff, const struct universe *universe, const struct diff_side sides[UNIVERSE_IRS],
                  struct arena *arena);

#endif

/*
 * diff_marks.h - which rows of two policies may differ on what is asked for, and which have any part in it.
 */
#ifndef DIFF_MARKS_H
#define DIFF_MARKS_H

#include "diff_rows.h"

/* Rows, each with bits, in the order in which they were added. */
struct row_set {
    unsigned char *bits; /* by row; 0: it is not in the set */
    uint32_t *list;
    size_t count;
};

void row_set_add(struct row_set *set, uint32_t row, unsigned bits);

#define DIFF_ALLOWS 1u /* ways to a permission are not the same in both, */
#define DIFF_DENIES 2u /* or denials of one, or what makes roles void */

#define DIFF_PART      1u
#define DIFF_MAY(side) (2u << (side)) /* has a way, in this policy */
#define DIFF_TOUCHED   8u             /* has a way by a role that may be void */

struct diff_marks {
    const struct diff_rows *rows;
    struct row_set changed;  /* with DIFF_... A row that is not in it differs nowhere, unless everybody's is */
    struct row_set relevant; /* DIFF_PART: with a way or a denial, or a role that makes others void; others are as
                                everybody */
    bool touched;            /* a role that leads there may be void */
    /* Internal: */
    struct triples *triples;
    uint64_t *entries[UNIVERSE_IRS], *traits;
    size_t counts[UNIVERSE_IRS], capacities[UNIVERSE_IRS], trait_count, trait_capacity, void_trait_count;
    struct row_set voiding; /* rows with a role that makes others void; bit DIFF_DENIES: not the same in both */
    uint32_t *kinds;        /* by row, of those that are relevant */
    uint32_t asked;         /* permissions of the demand so far */
    uint32_t *stack;
};

struct diff_marks diff_marks_new(const struct diff_rows *rows);
/* Begins with another demand: no row is marked. */
void diff_marks_clear(struct diff_marks *marks);
/* Adds what the rows have on a permission: its number in each policy, or IR_NONE. */
void diff_marks_add(struct diff_marks *marks, const uint32_t permissions[UNIVERSE_IRS]);
/* Whether, of a changed row, what makes roles void may show with another: its own ways, or what it takes from others.
 */
bool diff_marks_voids(const struct diff_marks *marks, uint32_t row);
/*
 * Of the relevant rows, in their order, the first two of each kind: those who have the same on all that was added, and
 * are users or are not. In the arena. Which kind a relevant row is of stands in marks->kinds then.
 */
uint32_t *diff_marks_kinds(struct diff_marks *marks, struct arena *arena, size_t *count);

#endif

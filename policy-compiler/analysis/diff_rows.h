/*
 * diff_rows.h - the rows of two policies as one list, and which of them may differ on a permission.
 */
#ifndef DIFF_ROWS_H
#define DIFF_ROWS_H

#include "diff.h"
#include "support/interner.h"

struct triples;

struct diff_rows {
    struct universe *universe;
    struct model *models[UNIVERSE_IRS];
    struct arena *arena;
    struct diff_row *list;
    size_t count;
    const uint32_t *guards;              /* same_guards() */
    const uint32_t *signs[UNIVERSE_IRS]; /* by role: a number for what exclusive sets it touches; 0: none */
    struct interner *triples;            /* of traits: see diff_rows.c */
    struct triples *triple_list;
    bool other_rosters; /* a roster of one is not one of the other */
};

struct diff_rows diff_rows_of(struct universe *universe, struct arena *arena);

/*
 * Marks the rows whose ways to a permission, DIFF_ALLOWS, or denials of it, DIFF_DENIES, are not the same in both; the
 * permission's number in each, or IR_NONE. A row that is not marked differs nowhere, unless everybody's is marked: then
 * all may.
 */
#define DIFF_ALLOWS 1u
#define DIFF_DENIES 2u
void diff_rows_mark(const struct diff_rows *rows, const uint32_t permissions[UNIVERSE_IRS], unsigned char *marks);

#endif

/*
 * diff_compare.h - two policies while they are compared, one target after the other. Internal to diff*.c.
 */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H

#include "diff_marks.h"

#define PAIRS_MOST 20000u /* that are looked at for one target */

struct comparison {
    struct universe *universe;
    struct arena *arena;
    struct diff_rows rows;
    struct view view;
    struct diff diff;
    uint64_t solver_steps; /* that are left for all targets */
    /* of the target at hand: */
    struct demand demands[UNIVERSE_IRS];
    bool listed[UNIVERSE_IRS];
    uint32_t (*wanted)[UNIVERSE_IRS]; /* the permissions that either policy asks for: their numbers in each */
    size_t wanted_count;
    struct diff_marks marks;
    bool *up;   /* room for roles */
    bool other; /* it is not the same that is asked for */
    size_t pairs_seen;
    bool pairs_left; /* there were too many */
    struct diff_target *target;
    size_t change_capacity;
};

/* Who is looked at: one row, or two that are one person; where he gains, or else loses. */
struct sight {
    struct comparison *comparison;
    const struct diff_row *one, *other;
    bool gained; /* else lost */
};

/* Where whoever is one row, or both, gets there in one policy and not in the other. */
uint64_t *sight_differs(struct view *view, const struct sight *sight, const struct diff_row *one,
                        const struct diff_row *other);
/* Puts into a change where it gains, or loses; the region is not empty. */
void change_tell(struct comparison *comparison, struct diff_change *change, const uint64_t *region, bool gained);
/* Notes what one or two rows gain or lose; whether there is anything. */
bool change_add(struct comparison *comparison, const struct diff_row *one, const struct diff_row *other);
void change_append(struct comparison *comparison, const struct diff_change *change);

/*
 * Pairs of which one has changed. all: everybody has; then, where several permissions are wanted, two of each kind are
 * looked at; a denial of one permission shows alone.
 */
void pairs_compare(struct comparison *comparison, bool all);

#endif

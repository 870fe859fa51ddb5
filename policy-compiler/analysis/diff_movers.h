/*
 * diff_movers.h - of the rows that have changed, those that may take part in a gain or loss that is not told.
 */
#ifndef DIFF_MOVERS_H
#define DIFF_MOVERS_H

#include "diff_compare.h"

struct diff_movers {
    bool all; /* everybody has changed, or what is asked for */
    uint32_t *list;
    size_t count;
};

/*
 * Whoever gains, or else loses, where none of what is told of him says so, is one of these rows. False: there are none.
 */
bool diff_movers(struct comparison *comparison, bool gained, struct diff_movers *movers);
/* By row: whether its part hangs on what is met, and it is none of the movers. In the arena. */
bool *diff_guarded(const struct comparison *comparison, const struct diff_movers *movers, struct arena *room);

#endif

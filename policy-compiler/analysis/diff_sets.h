/*
 * diff_sets.h - subjects of whom it takes several together to gain or lose. Internal to diff*.c.
 */
#ifndef DIFF_SETS_H
#define DIFF_SETS_H

#include "diff_compare.h"

/*
 * Adds, to what rows and pairs have shown of the target, somebody who gains or loses where none of what is told of him
 * says so; and again, until there is nobody. Where that cannot be determined, the comparison is not a whole one.
 */
void sets_compare(struct comparison *comparison);

#endif

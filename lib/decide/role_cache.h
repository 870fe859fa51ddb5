/*
 * role_cache.h - the roles that were found last, for as long as they would be found again.
 *
 * Internal to lib/decide/.
 */
#ifndef ROLEGATE_ROLE_CACHE_H
#define ROLEGATE_ROLE_CACHE_H

#include "decide.h"

/* What a search has noted in the decider before it began. */
struct role_notes {
    unsigned met;
    bool conditional;
    int64_t from, until;
    uint32_t steps, pieces;
};

/*
 * Whether the roles that the subject has are those that a search would find, of all or of those that are chosen; the
 * decider is then as after one.
 */
bool roles_are_kept(struct decider *decider, bool chosen);
/* Begins a search for roles, and ends it: what it has noted is kept, and added to what was noted before. */
struct role_notes roles_search_begin(struct decider *decider);
void roles_search_end(struct decider *decider, const struct role_notes *before, bool chosen);

#endif

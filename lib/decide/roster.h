/*
 * roster.h - who has a complete list of groups: the `roster` statements of a table.
 *
 * Internal to lib/. Any subject of a statement vouches for who it is true of; each statement must be vouched for. Who
 * is off a roster is in no group for certain: every membership that would be a no is unknown (rolegate-policy(5)).
 */
#ifndef ROLEGATE_ROSTER_H
#define ROLEGATE_ROSTER_H

#include <stdbool.h>

#include "subject.h"

/* One roster, opened. */
struct roster {
    bool names_user;
    struct cursor groups; /* at the first step to a group */
    uint32_t group_count;
};

/* Calls visit with each roster until it says false. */
enum rolegate_status rosters_each(struct rolegate_table *table, const char *user,
                                  bool (*visit)(void *context, struct roster *roster), void *context);

/*
 * Finds out, from the facts, whether the subject is on every roster, into subject->off_roster. A roster's group of
 * which there is no fact does not vouch.
 */
enum rolegate_status roster_vouches(struct rolegate_table *table, struct rolegate_subject *subject);

#endif

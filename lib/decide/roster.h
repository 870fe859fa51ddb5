/*
 * roster.h - who has a complete list of groups: the `roster` statements of a table.
 *
 * Internal to lib/. Any subject of a statement vouches for who it is true of; each statement must be vouched for. Who
 * is off a roster is in no group for certain: every membership that would be a no is unknown (rolegate-policy(5)).
 */
#ifndef ROLEGATE_ROSTER_H
#define ROLEGATE_ROSTER_H

#include "group_needs.h"

/* Adds the groups of those rosters that do not name the user. */
void group_needs_of_rosters(struct group_needs *needs);

/*
 * Finds out, from the facts, whether the subject is on every roster, into subject->off_roster. A roster's group of
 * which there is no fact does not vouch.
 */
enum rolegate_status roster_vouches(struct rolegate_table *table, struct rolegate_subject *subject);

#endif

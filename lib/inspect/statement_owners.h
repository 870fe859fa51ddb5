/*
 * statement_owners.h - whom each statement of a table speaks of.
 *
 * Internal to lib/. The table says at each owner which statements it has; people read it the other way round.
 */
#ifndef ROLEGATE_STATEMENT_OWNERS_H
#define ROLEGATE_STATEMENT_OWNERS_H

#include <stddef.h>

#include "table/table.h"

#define OWNER_ROLE 1u /* the lowest bit of an owner: it is a role; see format.h */

/*
 * All pairs of a statement (its offset in STATEMENTS, << 32) and an owner of it, each once, ascending. *list is the
 * caller's to free.
 */
enum rolegate_status statement_owners(struct rolegate_table *table, uint64_t **list, size_t *count);

/* A cursor at a role's record in ROLE_DATA. */
void role_data_open(struct cursor *cursor, struct rolegate_table *table, uint32_t role);

#endif

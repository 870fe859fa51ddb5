/*
 * empty.h - whether a table says anything at all.
 *
 * Internal to the static library, like inspect.h. Any bytes at all are safe to look into.
 */
#ifndef ROLEGATE_EMPTY_H
#define ROLEGATE_EMPTY_H

#include "table/table.h"

/* Whether it lists no service, requires nothing of others, and no statement speaks of a user, a group or everyone. */
enum rolegate_status inspect_empty(struct rolegate_table *table, bool *empty);

#endif

/*
 * reach.h - whether anybody at all can get into a service, by a table.
 *
 * Internal to the static library, like inspect.h. Any bytes at all are safe to look into.
 */
#ifndef ROLEGATE_REACH_H
#define ROLEGATE_REACH_H

#include "table/table.h"

/*
 * Whether somebody may have what the service requires, at the instant now or later, as far as allows, assignments and
 * denies of everyone tell: conditions are taken to hold. *possible is true for a service that is not listed.
 */
enum rolegate_status reach_service(struct rolegate_table *table, const char *service, int64_t now, bool *possible);

#endif

/*
 * name_index.h - from a name to its record, in one probe and, as a rule, one comparison.
 */
#ifndef ROLEGATE_NAME_INDEX_H
#define ROLEGATE_NAME_INDEX_H

#include "table.h"

/* Look-ups: the record's offset (or the role's number) into *value; false: not there, or *status is an error now. */
bool index_find_name(struct rolegate_table *table, char kind, const char *name, uint32_t *value,
                     enum rolegate_status *status);
bool index_find_gid(struct rolegate_table *table, uint32_t gid, uint32_t *value, enum rolegate_status *status);
bool index_find_rules(struct rolegate_table *table, uint32_t owner, uint32_t pattern, uint32_t *value,
                      enum rolegate_status *status);

#endif

/*
 * near_name.h - the user or group of a table for which the name of a question is likely to be a slip of the pen.
 */
#ifndef NEAR_NAME_H
#define NEAR_NAME_H

#include <stdbool.h>

#include "rolegate.h"

/* NULL: the table names this very one, or none that is near, or it cannot be read. The text belongs to the table. */
const char *near_name(rolegate_table *table, bool is_user, const char *name);

#endif

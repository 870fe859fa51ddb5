/*
 * table_named.h - whom a table names, for this machine to be asked about: as of the policy's text.
 */
#ifndef TABLE_NAMED_H
#define TABLE_NAMED_H

#include "named.h"
#include "rolegate.h"

/* Fills the list, which has its arena and is empty. Texts are the table's, which must be open as long. */
enum rolegate_status table_named(rolegate_table *table, struct named_list *list);

#endif

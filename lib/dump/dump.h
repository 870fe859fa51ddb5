/*
 * dump.h - a table as the text of a policy.
 *
 * Internal to the static library: the command and the tests use it.
 */
#ifndef ROLEGATE_DUMP_H
#define ROLEGATE_DUMP_H

#include <stdio.h>

#include "table/table.h"

/*
 * Writes the policy that a table was compiled from, as far as the table knows it, to out; compiled, the text gives the
 * same table. Its first lines say what the table's sources were. 0, or -1 with errno: EBADMSG for a table that
 * table_verify() would refuse, ENOMEM, or what writing met. Any bytes are safe.
 */
int table_dump(struct rolegate_table *table, FILE *out);

#endif

/*
 * verify.h - every byte of a table, looked at.
 *
 * Internal to the static library: the command and the tests use it. A table that passes says something that a
 * compiler could have written; what a decision reads, it checks by itself.
 */
#ifndef ROLEGATE_VERIFY_H
#define ROLEGATE_VERIFY_H

#include <stddef.h>

#include "table/table.h"

/*
 * Whether a table, opened whole, is well formed: orders, references, ranges, lists that repeat
 * what other records say. On any status but ROLEGATE_OK, what is wrong and where, in words, is in where (0-terminated,
 * at most where_size bytes; where_size may be 0). Allocates, in proportion to the table. Any bytes are safe.
 */
enum rolegate_status table_verify(struct rolegate_table *table, char *where, size_t where_size);

#endif

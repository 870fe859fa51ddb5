/*
 * ir_from_table.h - a table read back into the IR that it could have been made from.
 */
#ifndef IR_FROM_TABLE_H
#define IR_FROM_TABLE_H

#include "rolegate.h"

struct arena;
struct ir;

/*
 * Reads a table, opened whole, once it has been verified. *ir is in the arena, and its texts are the table's: close it
 * after the arena. Without claims, which no table holds, and without sources and spans. On any status but ROLEGATE_OK
 * the table is not well formed.
 */
enum rolegate_status ir_from_table(struct arena *arena, rolegate_table *table, const struct ir **ir);

#endif

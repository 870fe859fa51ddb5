/*
 * zone.h - the wall clock of a zone that was compiled into a table.
 *
 * Internal to lib/. zone is an operand of COND_TIME and COND_DATE: 0 is UTC, else an offset in ZONES plus 1.
 */
#ifndef ROLEGATE_ZONE_H
#define ROLEGATE_ZONE_H

#include "table/table.h"

/* The wall clock: which day since 1970-01-01 and of the week (0 monday), which minute of it, and second of that. */
struct wall {
    int64_t day;
    unsigned weekday, minute, second;
};

/* Seconds east of UTC that hold at an instant. Any int64 instant is safe; the calendar is the proleptic Gregorian. */
enum rolegate_status zone_offset(struct rolegate_table *table, uint32_t zone, int64_t instant, int32_t *east);
/* The first instant after `instant` at which the offset may change; *found false: it never does again. */
enum rolegate_status zone_next(struct rolegate_table *table, uint32_t zone, int64_t instant, bool *found,
                               int64_t *next);
/* The last instant, at or before `instant`, at which the offset changed; *found false: it never had. */
enum rolegate_status zone_previous(struct rolegate_table *table, uint32_t zone, int64_t instant, bool *found,
                                   int64_t *previous);
/* instant + east as a wall clock; saturates at the ends of int64. Pure. */
struct wall zone_wall(int64_t instant, int32_t east);

#endif

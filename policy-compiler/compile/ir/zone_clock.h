/*
 * zone_clock.h - what the clock of a zone of the IR shows; NULL is UTC.
 */
#ifndef ZONE_CLOCK_H
#define ZONE_CLOCK_H

#include <stdint.h>

struct ir_zone;

/* Seconds east of UTC at an instant. */
int32_t zone_east(const struct ir_zone *zone, int64_t instant);
/* The first instant after an instant at which that may change; INT64_MAX: never. */
int64_t zone_change(const struct ir_zone *zone, int64_t instant);

#endif

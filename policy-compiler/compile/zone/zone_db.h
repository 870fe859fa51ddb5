/*
 * zone_db.h - time zones while compiling: read from the system's tz database, once each.
 *
 * "utc" is no zone here. "local" is the machine's own zone file, /etc/localtime; never TZ, never an environment
 * variable.
 */
#ifndef ZONE_DB_H
#define ZONE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct ir_zone;
struct zones;

struct zones *zones_new(struct arena *arena);
/*
 * The number of the zone of that name (an IANA name, or "local" with is_local), loading it if need be; -1 if the
 * tz database has none of that name (or the name is not a safe one: it is relative, without empty, "." or ".." parts),
 * -2 if its file cannot be read or is no TZif file; *problem then says why, in the arena.
 */
int zones_find(struct zones *zones, const char *name, bool is_local, const char **problem);
/*
 * The instants of a calendar day on a zone's wall clock (number -1: UTC): *first is the smallest instant that lies in
 * the day, *end the end of the last one (half-open). A day that the zone skipped: both are the instant of the skip.
 */
void zones_day(const struct zones *zones, int number, int year, int month, int day, int64_t *first, int64_t *end);
/* Zones 0 .. count - 1 as emit wants them: minimal (nothing that the rule at the end says already), the same from a
 * "fat" and from a "slim" file. */
const struct ir_zone *zones_list(const struct zones *zones, uint32_t *count);
/* The nearest name in the tz database's list (its folder), or NULL. */
const char *zones_nearest(const struct zones *zones, const char *name);

#endif

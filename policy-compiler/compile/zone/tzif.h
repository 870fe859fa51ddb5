/*
 * tzif.h - the contents of a time zone file: TZif, versions 1 to 4 (RFC 9636), and the TZ string in its footer.
 *
 * Pure: bytes in, numbers out. Any bytes at all are safe to read.
 */
#ifndef TZIF_H
#define TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"

struct arena;

#define TZIF_EAST_MAX 93599 /* offsets from UTC stay within 25:59:59 */

/* A TZ string (POSIX.1-2017, 8.3, with the times of day that RFC 9636, 3.3.1 adds): one offset, or a daylight rule. */
struct tz_string {
    bool has_daylight;
    struct calendar_rule rule; /* without daylight time only rule.standard is set */
};

/* A file, in arrays with room for one more time. Offsets are seconds east of UTC. */
struct tzif {
    int64_t *times;   /* ascending */
    int32_t *offsets; /* the offset that holds from each time on */
    uint32_t time_count;
    int32_t first; /* the one that holds before */
    bool has_footer;
    struct tz_string footer; /* holds behind the last time */
};

/* Reads a file's bytes; NULL, or why that cannot be done, a static string. Arrays are in the arena. */
const char *tzif_read(struct arena *arena, const unsigned char *bytes, size_t size, struct tzif *tzif);
/* Reads a TZ string of length bytes; false: it is none. */
bool tz_string_read(const char *text, size_t length, struct tz_string *tz);

#endif

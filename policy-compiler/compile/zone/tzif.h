/*
 * tzif.h - the contents of a time zone file: TZif, versions 1 to 4 (RFC 9636).
 *
 * Pure: bytes in, numbers out. Any bytes at all are safe to read.
 */
#ifndef TZIF_H
#define TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tz_string.h"

struct arena;

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

#endif

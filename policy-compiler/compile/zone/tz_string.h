/*
 * tz_string.h - the TZ string in the footer of a time zone file.
 *
 * Pure: any bytes at all are safe to read.
 */
#ifndef TZ_STRING_H
#define TZ_STRING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"

#define TZIF_EAST_MAX 93599 /* offsets from UTC stay within 25:59:59 */

/* A TZ string (POSIX.1-2017, 8.3, with the times of day that RFC 9636, 3.3.1 adds): one offset, or a daylight rule. */
struct tz_string {
    bool has_daylight;
    struct calendar_rule rule; /* without daylight time only rule.standard is set */
};

/* Reads a TZ string of length bytes; false: it is none. */
bool tz_string_read(const char *text, size_t length, struct tz_string *tz);

#endif

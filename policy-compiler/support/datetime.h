/*
 * datetime.h - points in time as people write them: RFC 3339 instants, and dates.
 */
#ifndef DATETIME_H
#define DATETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct datetime {
    bool is_date;
    int year, month, day; /* of a date */
    int64_t instant;      /* of an instant: seconds since 1970-01-01T00:00:00Z, a fraction cut off */
};

/* What it is called where something else was given: "'soon' is ..." */
#define DATETIME_NOT "neither a date (2026-12-31) nor a time (2026-12-31T18:00:00Z, or with an offset)"

/* Reads `2026-12-31T18:00:00Z`, the same with an offset (`+05:30`), or `2026-12-31`; all of text. False: it is neither.
 */
bool datetime_parse(const char *text, struct datetime *moment);

#define DATETIME_TEXT_MAX 40

/* The instant in RFC 3339, on a clock that is east seconds east of UTC; `Z` where east is 0. */
void datetime_print(int64_t instant, int32_t east, char text[DATETIME_TEXT_MAX]);

#endif

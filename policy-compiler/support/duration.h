/*
 * duration.h - lengths of time as people write them: 30m, 8h, 14d, 2w. A day has 24 hours, a week 7 days.
 */
#ifndef DURATION_H
#define DURATION_H

#include <stdbool.h>
#include <stdint.h>

#define DURATION_MOST   ((int64_t)3660 * 86400) /* the longest, in seconds */
#define DURATION_SYNTAX "a number of minutes, hours, days or weeks, such as 30m, 8h, 14d or 2w, at most 3660d"

/* Reads a duration, all of text: a whole number from 1 and a unit. False: it is none. */
bool duration_parse(const char *text, int64_t *seconds);

#define DURATION_TEXT_MAX 32

/* The shortest way to write it: 90m, 8h, 2w. Of seconds that are no whole minutes, the minutes that are whole. */
void duration_print(int64_t seconds, char text[DURATION_TEXT_MAX]);

#endif

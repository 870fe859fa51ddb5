/*
 * calendar.h - days, years, and the daylight-saving rules of POSIX TZ strings. Pure arithmetic, shared with the
 * compiler.
 */
#ifndef ROLEGATE_CALENDAR_H
#define ROLEGATE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define DAY_SECONDS 86400

/* Days from 1970-01-01 to a date of the proleptic Gregorian calendar; month 1..12, day 1..31; |year| below 2^40. */
int64_t calendar_days(int64_t year, unsigned month, unsigned day);
/* The year in which a day lies. */
int64_t calendar_year(int64_t days);
/* The month, 1..12, and the day of it in its year, of a day. */
void calendar_date(int64_t days, unsigned *month, unsigned *day);
/* The day of the week, 0 monday. */
unsigned calendar_weekday(int64_t days);
/* The day in which a second lies, rounded down. */
int64_t calendar_day_of(int64_t second);

/* The forms in which a day of the year is said, as a POSIX TZ string does. A table holds these numbers. */
#define CALENDAR_JULIAN 1u /* Jn: day a of 1..365, 29 February never counted */
#define CALENDAR_DAY    2u /* n: day a of 0..365 */
#define CALENDAR_MONTH  3u /* Mm.w.d: month a, week b, day c (0 sunday) */

/* A day of the year on which a change happens, and the second of it (which may lie outside the day). */
struct calendar_change {
    unsigned kind; /* CALENDAR_... */
    unsigned a, b, c;
    int32_t second;
};

/* Standard and daylight time, in turn, every year. Offsets are seconds east of UTC. */
struct calendar_rule {
    int32_t standard, daylight;
    struct calendar_change start, end; /* of daylight time */
};

/* Whether a rule has days that exist and offsets and seconds of at most a week. */
bool calendar_rule_valid(const struct calendar_rule *rule);
/* The offset that holds at an instant. */
int32_t calendar_rule_offset(const struct calendar_rule *rule, int64_t instant);
/* The first change after an instant, and the last at or before it. */
int64_t calendar_rule_next(const struct calendar_rule *rule, int64_t instant);
int64_t calendar_rule_previous(const struct calendar_rule *rule, int64_t instant);

#endif

/*
 * calendar.c - the proleptic Gregorian calendar, and yearly changes of the clock.
 *
 * Days and dates are converted as in Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms"; a rule is that of
 * POSIX.1-2017, 8.3, TZ, with RFC 8536's wider range of times. Everything is safe for any int64 instant: beyond some
 * 140 million years time stands still.
 */
#include "calendar.h"

#define INSTANT_MOST ((int64_t)1 << 52)
#define SECONDS_MOST (7 * DAY_SECONDS)

int64_t calendar_days(int64_t year, unsigned month, unsigned day)
{
    int64_t era, year_of_era, day_of_year, day_of_era;

    if (month <= 2)
        year--;
    era = (year >= 0 ? year : year - 399) / 400;
    year_of_era = year - era * 400;
    day_of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + (int64_t)day - 1;
    day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t calendar_year(int64_t days)
{
    int64_t era, day_of_era, year_of_era, day_of_year;

    days += 719468;
    era = (days >= 0 ? days : days - 146096) / 146097;
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    return year_of_era + era * 400 + (day_of_year >= 306); /* a year begins in march here */
}

void calendar_date(int64_t days, unsigned *month, unsigned *day)
{
    int64_t year = calendar_year(days);

    for (*month = 12; *month > 1 && calendar_days(year, *month, 1) > days; (*month)--)
        continue;
    *day = (unsigned)(days - calendar_days(year, *month, 1)) + 1;
}

unsigned calendar_weekday(int64_t days)
{
    int64_t weekday = (days + 3) % 7; /* 1970-01-01 was a thursday */

    return (unsigned)(weekday < 0 ? weekday + 7 : weekday);
}

int64_t calendar_day_of(int64_t second)
{
    int64_t day = second / DAY_SECONDS;

    return second % DAY_SECONDS < 0 ? day - 1 : day;
}

static bool leap_year(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The day, from 1970-01-01, on which a change happens in a year. */
static int64_t change_day(const struct calendar_change *change, int64_t year)
{
    static const unsigned char lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t first, day;
    unsigned length;

    switch (change->kind) {
    case CALENDAR_JULIAN:
        day = calendar_days(year, 1, 1) + (int64_t)change->a - 1;
        return change->a >= 60 && leap_year(year) ? day + 1 : day;
    case CALENDAR_DAY: return calendar_days(year, 1, 1) + (int64_t)change->a;
    default: break;
    }
    first = calendar_days(year, change->a, 1);
    length = lengths[change->a - 1] + (change->a == 2 && leap_year(year) ? 1u : 0u);
    /* change->c counts from sunday, calendar_weekday() from monday. */
    day = (int64_t)((change->c + 6 + 7 - calendar_weekday(first)) % 7) + 7 * ((int64_t)change->b - 1);
    return first + (day >= (int64_t)length ? day - 7 : day);
}

static bool change_valid(const struct calendar_change *change)
{
    if (change->second < -SECONDS_MOST || change->second > SECONDS_MOST)
        return false;
    switch (change->kind) {
    case CALENDAR_JULIAN: return change->a >= 1 && change->a <= 365 && change->b == 0 && change->c == 0;
    case CALENDAR_DAY: return change->a <= 365 && change->b == 0 && change->c == 0;
    case CALENDAR_MONTH: return change->a >= 1 && change->a <= 12 && change->b >= 1 && change->b <= 5 && change->c <= 6;
    default: return false;
    }
}

bool calendar_rule_valid(const struct calendar_rule *rule)
{
    return rule->standard >= -SECONDS_MOST && rule->standard <= SECONDS_MOST && rule->daylight >= -SECONDS_MOST &&
           rule->daylight <= SECONDS_MOST && change_valid(&rule->start) && change_valid(&rule->end);
}

static int64_t clamp(int64_t instant)
{
    if (instant > INSTANT_MOST)
        return INSTANT_MOST;
    return instant < -INSTANT_MOST ? -INSTANT_MOST : instant;
}

/* The instants of a year's two changes: to daylight time, and to standard time. */
static void year_changes(const struct calendar_rule *rule, int64_t year, int64_t changes[2])
{
    changes[0] = change_day(&rule->start, year) * DAY_SECONDS + rule->start.second - rule->standard;
    changes[1] = change_day(&rule->end, year) * DAY_SECONDS + rule->end.second - rule->daylight;
}

/* A change's second may push it some days out of its year, so the years around are looked at, too. */
#define YEARS_AROUND 2

int64_t calendar_rule_previous(const struct calendar_rule *rule, int64_t instant)
{
    int64_t at = clamp(instant), year = calendar_year(calendar_day_of(at)), best = INT64_MIN, changes[2], i;

    for (i = year - YEARS_AROUND; i <= year + 1; i++) {
        year_changes(rule, i, changes);
        if (changes[0] <= at && changes[0] > best)
            best = changes[0];
        if (changes[1] <= at && changes[1] > best)
            best = changes[1];
    }
    return best;
}

int64_t calendar_rule_next(const struct calendar_rule *rule, int64_t instant)
{
    int64_t at = clamp(instant), year = calendar_year(calendar_day_of(at)), best = INT64_MAX, changes[2], i;

    for (i = year - 1; i <= year + YEARS_AROUND; i++) {
        year_changes(rule, i, changes);
        if (changes[0] > at && changes[0] < best)
            best = changes[0];
        if (changes[1] > at && changes[1] < best)
            best = changes[1];
    }
    return best;
}

/* How far outside its year a change can be, by UTC. */
#define CHANGE_REACH (2 * (int64_t)SECONDS_MOST + DAY_SECONDS)

int32_t calendar_rule_offset(const struct calendar_rule *rule, int64_t instant)
{
    int64_t at = clamp(instant), year = calendar_year(calendar_day_of(at)), best = INT64_MIN, changes[2], i, begin;
    int32_t offset = rule->standard;

    /* From the later years to the earlier, until none can hold a later change that has been. */
    begin = calendar_days(year + 1, 1, 1) * DAY_SECONDS;
    for (i = begin - at > CHANGE_REACH ? year : year + 1; i >= year - YEARS_AROUND; i--) {
        year_changes(rule, i, changes);
        if (changes[1] <= at && changes[1] > best) {
            best = changes[1];
            offset = rule->standard;
        }
        /* Where both fall together, daylight time goes on: so a rule says that it holds all the year. */
        if (changes[0] <= at && changes[0] >= best) {
            best = changes[0];
            offset = rule->daylight;
        }
        begin = calendar_days(i, 1, 1) * DAY_SECONDS;
        if (best > begin + CHANGE_REACH)
            break;
    }
    return offset;
}

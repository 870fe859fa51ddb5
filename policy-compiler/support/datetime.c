/*
 * datetime.c - points in time as people write them. Pure: no clock, no zone file, no locale.
 */
#include "datetime.h"

#include <stdio.h>

#include "base/calendar.h"

/* Reads exactly count digits; moves *at behind them. */
static bool digits(const char **at, int count, int *value)
{
    int number = 0;

    while (count-- > 0) {
        if (**at < '0' || **at > '9')
            return false;
        number = number * 10 + (*(*at)++ - '0');
    }
    *value = number;
    return true;
}

static bool literal(const char **at, char character)
{
    if (**at != character)
        return false;
    (*at)++;
    return true;
}

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool date(const char **at, struct datetime *moment)
{
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (!digits(at, 4, &moment->year) || !literal(at, '-') || !digits(at, 2, &moment->month) || !literal(at, '-') ||
        !digits(at, 2, &moment->day))
        return false;
    return moment->month >= 1 && moment->month <= 12 && moment->day >= 1 &&
           moment->day <= lengths[moment->month - 1] + (moment->month == 2 && leap(moment->year));
}

/* Seconds east of UTC: `Z`, or `+HH:MM`. */
static bool offset(const char **at, int *east)
{
    int sign, hours, minutes;

    if (literal(at, 'Z') || literal(at, 'z')) {
        *east = 0;
        return true;
    }
    sign = **at == '-' ? -1 : 1;
    if (!literal(at, '+') && !literal(at, '-'))
        return false;
    if (!digits(at, 2, &hours) || !literal(at, ':') || !digits(at, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *east = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool clock_time(const char **at, int *seconds)
{
    int hour, minute, second;

    if (!digits(at, 2, &hour) || !literal(at, ':') || !digits(at, 2, &minute) || !literal(at, ':') ||
        !digits(at, 2, &second) || hour > 23 || minute > 59 || second > 59)
        return false;
    if (literal(at, '.')) {
        if (**at < '0' || **at > '9')
            return false;
        while (**at >= '0' && **at <= '9')
            (*at)++;
    }
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

bool datetime_parse(const char *text, struct datetime *moment)
{
    struct datetime found = {.is_date = true};
    int seconds, east;

    if (!date(&text, &found))
        return false;
    if (*text != 0) {
        found.is_date = false;
        if ((!literal(&text, 'T') && !literal(&text, 't')) || !clock_time(&text, &seconds) || !offset(&text, &east) ||
            *text != 0)
            return false;
        found.instant =
            calendar_days(found.year, (unsigned)found.month, (unsigned)found.day) * DAY_SECONDS + seconds - east;
    }
    *moment = found;
    return true;
}

void datetime_print(int64_t instant, int32_t east, char text[DATETIME_TEXT_MAX])
{
    int64_t local, days, second, era, of_era, year_of_era, of_year, month_index, year;
    unsigned zone = (unsigned)(east < 0 ? -east : east);

    /* Beyond the years that RFC 3339 can write, the number itself. */
    if (instant < -62167219200 + 2 * DAY_SECONDS || instant > 253402300799 - 2 * DAY_SECONDS) {
        snprintf(text, DATETIME_TEXT_MAX, "@%lld", (long long)instant);
        return;
    }
    local = instant + east;
    days = calendar_day_of(local);
    second = local - days * DAY_SECONDS;
    /* The calendar of 400 years, counted from 1 March, so that leap days come last. */
    days += 719468;
    era = days / 146097;
    of_era = days % 146097;
    year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month_index = (5 * of_year + 2) / 153;
    year = year_of_era + era * 400 + (month_index >= 10);
    snprintf(text, DATETIME_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d", (int)year,
             (int)(month_index < 10 ? month_index + 3 : month_index - 9),
             (int)(of_year - (153 * month_index + 2) / 5 + 1), (int)(second / 3600), (int)(second / 60 % 60),
             (int)(second % 60));
    if (east == 0)
        snprintf(text + 19, DATETIME_TEXT_MAX - 19, "Z");
    else
        snprintf(text + 19, DATETIME_TEXT_MAX - 19, "%c%02u:%02u", east < 0 ? '-' : '+', zone / 3600, zone / 60 % 60);
}

/*
 * tz_string.c - reads the TZ string of a time zone file's footer, such as EST5EDT,M3.2.0,M11.1.0 or <+0330>-3:30.
 *
 * Pure. Takes the string whole or not at all; what POSIX leaves open (daylight time without its days) is not taken.
 */
#include "tz_string.h"

#include <string.h>

#define OFFSET_HOURS_MAX 24  /* of an offset from UTC */
#define TIME_HOURS_MAX   167 /* of the time of a change */
#define DEFAULT_TIME     7200

struct text {
    const char *at, *end;
};

static bool accept(struct text *text, char character)
{
    if (text->at == text->end || *text->at != character)
        return false;
    text->at++;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* An abbreviation: three letters or more, or <...> with digits and signs, too. What it is does not matter here. */
static bool name(struct text *text)
{
    bool quoted = accept(text, '<');
    const char *start = text->at;

    while (text->at < text->end &&
           (is_letter(*text->at) || (quoted && (is_digit(*text->at) || *text->at == '+' || *text->at == '-'))))
        text->at++;
    return text->at - start >= 3 && (!quoted || accept(text, '>'));
}

/* One to most_digits digits, up to most. */
static bool number(struct text *text, unsigned most_digits, unsigned most, unsigned *value)
{
    const char *start = text->at;
    unsigned result = 0;

    for (; text->at < text->end && is_digit(*text->at); text->at++) {
        if (text->at - start == (ptrdiff_t)most_digits)
            return false;
        result = result * 10 + (unsigned)(*text->at - '0');
    }
    *value = result;
    return text->at > start && result <= most;
}

/* [+-]h[:m[:s]] in seconds. */
static bool clock_time(struct text *text, unsigned most_hours, int32_t *seconds)
{
    bool negative = accept(text, '-');
    unsigned hours, minutes = 0, rest = 0;

    if (!negative)
        accept(text, '+');
    if (!number(text, 3, most_hours, &hours))
        return false;
    if (accept(text, ':')) {
        if (!number(text, 2, 59, &minutes))
            return false;
        if (accept(text, ':') && !number(text, 2, 59, &rest))
            return false;
    }
    *seconds = (int32_t)(hours * 3600 + minutes * 60 + rest);
    if (negative)
        *seconds = -*seconds;
    return true;
}

static bool day(struct text *text, struct calendar_change *change)
{
    if (accept(text, 'J')) {
        change->kind = CALENDAR_JULIAN;
        return number(text, 3, 365, &change->a) && change->a >= 1;
    }
    if (!accept(text, 'M')) {
        change->kind = CALENDAR_DAY;
        return number(text, 3, 365, &change->a);
    }
    change->kind = CALENDAR_MONTH;
    return number(text, 2, 12, &change->a) && change->a >= 1 && accept(text, '.') && number(text, 1, 5, &change->b) &&
           change->b >= 1 && accept(text, '.') && number(text, 1, 6, &change->c);
}

/* ,day[/time] */
static bool change(struct text *text, struct calendar_change *result)
{
    memset(result, 0, sizeof *result);
    result->second = DEFAULT_TIME;
    if (!accept(text, ',') || !day(text, result))
        return false;
    return !accept(text, '/') || clock_time(text, TIME_HOURS_MAX, &result->second);
}

/* An offset as TZ strings give it, hours west. */
static bool offset(struct text *text, int32_t *east)
{
    int32_t west;

    if (!clock_time(text, OFFSET_HOURS_MAX, &west))
        return false;
    *east = -west;
    return true;
}

bool tz_string_read(const char *bytes, size_t length, struct tz_string *tz)
{
    struct text text = {bytes, bytes + length};
    struct tz_string found = {.has_daylight = false};

    if (!name(&text) || !offset(&text, &found.rule.standard))
        return false;
    if (text.at < text.end) {
        found.has_daylight = true;
        found.rule.daylight = found.rule.standard + 3600;
        if (!name(&text) || (text.at < text.end && *text.at != ',' && !offset(&text, &found.rule.daylight)))
            return false;
        if (!change(&text, &found.rule.start) || !change(&text, &found.rule.end) || text.at != text.end)
            return false;
    }
    *tz = found;
    return true;
}

/*
 * time_window.c - one time of time.conf as windows of the week, minute by minute as pam_time has it.
 */
#include "time_window.h"

#include <ctype.h>
#include <string.h>

#define DAY_MINUTES 1440u

/* What stands in a term. */
struct week_time {
    unsigned days;       /* a bit for each, 1 monday */
    unsigned start, end; /* as they are written: 100 times the hour, and the minute */
};

/* Two letters of a day or of several: bits; 0: there is no such day. */
static unsigned days_of(const char *letters)
{
    static const struct {
        char letters[3];
        unsigned days;
    } known[] = {{"mo", 1},  {"tu", 2},  {"we", 4},    {"th", 8},    {"fr", 16},
                 {"sa", 32}, {"su", 64}, {"wk", 0x1f}, {"wd", 0x60}, {"al", 0x7f}};
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (tolower((unsigned char)letters[0]) == known[i].letters[0] &&
            tolower((unsigned char)letters[1]) == known[i].letters[1])
            return known[i].days;
    return 0;
}

/* Up to four digits, of which as many are read as the term is long yet; how many they were. */
static unsigned digits_of(const char **text, size_t *left, unsigned *number)
{
    unsigned count = 0;

    for (*number = 0; *left > 0 && count < 4 && isdigit((unsigned char)**text); ++*text, --*left, count++)
        *number = *number * 10 + (unsigned)(**text - '0');
    return count;
}

/* Minutes of the day before the first that is written as this number or a later one. */
static unsigned minutes_before(unsigned written)
{
    unsigned minute = written % 100 < 60 ? written / 100 * 60 + written % 100 : (written / 100 + 1) * 60;

    return minute < DAY_MINUTES ? minute : DAY_MINUTES;
}

static const struct proviso *window(struct arena *arena, unsigned days, unsigned start, unsigned end)
{
    if (start >= DAY_MINUTES || end == 0)
        return proviso_constant(false);
    if (days == 0x7f && start == 0 && end == DAY_MINUTES)
        return proviso_constant(true);
    return proviso_time(arena, &(struct window){days, start, end});
}

/* From start to the end of the day, and on the next one up to the minute that is the end, which counts in. */
static const struct proviso *overnight(struct arena *arena, const struct week_time *time)
{
    unsigned start = minutes_before(time->start), end = minutes_before(time->end + 1);
    unsigned next = (time->days << 1 | time->days >> 6) & 0x7f;

    if (start < DAY_MINUTES && end > 0 && end <= start)
        return window(arena, time->days, start, end);
    return proviso_both(arena, PROVISO_OR, window(arena, time->days, start, DAY_MINUTES), window(arena, next, 0, end));
}

static const struct proviso *within_day(struct arena *arena, const struct week_time *time)
{
    unsigned start = minutes_before(time->start), end = minutes_before(time->end);

    return start < end ? window(arena, time->days, start, end) : proviso_constant(false);
}

const struct proviso *time_window(struct arena *arena, const char *text, size_t length)
{
    struct week_time time = {0, 0, 0};

    for (; length > 0 && isalpha((unsigned char)*text); length--, text += 2) {
        unsigned days = days_of(text);

        if (days == 0)
            return proviso_constant(false);
        time.days ^= days;
    }
    if (time.days == 0)
        return proviso_constant(false);
    digits_of(&text, &length, &time.start);
    if (*text != '-')
        return proviso_constant(true);
    text++;
    if (digits_of(&text, &length, &time.end) != 4)
        return proviso_constant(true);
    return time.start < time.end ? within_day(arena, &time) : overnight(arena, &time);
}

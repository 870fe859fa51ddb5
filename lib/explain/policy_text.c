/*
 * policy_text.c - words, strings and atoms of conditions, as the language writes them.
 *
 * For whoever shows a part of a table: the dump, and the answers that the module gives. No locale, no allocation.
 */
#include "policy_text.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/calendar.h"
#include "base/shown.h"
#include "decide/condition.h"

/* As rolegate-policy(5) lists them, sorted. */
static const char *const reserved[] = {
#define X(token, word) word,
#include "table/keywords.def"
#undef X
};

static bool is_reserved(const char *text)
{
    size_t i;

    for (i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(reserved[i], text) == 0)
            return true;
    return false;
}

/* Whether a text can stand without quotes: it has only letters, digits, and those of extra. */
static bool is_word(const char *text, uint32_t length, const char *extra)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    uint32_t i;

    for (i = 0; i < length; i++)
        if (strchr(plain, text[i]) == NULL && strchr(extra, text[i]) == NULL)
            return false;
    return length > 0 && text[0] != '-' && !is_reserved(text);
}

/* How many bytes a character of UTF-8 takes that may stand in a string as it is; 0: it must be escaped. */
static uint32_t character(const unsigned char *text, uint32_t left)
{
    bool shown;
    size_t length = character_shown((const char *)text, left, &shown);

    return !shown || text[0] == '"' || text[0] == '\\' ? 0 : (uint32_t)length;
}

void policy_text_bytes(const struct policy_text *out, const char *bytes, size_t length)
{
    out->put(out->to, bytes, length);
}

void policy_text_text(const struct policy_text *out, const char *text)
{
    policy_text_bytes(out, text, strlen(text));
}

void policy_text_number(const struct policy_text *out, uint32_t number, unsigned width)
{
    char digits[10];
    unsigned at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (sizeof digits - at < width)
        digits[--at] = '0';
    policy_text_bytes(out, digits + at, sizeof digits - at);
}

/* A byte that cannot stand as it is. */
static void byte_escaped(const struct policy_text *out, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    char escape[4] = {'\\', 'x', hex[byte >> 4], hex[byte & 15]};

    if (byte == '"' || byte == '\\')
        escape[1] = (char)byte;
    policy_text_bytes(out, escape, byte == '"' || byte == '\\' ? 2 : 4);
}

void policy_text_string(const struct policy_text *out, const char *text, uint32_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t i = 0;

    policy_text_text(out, "\"");
    while (i < length) {
        uint32_t taken = character(bytes + i, length - i);
        if (taken == 0)
            byte_escaped(out, bytes[i++]);
        else
            policy_text_bytes(out, text + i, taken);
        i += taken;
    }
    policy_text_text(out, "\"");
}

static void policy_text_plain(const struct policy_text *out, const char *text, uint32_t length, const char *extra)
{
    if (is_word(text, length, extra))
        policy_text_bytes(out, text, length);
    else
        policy_text_string(out, text, length);
}

void policy_text_word(const struct policy_text *out, const char *text, uint32_t length)
{
    policy_text_plain(out, text, length, "_.@+$-");
}

void policy_text_glob(const struct policy_text *out, const char *text, uint32_t length)
{
    if (length == 4 && memcmp(text, "none", 4) == 0) /* as a bare word it is no glob of a terminal */
        policy_text_string(out, text, length);
    else
        policy_text_plain(out, text, length, "_.@+$-*?/:");
}

/* ---- atoms of conditions ---- */

static const char *const day_names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

const char *policy_text_day(unsigned weekday)
{
    return day_names[weekday % 7];
}

static void days_put(const struct policy_text *out, uint8_t days)
{
    unsigned day, first, said = 0;

    if (days == 127) {
        policy_text_text(out, "daily");
        return;
    }
    for (day = 0; day < 7; day++) {
        if ((days >> day & 1) == 0)
            continue;
        for (first = day; day < 6 && (days >> (day + 1) & 1) != 0; day++)
            continue;
        policy_text_text(out, said++ == 0 ? "" : ",");
        policy_text_text(out, day_names[first]);
        if (day == first)
            continue;
        policy_text_text(out, day == first + 1 ? "," : "-");
        policy_text_text(out, day_names[day]);
    }
}

static void minute_put(const struct policy_text *out, uint32_t minute)
{
    policy_text_number(out, minute / 60, 2);
    policy_text_text(out, ":");
    policy_text_number(out, minute % 60, 2);
}

static void zone_put(const struct policy_text *out, struct rolegate_table *table, uint32_t zone)
{
    struct cursor cursor;
    const char *name;
    uint32_t length;

    if (zone == 0) {
        policy_text_text(out, "utc");
        return;
    }
    cursor_open(&cursor, table, SECTION_ZONES, zone - 1);
    name = table_string(table, cursor_uv(&cursor), &length, &cursor.status);
    if (strcmp(name, "local") == 0)
        policy_text_text(out, "local");
    else
        policy_text_string(out, name, length);
}

#define DAY_MINUTES 1440u

static void time_put(const struct policy_text *out, struct cursor *cursor)
{
    uint8_t days = cursor_u8(cursor);
    uint32_t start = cursor_uv(cursor), end = cursor_uv(cursor);

    policy_text_text(out, "time ");
    days_put(out, days);
    if (start != 0 || end != DAY_MINUTES) {
        policy_text_text(out, " ");
        minute_put(out, start);
        policy_text_text(out, "-");
        minute_put(out, end);
    }
    policy_text_text(out, " zone ");
    zone_put(out, cursor->table, cursor_uv(cursor));
}

static void net_put(const struct policy_text *out, const unsigned char *net, int family, unsigned size, bool *begun)
{
    char text[INET6_ADDRSTRLEN];

    if (net == NULL || inet_ntop(family, net, text, sizeof text) == NULL)
        return;
    policy_text_text(out, *begun ? ", " : "");
    policy_text_text(out, text);
    if (net[size] != size * 8) {
        policy_text_text(out, "/");
        policy_text_number(out, net[size], 1);
    }
    *begun = true;
}

static void from_put(const struct policy_text *out, struct cursor *cursor)
{
    bool local = cursor_u8(cursor) == 1, begun = local;
    uint32_t count;

    policy_text_text(out, local ? "from local" : "from ");
    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        net_put(out, cursor_bytes(cursor, 5), AF_INET, 4, &begun);
    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--)
        net_put(out, cursor_bytes(cursor, 17), AF_INET6, 16, &begun);
}

static void globs_put(const struct policy_text *out, struct cursor *cursor, const char *word)
{
    const char *between = word;
    uint32_t count;

    for (count = cursor_uv(cursor); count > 0 && cursor_ok(cursor); count--) {
        uint32_t length, place = cursor_uv(cursor);
        const char *glob = table_string(cursor->table, place, &length, &cursor->status);
        policy_text_text(out, between);
        if (place == 0) /* of a terminal */
            policy_text_text(out, "none");
        else
            policy_text_glob(out, glob, length);
        between = ", ";
    }
}

void policy_text_date(const struct policy_text *out, int64_t day)
{
    unsigned month, of_month;

    calendar_date(day, &month, &of_month);
    policy_text_number(out, (uint32_t)calendar_year(day), 4);
    policy_text_text(out, "-");
    policy_text_number(out, month, 2);
    policy_text_text(out, "-");
    policy_text_number(out, of_month, 2);
}

static void dates_put(const struct policy_text *out, struct cursor *cursor)
{
    struct date_range range = {0, 0};
    uint32_t count, i;

    cursor_uv(cursor); /* the policy's zone */
    count = cursor_uv(cursor);
    for (i = 0; i < count && cursor_ok(cursor); i++) {
        date_range_next(cursor, i > 0, &range);
        policy_text_text(out, i == 0 ? "date " : ", ");
        policy_text_date(out, range.first);
        if (range.last == range.first)
            continue;
        policy_text_text(out, "..");
        policy_text_date(out, range.last);
    }
}

void policy_text_atom(const struct policy_text *out, uint8_t kind, struct cursor *cursor)
{
    switch (kind) {
    case COND_TIME: time_put(out, cursor); break;
    case COND_FROM: from_put(out, cursor); break;
    case COND_HOST: globs_put(out, cursor, "host "); break;
    case COND_TTY: globs_put(out, cursor, "tty "); break;
    case COND_DATE: dates_put(out, cursor); break;
    default: cursor_fail(cursor, ROLEGATE_MALFORMED); break;
    }
}

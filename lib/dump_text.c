/*
 * dump_text.c - words, strings and instants, as the language writes them.
 */
#include <string.h>

#include "calendar.h"
#include "dump_part.h"

/* As rolegate-policy(5) lists them, sorted. */
static const char *const reserved[] = {
    "allow",      "always",   "and",      "assign",    "at",      "because", "condition", "contact", "daily",
    "deny",       "everyone", "except",   "exclusive", "extends", "from",    "gid",       "given",   "group",
    "host",       "ignore",   "in",       "include",   "local",   "may",     "never",     "not",     "or",
    "permission", "policy",   "requires", "role",      "roster",  "service", "starting",  "test",    "time",
    "to",         "tty",      "unknown",  "unlisted",  "until",   "user",    "utc",       "when",    "zone",
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
    uint32_t length, i, point;

    if (text[0] < 0x80)
        return text[0] < 0x20 || text[0] == 0x7f || text[0] == '"' || text[0] == '\\' ? 0 : 1;
    if (text[0] < 0xc2 || text[0] > 0xf4)
        return 0;
    length = text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
    if (length > left)
        return 0;
    point = text[0] & (0x7fu >> length);
    for (i = 1; i < length; i++) {
        if ((text[i] & 0xc0u) != 0x80u)
            return 0;
        point = point << 6 | (text[i] & 0x3fu);
    }
    /* No longer form than need be, no surrogate, no control character, nothing that turns the direction of text. */
    if ((length == 3 && point < 0x800) || (length == 4 && (point < 0x10000 || point > 0x10ffff)) ||
        (point >= 0xd800 && point <= 0xdfff) || point < 0xa0 || (point >= 0x200e && point <= 0x200f) ||
        (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069))
        return 0;
    return length;
}

void dump_string(struct dump *dump, const char *text, uint32_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t i = 0;

    fputc('"', dump->out);
    while (i < length) {
        uint32_t taken = character(bytes + i, length - i);
        if (taken > 0) {
            fwrite(bytes + i, 1, taken, dump->out);
            i += taken;
            continue;
        }
        fprintf(dump->out, bytes[i] == '"' || bytes[i] == '\\' ? "\\%c" : "\\x%02x", bytes[i]);
        i++;
    }
    fputc('"', dump->out);
}

static void write_word(struct dump *dump, const char *text, uint32_t length, const char *extra)
{
    if (is_word(text, length, extra))
        fwrite(text, 1, length, dump->out);
    else
        dump_string(dump, text, length);
}

void dump_word(struct dump *dump, const char *text, uint32_t length)
{
    write_word(dump, text, length, "_.@+$-");
}

static const char *text_at(struct dump *dump, uint32_t offset, uint32_t *length)
{
    enum rolegate_status status = ROLEGATE_OK;

    return table_string(dump->table, offset, length, &status);
}

void dump_str(struct dump *dump, uint32_t offset)
{
    uint32_t length;
    const char *text = text_at(dump, offset, &length);

    dump_string(dump, text, length);
}

void dump_name(struct dump *dump, uint32_t offset)
{
    uint32_t length;
    const char *text = text_at(dump, offset, &length);

    dump_word(dump, text, length);
}

void dump_glob(struct dump *dump, uint32_t offset)
{
    uint32_t length;
    const char *text = text_at(dump, offset, &length);

    if (strcmp(text, "none") == 0) /* as a bare word it is no glob of a terminal */
        dump_string(dump, text, length);
    else
        write_word(dump, text, length, "_.@+$-*?/:");
}

void dump_description(struct dump *dump, uint32_t offset)
{
    if (offset == 0)
        return;
    fputc(' ', dump->out);
    dump_str(dump, offset);
}

#define YEAR_0     (-62167219200)   /* 0000-01-01T00:00:00Z */
#define YEAR_10000 253402300800     /* 10000-01-01T00:00:00Z */
#define EAST_MOST  (24 * 3600 - 60) /* the largest offset that RFC 3339 can write */

void dump_instant(struct dump *dump, int64_t instant)
{
    int64_t east = 0, days, second, year, of_year;
    unsigned month, day;

    /* The day before year 0, and the one behind year 9999, can be written with another offset. */
    if (instant < YEAR_0)
        east = EAST_MOST;
    else if (instant >= YEAR_10000)
        east = -EAST_MOST;
    days = calendar_day_of(instant + east);
    second = instant + east - days * DAY_SECONDS;
    year = calendar_year(days);
    of_year = days - calendar_days(year, 1, 1);
    for (month = 1; month < 12; month++) {
        int64_t length = calendar_days(year, month + 1, 1) - calendar_days(year, month, 1);
        if (of_year < length)
            break;
        of_year -= length;
    }
    day = (unsigned)of_year + 1;
    fprintf(dump->out, "%04d-%02u-%02uT%02d:%02d:%02d", (int)year, month, day, (int)(second / 3600),
            (int)(second / 60 % 60), (int)(second % 60));
    if (east == 0)
        fputc('Z', dump->out);
    else
        fputs(east < 0 ? "-23:59" : "+23:59", dump->out);
}

/*
 * text.c - text of bounded length, with what strangers wrote made harmless.
 *
 * No locale, no time zone, no allocation: this ends up in a log line or on a person's terminal, from inside any
 * process. May include nothing of PAM, and of the library only base/shown.h.
 */
#include "text.h"

#include <string.h>

#include "base/shown.h"

#define DAY                86400
#define DAYS_PER_400_YEARS 146097
#define YEAR_0             INT64_C(-62167219200) /* 0000-01-01T00:00:00Z */
#define YEAR_10000         INT64_C(253402300800)

void text_open(struct text *text, char *buffer, size_t size)
{
    *text = (struct text){.buffer = buffer, .size = size};
    buffer[0] = '\0';
}

static void text_bytes(struct text *text, const char *bytes, size_t length)
{
    if (text->full || length >= text->size - text->length) {
        text->full = true;
        return;
    }
    memcpy(text->buffer + text->length, bytes, length);
    text->length += length;
    text->buffer[text->length] = '\0';
}

void text_add(struct text *text, const char *words)
{
    text_bytes(text, words, strlen(words));
}

void text_number(struct text *text, int64_t number)
{
    char digits[21];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    text_bytes(text, digits + at, sizeof digits - at);
}

/* A number from 0 to 9999 with as many digits as width, and what follows it, if it is no 0 byte. */
static void text_digits(struct text *text, int64_t number, size_t width, char after)
{
    char digits[5];

    for (size_t i = width; i > 0; i--) {
        digits[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    digits[width] = after;
    text_bytes(text, digits, width + (after != '\0'));
}

/* Adds the day of a second counted from 1970, within the years 0 to 9999, and after; the second of that day. */
static int64_t text_day(struct text *text, int64_t instant, char after)
{
    int64_t days = (instant - YEAR_0) / DAY, second = (instant - YEAR_0) % DAY, era, day, year, month;

    days += DAYS_PER_400_YEARS - 60; /* counted from 1 March of the year -400: a leap day is the last of its year */
    era = days / DAYS_PER_400_YEARS;
    day = days % DAYS_PER_400_YEARS;
    year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    day -= 365 * year + year / 4 - year / 100;
    month = (5 * day + 2) / 153;
    day -= (153 * month + 2) / 5;
    year += era * 400 - 400 + (month >= 10);
    text_digits(text, year, 4, '-');
    text_digits(text, month < 10 ? month + 3 : month - 9, 2, '-');
    text_digits(text, day + 1, 2, after);
    return second;
}

static bool has_day(int64_t instant)
{
    return instant >= YEAR_0 && instant < YEAR_10000;
}

void text_time(struct text *text, int64_t instant)
{
    int64_t second;

    if (!has_day(instant)) {
        text_number(text, instant);
        return;
    }
    second = text_day(text, instant, 'T');
    text_digits(text, second / 3600, 2, ':');
    text_digits(text, second / 60 % 60, 2, ':');
    text_digits(text, second % 60, 2, 'Z');
}

void text_clock(struct text *text, int64_t local)
{
    int64_t second;

    if (!has_day(local)) {
        text_number(text, local);
        return;
    }
    second = text_day(text, local, ' ');
    text_digits(text, second / 3600, 2, ':');
    text_digits(text, second / 60 % 60, 2, second % 60 == 0 ? '\0' : ':');
    if (second % 60 != 0)
        text_digits(text, second % 60, 2, '\0');
}

static void text_hex(struct text *text, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char escape[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};

    text_bytes(text, escape, sizeof escape);
}

void text_escape(struct text *text, const char *string)
{
    for (; *string != '\0' && !text->full; string++) {
        if (*string == '"' || *string == '\\')
            text_add(text, "\\");
        if (*string < 0x20 || *string > 0x7e)
            text_hex(text, (unsigned char)*string);
        else
            text_bytes(text, string, 1);
    }
}

void text_item(struct text *text, const char *string)
{
    for (; *string != '\0' && !text->full; string++) {
        if (*string < 0x20 || *string > 0x7e || *string == '"' || *string == '\\' || *string == ',')
            text_hex(text, (unsigned char)*string);
        else
            text_bytes(text, string, 1);
    }
}

void text_hex64(struct text *text, uint64_t number)
{
    char digits[16];

    for (size_t i = sizeof digits; i > 0; number >>= 4)
        digits[--i] = "0123456789abcdef"[number & 15];
    text_bytes(text, digits, sizeof digits);
}

void text_show(struct text *text, const char *string)
{
    const char *end = string + strlen(string);

    while (string < end && !text->full) {
        bool shown;
        size_t length = character_shown(string, (size_t)(end - string), &shown);

        if (shown)
            text_bytes(text, string, length);
        for (size_t i = 0; !shown && i < length; i++)
            text_hex(text, (unsigned char)string[i]);
        string += length;
    }
}

void text_cut(struct text *text, size_t length)
{
    text->length = length;
    text->buffer[length] = '\0';
    text->full = false;
}

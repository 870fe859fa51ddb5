/*
 * literal.c - the inner form of words. See "Text" and "Conditions" of rolegate-policy(5).
 */
#include "literal.h"

#include <arpa/inet.h>
#include <string.h>

#include "compile/ast/ast.h"
#include "compile/ast/name_syntax.h"
#include "base/calendar.h"
#include "support/datetime.h"

#define IDENTIFIER_MAX 32u

const char *literal_kind(enum name_kind kind)
{
    switch (kind) {
    case NAME_USER: return "user";
    case NAME_GROUP: return "group";
    case NAME_SERVICE: return "service";
    case NAME_PERMISSION: return "permission";
    case NAME_PATTERN: return "pattern";
    case NAME_ROLE: return "role";
    case NAME_CONDITION: return "condition";
    }
    return "name";
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The characters of a name that is no string. */
static bool is_plain(char c)
{
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_' || c == '@' || c == '+' || c == '$';
}

static const char *atom_problem(const char *text)
{
    if (*text == '-')
        return "starts with a '-'; write it in quotes";
    while (is_plain(*text))
        text++;
    return *text == '\0' ? NULL : "has a character that only a name in quotes may have";
}

/* What is plain could only be too long, or digits alone. */
static const char *account_problem(enum name_kind kind, const char *text, size_t length, bool quoted)
{
    const char *atom = quoted ? NULL : atom_problem(text), *problem;

    if (kind != NAME_SERVICE && is_digit(*text) && text[strspn(text, "0123456789")] == '\0')
        return kind == NAME_GROUP ? "is only digits; for a group's number write gid N"
                                  : "is only digits; a user is given by name";
    if (!quoted && atom == NULL && length <= NAME_BYTES_MAX)
        return NULL;
    problem = name_syntax_problem(text);
    return problem != NULL ? problem : atom;
}

/* Segments of a-z 0-9 _ - joined by dots. */
static const char *permission_problem(const char *text)
{
    bool begun = false;

    for (; *text != '\0'; text++) {
        if (*text == '.' && !begun)
            return "has an empty segment";
        if (*text >= 'A' && *text <= 'Z')
            return "has a capital letter; a permission is segments of a-z, 0-9, _ and - joined by dots";
        if (*text != '.' && !is_letter(*text) && !is_digit(*text) && *text != '_' && *text != '-')
            return "is not segments of a-z, 0-9, _ and - joined by dots";
        begun = *text != '.';
    }
    return begun ? NULL : "has an empty segment";
}

static const char *pattern_problem(const char *text, size_t length)
{
    char name[256];

    if (strcmp(text, "*") == 0)
        return NULL;
    if (length < 2 || strcmp(text + length - 2, ".*") != 0)
        return strchr(text, '*') != NULL ? "is not a pattern: * stands alone, or last after a dot"
                                         : permission_problem(text);
    if (length - 2 >= sizeof name)
        return "is too long";
    memcpy(name, text, length - 2);
    name[length - 2] = '\0';
    return permission_problem(name);
}

static const char *identifier_problem(const char *text, size_t length)
{
    if (!is_letter(*text))
        return "does not start with a letter";
    if (text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] != '\0')
        return "has a character other than letters, digits, _ and -";
    return length > IDENTIFIER_MAX ? "is longer than 32 bytes" : NULL;
}

const char *literal_name(enum name_kind kind, const char *text, size_t length, bool quoted)
{
    const char *problem = NULL;

    switch (kind) {
    case NAME_USER:
    case NAME_GROUP:
    case NAME_SERVICE: return account_problem(kind, text, length, quoted);
    case NAME_PERMISSION:
        problem = length > 255 ? "is longer than 255 bytes" : permission_problem(text);
        return problem != NULL || quoted || *text != '-' ? problem : atom_problem(text);
    case NAME_PATTERN:
        problem = length > 257 ? "is too long" : pattern_problem(text, length);
        return problem != NULL || quoted || *text != '-' ? problem : atom_problem(text);
    case NAME_ROLE:
    case NAME_CONDITION: return identifier_problem(text, length);
    }
    return problem;
}

const char *literal_number(const char *text, uint64_t *value)
{
    uint64_t number = 0;

    if (*text == '\0' || text[strspn(text, "0123456789")] != '\0')
        return "is not a number";
    for (; *text != '\0'; text++) {
        unsigned digit = (unsigned)(*text - '0');
        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
    }
    *value = number;
    return NULL;
}

/* Whether a bit behind the prefix is set. */
static bool host_bits(const unsigned char *address, unsigned size, unsigned length)
{
    unsigned i;

    for (i = length; i < size * 8; i++)
        if ((address[i / 8] >> (7 - i % 8) & 1) != 0)
            return true;
    return false;
}

static const char *prefix_length(const char *slash, unsigned most, unsigned *length)
{
    uint64_t value;

    *length = most;
    if (slash == NULL)
        return NULL;
    if (literal_number(slash + 1, &value) != NULL || value > most || (slash[1] == '0' && slash[2] != '\0'))
        return most == 32 ? "has a prefix length that is not 0 to 32" : "has a prefix length that is not 0 to 128";
    *length = (unsigned)value;
    return NULL;
}

const char *literal_net(const char *text, struct ast_net *net)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const char *slash = strchr(text, '/');
    size_t length = slash == NULL ? strlen(text) : (size_t)(slash - text);
    char address[INET6_ADDRSTRLEN];
    const char *problem;

    if (length >= sizeof address)
        return "is not an IP address or network";
    memcpy(address, text, length);
    address[length] = '\0';
    memset(net->address, 0, sizeof net->address);
    if (inet_pton(AF_INET, address, net->address) == 1)
        net->is_v6 = false;
    else if (inet_pton(AF_INET6, address, net->address) == 1)
        net->is_v6 = true;
    else
        return "is not an IP address or network; names are never looked up";
    problem = prefix_length(slash, net->is_v6 ? 128 : 32, &net->length);
    if (problem != NULL)
        return problem;
    if (host_bits(net->address, net->is_v6 ? 16 : 4, net->length))
        return "has bits set after its prefix";
    if (net->is_v6 && net->length >= 96 && memcmp(net->address, mapped, sizeof mapped) == 0) {
        memmove(net->address, net->address + 12, 4);
        memset(net->address + 4, 0, 12);
        net->length -= 96;
        net->is_v6 = false;
    }
    return NULL;
}

static int day_number(const char *text, size_t length)
{
    static const char days[] = "montuewedthufrisatsun";
    int i;

    if (length != 3)
        return -1;
    for (i = 0; i < 7; i++)
        if (memcmp(text, &days[(size_t)i * 3], 3) == 0)
            return i;
    return -1;
}

const char *literal_days(const char *text, unsigned *days)
{
    static const char problem[] = "is not a day or range of days; days are mon tue wed thu fri sat sun, daily, mon-fri";
    size_t length = strlen(text);
    int first = day_number(text, length < 3 ? length : 3), last = first, day;

    if (first < 0)
        return problem;
    if (length != 3) {
        last = length == 7 && text[3] == '-' ? day_number(text + 4, 3) : -1;
        if (last < 0)
            return problem;
    }
    *days = 0;
    for (day = first; day != last; day = (day + 1) % 7)
        *days |= 1u << day;
    *days |= 1u << last;
    return NULL;
}

#define DATE_LENGTH 10u /* of 2026-03-08 */

static bool date_read(const char *text, int32_t *day)
{
    char date[DATE_LENGTH + 1];
    struct datetime datetime;

    memcpy(date, text, DATE_LENGTH);
    date[DATE_LENGTH] = '\0';
    if (!datetime_parse(date, &datetime) || !datetime.is_date)
        return false;
    *day = (int32_t)calendar_days(datetime.year, (unsigned)datetime.month, (unsigned)datetime.day);
    return true;
}

const char *literal_dates(const char *text, int32_t *first, int32_t *last)
{
    size_t length = strlen(text);
    bool range = length == 2 * DATE_LENGTH + 2 && memcmp(text + DATE_LENGTH, "..", 2) == 0;

    *first = *last = 0;
    if ((length != DATE_LENGTH && !range) || !date_read(text, first) ||
        !date_read(text + (range ? DATE_LENGTH + 2 : 0), last))
        return "is not a date (2026-02-23) or a range of dates (2026-03-08..2026-03-09)";
    return *last < *first ? "ends before it begins" : NULL;
}

/* HH:MM at text, up to most minutes. */
static bool clock_read(const char *text, unsigned most, unsigned *minutes)
{
    unsigned hour, minute;

    if (!is_digit(text[0]) || !is_digit(text[1]) || text[2] != ':' || !is_digit(text[3]) || !is_digit(text[4]))
        return false;
    hour = (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
    minute = (unsigned)(text[3] - '0') * 10 + (unsigned)(text[4] - '0');
    *minutes = hour * 60 + minute;
    return minute < 60 && *minutes <= most;
}

const char *literal_window(const char *text, unsigned *start, unsigned *end)
{
    if (strlen(text) != 11 || text[5] != '-' || !clock_read(text, 24 * 60 - 1, start) ||
        !clock_read(text + 6, 24 * 60, end))
        return "is not a time window; write it as 09:00-18:00, the end up to 24:00";
    return NULL;
}

int literal_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

size_t literal_escape(const char *text, const char *end, char *out)
{
    int high, low;

    if (text < end && (*text == '"' || *text == '\\')) {
        *out = *text;
        return 1;
    }
    if (end - text < 3 || *text != 'x')
        return 0;
    high = literal_hex(text[1]);
    low = literal_hex(text[2]);
    if (high < 0 || low < 0 || high + low == 0)
        return 0;
    *out = (char)(high * 16 + low);
    return 3;
}

size_t literal_string(const char *text, size_t length, char *out, void (*wrong)(void *context, size_t at),
                      void *context)
{
    const char *end = text + length, *at, *start = out;

    for (at = text; at < end; at++) {
        size_t taken;
        if (*at != '\\') {
            *out++ = *at;
            continue;
        }
        taken = literal_escape(at + 1, end, out);
        if (taken == 0)
            wrong(context, (size_t)(at - text));
        out += taken > 0;
        at += taken > 0 ? taken : 1;
    }
    return (size_t)(out - start);
}

/*
 * form_note.c - the repair of a word that has not the form it must have, as a note below the report of it, and as an
 * edit.
 */
#include "form_note.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "compile/ast/ast.h"
#include "compile/diag/diag_edit.h"
#include "support/arena.h"

#define ROOM 160u /* for a note */

/* A note, and what is put in the place of the word: a guess. */
static void note_repair(struct diag *diag, struct diag_report *report, const char *repair, const char *note)
{
    diag_note_whole(diag, report, "%s%s", note, repair);
    diag_edit(diag, report, false, report->span, arena_printf(diag->arena, "%s", repair));
}

/* Each number that is read has a width, so it cannot be too large. NOLINTBEGIN(cert-err34-c) */

/* ---- dates and instants ---- */

static unsigned month_days(unsigned year, unsigned month)
{
    return (unsigned)(calendar_days(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) -
                      calendar_days(year, month, 1));
}

/* A date of the right form that does not exist. */
static const char *date_problem(const char *text, char room[ROOM])
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    unsigned year, month, day;
    char rest;

    if (strlen(text) != 10 || sscanf(text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) != 3)
        return NULL;
    if (month < 1 || month > 12)
        return "months are 01 to 12";
    if (day >= 1 && day <= month_days(year, month))
        return NULL;
    snprintf(room, ROOM, "%s %u has %u days", names[month - 1], year, month_days(year, month));
    return room;
}

/* A date that is written in another order, or with other signs. False: it is none. */
static bool date_note(struct diag *diag, struct diag_report *report, const char *text)
{
    char date[ROOM];
    unsigned a, b, c;
    char first, second, rest;

    if (sscanf(text, "%4u%c%2u%c%4u%c", &a, &first, &b, &second, &c, &rest) != 5 || first != second ||
        strchr("./-", first) == NULL)
        return false;
    if (a > 31 && b >= 1 && b <= 12 && c <= 31) {
        snprintf(date, ROOM, "%04u-%02u-%02u", a, b, c);
        note_repair(diag, report, date, "a date has two digits for the month and for the day: ");
    } else if (c > 31 && b >= 1 && b <= 12 && a <= 31 && first == '.') {
        snprintf(date, ROOM, "%04u-%02u-%02u", c, b, a);
        note_repair(diag, report, date, "a date is year, month and day: ");
    } else if (c > 31) {
        diag_note_whole(diag, report, "a date is year, month and day: %04u-MM-DD", c);
    } else {
        return false;
    }
    return true;
}

/* An instant that lacks something: of what it can mean, UTC is put in its place. */
static void instant_note(struct diag *diag, struct diag_report *report, const char *text)
{
    const char *end;
    unsigned year, month, day, hour, minute, second;
    int read = 0;

    if (sscanf(text, "%4u-%2u-%2uT%2u:%2u%n", &year, &month, &day, &hour, &minute, &read) != 5 || read != 16 ||
        hour > 23 || minute > 59)
        return;
    if (text[16] == '\0') {
        diag_note_whole(diag, report, "an instant has seconds, and the offset from UTC: %s:00Z, or %s:00+01:00", text,
                        text);
        end = ":00Z";
    } else if (sscanf(text + 16, ":%2u%n", &second, &read) == 1 && text[16 + read] == '\0') {
        diag_note_whole(diag, report, "an instant has the offset from UTC: %sZ is UTC, %s+01:00 one hour ahead of it",
                        text, text);
        end = "Z";
    } else {
        return;
    }
    diag_edit(diag, report, false, report->span, arena_printf(diag->arena, "%s%s", text, end));
}

void time_note(struct diag *diag, struct diag_report *report, const char *text)
{
    char room[ROOM];
    const char *problem = strlen(text) > 30 ? NULL : date_problem(text, room);

    if (problem != NULL)
        diag_note_whole(diag, report, "%s", problem);
    else if (strlen(text) <= 30 && !date_note(diag, report, text))
        instant_note(diag, report, text);
}

/* ---- days and hours ---- */

/* The short form of a day's name that is written out; NULL: it is none. */
static const char *short_day(const char *text, size_t length)
{
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    static const char *const shorts[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    size_t i;

    for (i = 0; i < 7; i++)
        if (length >= 2 && length <= strlen(days[i]) && strncasecmp(text, days[i], length) == 0)
            return shorts[i];
    return NULL;
}

void days_note(struct diag *diag, struct diag_report *report, const char *text)
{
    size_t length = strcspn(text, "-");
    const char *first = short_day(text, length),
               *last = text[length] == '-' ? short_day(text + length + 1, strlen(text + length + 1)) : NULL;
    unsigned start, end;

    if (literal_window(text, &start, &end) == NULL)
        note_repair(diag, report, arena_printf(diag->arena, "daily %s", text), "the days come first: time ");
    else if (first != NULL && last != NULL)
        note_repair(diag, report, arena_printf(diag->arena, "%s-%s", first, last), "write ");
    else if (first != NULL && text[length] == '\0')
        note_repair(diag, report, first, "write ");
    else if (strcasecmp(text, "weekdays") == 0 || strcasecmp(text, "workdays") == 0)
        note_repair(diag, report, "mon-fri", "write ");
    else if (strcasecmp(text, "weekend") == 0 || strcasecmp(text, "weekends") == 0)
        note_repair(diag, report, "sat-sun", "write ");
}

void window_note(struct diag *diag, struct diag_report *report, const char *text)
{
    unsigned hours[2], minutes[2] = {0, 0};
    char rest;

    if (strlen(text) > 12)
        return;
    if (sscanf(text, "%2u-%2u%c", &hours[0], &hours[1], &rest) != 2 &&
        sscanf(text, "%2u:%2u-%2u:%2u%c", &hours[0], &minutes[0], &hours[1], &minutes[1], &rest) != 4)
        return;
    if (hours[0] < 24 && minutes[0] < 60 && hours[1] <= 24 && minutes[1] < 60)
        note_repair(diag, report,
                    arena_printf(diag->arena, "%02u:%02u-%02u:%02u", hours[0], minutes[0], hours[1], minutes[1]),
                    "each time has two digits for the hour and for the minute: ");
    else if (hours[0] == 24 && hours[1] <= 24)
        diag_note_whole(diag, report, "a day begins at 00:00; only the end may be 24:00");
}

/* ---- networks ---- */

/* The network in which an address with a prefix lies. */
static void host_bits_note(struct diag *diag, struct diag_report *report, const char *text, struct ast_net *net)
{
    char address[INET6_ADDRSTRLEN], network[INET6_ADDRSTRLEN];
    int family = net->is_v6 ? AF_INET6 : AF_INET;
    unsigned i;

    snprintf(address, sizeof address, "%.*s", (int)strcspn(text, "/"), text);
    for (i = net->length; i < (net->is_v6 ? 128u : 32u); i++)
        net->address[i / 8] = (unsigned char)(net->address[i / 8] & ~(0x80u >> i % 8));
    if (inet_ntop(family, net->address, network, sizeof network) == NULL)
        return;
    diag_note_whole(diag, report, "the network is %s/%u, and the one address %s", network, net->length, address);
    diag_edit(diag, report, false, report->span, arena_printf(diag->arena, "%s/%u", network, net->length));
}

/* `10.0.*` */
static void wild_net_note(struct diag *diag, struct diag_report *report, const char *text)
{
    unsigned part[4] = {0}, count;
    int read = 0;

    for (count = 0; count < 3 && sscanf(text + read, "%3u.", &part[count]) == 1 && part[count] < 256; count++)
        read += (int)strcspn(text + read, ".") + 1;
    if (count > 0 && strlen(text) < 16 && text[strspn(text, "0123456789.")] == '*')
        note_repair(diag, report, arena_printf(diag->arena, "%u.%u.%u.0/%u", part[0], part[1], part[2], count * 8),
                    "a network is an address and the number of its bits that count: ");
}

void net_note(struct diag *diag, struct diag_report *report, const char *text)
{
    struct ast_net net = {.local = false};
    const char *problem = literal_net(text, &net);

    if (problem != NULL && strstr(problem, "bits set") != NULL)
        host_bits_note(diag, report, text, &net);
    else if (strchr(text, '*') != NULL)
        wild_net_note(diag, report, text);
}

/* ---- names ---- */

void name_note(struct diag *diag, struct diag_report *report, enum name_kind kind, const char *text)
{
    size_t length = strlen(text), sign = strcspn(text, "\\");
    const char *bare = arena_printf(diag->arena, "%.*s", (int)length - (length > 0), text), *repair = NULL;

    if (kind == NAME_GROUP && strchr("%@&+:", text[0]) != NULL && length > 1) {
        diag_note_whole(diag, report, "a group's name has no sign before it: group %s", text + 1);
        repair = text + 1;
    } else if (length > 1 && (text[length - 1] == ':' || text[length - 1] == '=')) {
        diag_note_whole(diag, report, "a name has no sign after it; remove the \"%c\"", text[length - 1]);
        repair = bare;
    } else if (kind == NAME_CONDITION && text[0] == '!' && length > 1) {
        repair = arena_printf(diag->arena, "not %s", text + 1);
        diag_note_whole(diag, report, "the opposite of a condition is written %s", repair);
    } else if (length > 1 && text[length - 1] == '\\') {
        diag_note_whole(diag, report, "remove the \\: a statement may go on in the next line without it");
        repair = bare;
    } else if ((kind == NAME_USER || kind == NAME_GROUP) && text[sign] == '\\') {
        repair = arena_printf(diag->arena, "\"%.*s\\\\%s\"", (int)sign, text, text + sign + 1);
        diag_note_whole(diag, report, "in quotes a \\ is written twice: %s", repair);
    }
    /* What stands in quotes is longer. */
    if (repair != NULL && report->span.length == length)
        diag_edit(diag, report, false, report->span, arena_printf(diag->arena, "%s", repair));
}

/* NOLINTEND(cert-err34-c) */

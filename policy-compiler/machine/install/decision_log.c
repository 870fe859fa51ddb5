/*
 * decision_log.c - what the PAM module has logged lately, counted.
 *
 * Trusts nothing in a log but the form of the module's own lines, and of the journal's entries those that a PAM module
 * can have sent. A file of the system's log does not say who wrote a line; it is read only where there is no journal.
 */
#include "decision_log.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/datetime.h"
#include "answer/question_input.h"
#include "support/spawn.h"

#define DAY           ((int64_t)86400)
#define UNUSUAL_LEAST 10u /* denials in a day … */
#define UNUSUAL_TIMES 3u  /* … and so many times what a day before had */

/* How often one user was denied one service. */
struct pair {
    struct decision_log_denied denied;
    struct pair *next;
};

struct counting {
    struct decision_log *log;
    int64_t since, now, earliest; /* earliest: the first decision that was seen */
    void *pairs;                  /* tree of struct pair */
    struct pair *first;
    size_t lines; /* that were read, whoever wrote them */
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *first = a, *second = b;
    int order = strcmp(first->denied.user, second->denied.user);

    return order ? order : strcmp(first->denied.service, second->denied.service);
}

static void count_denied(struct counting *counting, const struct question_input *entry, bool recent)
{
    struct pair *fresh = calloc(1, sizeof *fresh), **known;

    if (fresh == NULL)
        return;
    snprintf(fresh->denied.user, sizeof fresh->denied.user, "%s", entry->user);
    snprintf(fresh->denied.service, sizeof fresh->denied.service, "%s", entry->service);
    known = tsearch(fresh, &counting->pairs, compare_pairs);
    if (known != NULL && recent)
        (*known)->denied.count += entry->repeated;
    else if (known != NULL)
        (*known)->denied.before += entry->repeated;
    if (known == NULL || *known != fresh) {
        free(fresh);
        return;
    }
    fresh->next = counting->first;
    counting->first = fresh;
}

/* When a decision was made, as its line says. False: it says no time, or one that is not looked at. */
static bool read_time(const struct counting *counting, const char *at, int64_t *instant)
{
    struct datetime moment;

    if (!datetime_parse(at, &moment) || moment.is_date ||
        moment.instant < counting->since - DECISION_LOG_BEFORE * DAY || moment.instant > counting->now)
        return false;
    *instant = moment.instant;
    return true;
}

static void count_decision(struct counting *counting, const struct question_input *entry, bool recent)
{
    if (strcmp(entry->logged, "deny") == 0)
        count_denied(counting, entry, recent);
    if (!recent)
        return;
    if (strcmp(entry->logged, "allow") == 0)
        counting->log->allowed += entry->repeated;
    else if (strcmp(entry->logged, "deny") == 0)
        counting->log->denied += entry->repeated;
    else
        counting->log->other += entry->repeated;
}

static void count_line(struct counting *counting, char *line)
{
    struct question_input entry;
    int64_t instant;

    if (strstr(line, "rolegate v=1 verdict=") == NULL)
        return;
    if (question_input_parse(line, strlen(line), &entry) == QUESTION_INPUT_QUESTION && entry.logged != NULL &&
        read_time(counting, entry.at, &instant)) {
        if (instant < counting->earliest)
            counting->earliest = instant;
        count_decision(counting, &entry, instant >= counting->since);
    }
    question_input_free(&entry);
}

static void count_lines(struct counting *counting, FILE *file)
{
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        counting->lines++;
        count_line(counting, line);
    }
    free(line);
}

/* More often first, then by name. */
static bool ranks_before(const struct decision_log_denied *one, const struct decision_log_denied *other)
{
    int order = strcmp(one->user, other->user);

    if (one->count != other->count)
        return one->count > other->count;
    return order != 0 ? order < 0 : strcmp(one->service, other->service) < 0;
}

bool decision_log_is_unusual(const struct decision_log *log, const struct decision_log_denied *denied)
{
    size_t days = log->days_before > 0 ? log->days_before : 1;

    return denied->count >= UNUSUAL_LEAST && denied->count * days > UNUSUAL_TIMES * denied->before;
}

/* Puts a pair where it belongs among those that were denied most often. */
static void rank(struct decision_log *log, const struct decision_log_denied *denied)
{
    size_t at = log->most_count;

    while (at > 0 && ranks_before(denied, &log->most[at - 1]))
        at--;
    if (at == DECISION_LOG_DENIED)
        return;
    if (log->most_count < DECISION_LOG_DENIED)
        log->most_count++;
    memmove(&log->most[at + 1], &log->most[at], (log->most_count - at - 1) * sizeof log->most[0]);
    log->most[at] = *denied;
}

static bool read_journal(struct counting *counting)
{
    char since[32];
    const char *const arguments[] = {
        "journalctl",         "-q", "-o", "json", "--all", "--output-fields=MESSAGE,_UID,_EXE", "--since", since,
        "SYSLOG_FACILITY=10", NULL};
    pid_t child;
    FILE *reader;

    snprintf(since, sizeof since, "@%lld", (long long)(counting->since - DECISION_LOG_BEFORE * DAY));
    reader = spawn_reader(arguments, &child);
    if (reader == NULL)
        return false;
    count_lines(counting, reader);
    return spawn_close(reader, child) == 0;
}

static bool read_file(struct counting *counting, const char *path)
{
    FILE *file = fopen(path, "re");

    if (file == NULL) {
        counting->log->unread |= errno != ENOENT;
        return false;
    }
    count_lines(counting, file);
    fclose(file);
    return true;
}

/* A log, and the one before it, which may have been put aside today. */
static bool read_log(struct counting *counting, const char *path)
{
    char before[64];

    snprintf(before, sizeof before, "%s.1", path);
    return read_file(counting, path) + read_file(counting, before) > 0;
}

void decision_log_read(int64_t since, struct decision_log *log)
{
    static const char *const files[] = {"/var/log/auth.log", "/var/log/secure"};
    const struct pair *pair;
    struct counting counting = {.log = log, .since = since, .now = time(NULL), .earliest = since};
    bool journal;
    size_t i;

    memset(log, 0, sizeof *log);
    journal = read_journal(&counting);
    if (journal && counting.lines > 0)
        log->source = "the journal";
    for (i = 0; i < sizeof files / sizeof files[0] && log->source == NULL; i++)
        if (read_log(&counting, files[i]))
            log->source = files[i];
    if (log->source != NULL)
        log->unread = false;
    else if (geteuid() != 0) /* a journal shows nothing to whom it shows nothing, and says no word of it */
        log->unread = true;
    else if (journal && !log->unread)
        log->source = "the journal";
    log->days_before = (unsigned)((since - counting.earliest + DAY - 1) / DAY);
    for (pair = counting.first; pair != NULL; pair = pair->next)
        if (pair->denied.count > 0)
            rank(log, &pair->denied);
    tdestroy(counting.pairs, free);
}

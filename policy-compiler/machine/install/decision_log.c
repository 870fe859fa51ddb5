/*
 * decision_log.c - what the PAM module has logged lately, counted.
 *
 * Trusts nothing in a log but the form of the module's own lines, and of the journal's entries those that a PAM module
 * can have sent. A file of the system's log does not say who wrote a line; it is read only where there is no journal.
 */
#include "decision_log.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/datetime.h"
#include "answer/question_input.h"
#include "support/spawn.h"

/* How often one user was denied one service. */
struct pair {
    struct lately_denied denied;
};

struct counting {
    struct lately *lately;
    int64_t since, now;
    void *pairs;  /* tree of struct pair */
    size_t lines; /* that were read, whoever wrote them */
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *first = a, *second = b;
    int order = strcmp(first->denied.user, second->denied.user);

    return order ? order : strcmp(first->denied.service, second->denied.service);
}

static void count_denied(struct counting *counting, const struct replayed *replayed)
{
    struct pair *fresh = calloc(1, sizeof *fresh), **known;

    if (fresh == NULL)
        return;
    snprintf(fresh->denied.user, sizeof fresh->denied.user, "%s", replayed->user);
    snprintf(fresh->denied.service, sizeof fresh->denied.service, "%s", replayed->service);
    known = tsearch(fresh, &counting->pairs, compare_pairs);
    if (known != NULL)
        (*known)->denied.count += replayed->repeated;
    if (known == NULL || *known != fresh)
        free(fresh);
}

static bool is_recent(const struct counting *counting, const char *at)
{
    struct moment moment;

    return moment_parse(at, &moment) && !moment.is_date && moment.instant >= counting->since &&
           moment.instant <= counting->now;
}

static void count_decision(struct counting *counting, const struct replayed *replayed)
{
    if (strcmp(replayed->logged, "allow") == 0) {
        counting->lately->allowed += replayed->repeated;
    } else if (strcmp(replayed->logged, "deny") == 0) {
        counting->lately->denied += replayed->repeated;
        count_denied(counting, replayed);
    } else {
        counting->lately->other += replayed->repeated;
    }
}

static void count_line(struct counting *counting, char *line)
{
    struct replayed replayed;

    if (strstr(line, "rolegate v=1 verdict=") == NULL)
        return;
    if (replayed_parse(line, strlen(line), &replayed) == REPLAYED_QUESTION && replayed.logged != NULL &&
        is_recent(counting, replayed.at))
        count_decision(counting, &replayed);
    replayed_free(&replayed);
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

/* Puts a pair where it belongs among those that were denied most often. */
static void rank(struct lately *lately, const struct lately_denied *denied)
{
    size_t at = lately->most_count;

    while (at > 0 && lately->most[at - 1].count < denied->count)
        at--;
    if (at == LATELY_DENIED)
        return;
    if (lately->most_count < LATELY_DENIED)
        lately->most_count++;
    memmove(&lately->most[at + 1], &lately->most[at], (lately->most_count - at - 1) * sizeof lately->most[0]);
    lately->most[at] = *denied;
}

static void rank_node(const void *node, VISIT visit, void *context)
{
    if (visit == postorder || visit == leaf)
        rank(context, &(*(const struct pair *const *)node)->denied);
}

static bool read_journal(struct counting *counting)
{
    char since[32];
    const char *const arguments[] = {
        "journalctl",         "-q", "-o", "json", "--all", "--output-fields=MESSAGE,_UID,_EXE", "--since", since,
        "SYSLOG_FACILITY=10", NULL};
    pid_t child;
    FILE *reader;

    snprintf(since, sizeof since, "@%lld", (long long)counting->since);
    reader = run_reader(arguments, &child);
    if (reader == NULL)
        return false;
    count_lines(counting, reader);
    return run_close(reader, child) == 0;
}

static bool read_file(struct counting *counting, const char *path)
{
    FILE *file = fopen(path, "re");

    if (file == NULL)
        return false;
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

void lately_read(int64_t since, struct lately *lately)
{
    static const char *const files[] = {"/var/log/auth.log", "/var/log/secure"};
    struct counting counting = {.lately = lately, .since = since, .now = time(NULL)};
    size_t i;

    memset(lately, 0, sizeof *lately);
    if (read_journal(&counting) && counting.lines > 0)
        lately->source = "the journal";
    for (i = 0; i < sizeof files / sizeof files[0] && lately->source == NULL; i++)
        if (read_log(&counting, files[i]))
            lately->source = files[i];
    twalk_r(counting.pairs, rank_node, lately);
    tdestroy(counting.pairs, free);
}

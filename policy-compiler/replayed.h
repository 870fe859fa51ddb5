/*
 * replayed.h - one line of what `rolegate replay` reads: a question as JSON, or a line of the PAM module's log.
 */
#ifndef REPLAYED_H
#define REPLAYED_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define REPLAYED_PROBLEM_MAX 256

/* Strings belong to the line or to root; NULL where the line does not say it. */
struct replayed {
    const char *user, *service, *from, *tty, *host;
    const char *at;    /* as text, or: */
    bool at_is_number; /* seconds since 1970 */
    long long at_number;
    const json_t *groups, *unknown_groups; /* lists, or NULL */
    const char *logged;                    /* of a log line: the verdict that was given then; else NULL */
    json_t *root;
    char problem[REPLAYED_PROBLEM_MAX]; /* of REPLAYED_BAD */
};

enum replayed_kind {
    REPLAYED_QUESTION,
    REPLAYED_OTHER, /* a line of the log that is no answer to a request */
    REPLAYED_BAD
};

/* Reads a line, which it writes to. Whatever it answers, replayed_free() ends it. */
enum replayed_kind replayed_parse(char *line, size_t length, struct replayed *replayed);
void replayed_free(struct replayed *replayed);

#endif

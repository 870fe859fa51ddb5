/*
 * question_input.h - one line of what `rolegate replay` reads: a question as JSON, or a line of a log.
 */
#ifndef QUESTION_INPUT_H
#define QUESTION_INPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REPLAYED_PROBLEM_MAX 256

/* Strings belong to the line, to root or to copy; NULL where the line does not say it. */
struct replayed {
    const char *user, *service, *from, *tty, *host;
    const char *at;    /* as text, or: */
    bool at_is_number; /* seconds since 1970 */
    long long at_number;
    const json_t *groups, *unknown_groups; /* lists, or NULL: a log line without groups */
    json_t *root;
    char *copy;      /* of a message that stood in JSON */
    size_t repeated; /* how often it was asked: 1, but for a log line that says otherwise */
    /* of a log line; else NULL, 0 and false */
    const char *logged, *reason;        /* the verdict that was given then, and its reason */
    const char *table;                  /* the identity of the table that gave it, or NULL */
    bool off_roster;                    /* every group that is not among groups was unknown */
    const char *groups_cut;             /* how many groups the line leaves out; NULL: none */
    char problem[REPLAYED_PROBLEM_MAX]; /* of REPLAYED_BAD */
};

enum replayed_kind {
    REPLAYED_QUESTION,
    REPLAYED_OTHER,    /* a line of the module that is no answer to a request */
    REPLAYED_FOREIGN,  /* a line of another program */
    REPLAYED_STRAY,    /* what the module writes, in a place or a form in which it does not write it */
    REPLAYED_STRANGER, /* the journal says that no PAM module can have sent it */
    REPLAYED_BAD
};

/* Reads a line, which it writes to. Whatever it answers, replayed_free() ends it. */
enum replayed_kind replayed_parse(char *line, size_t length, struct replayed *replayed);
void replayed_free(struct replayed *replayed);

#endif

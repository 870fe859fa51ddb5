/*
 * question_input.h - one line of what `rolegate replay` reads: a question as JSON, or a line of a log.
 */
#ifndef QUESTION_INPUT_H
#define QUESTION_INPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUESTION_INPUT_PROBLEM_MAX 256

/* Strings belong to the line, to root or to copy; NULL where the line does not say it. */
struct question_input {
    const char *user, *service, *from, *tty, *host;
    const char *at;    /* as text, or: */
    bool at_is_number; /* seconds since 1970 */
    long long at_number;
    const json_t *groups, *unknown_groups; /* lists, or NULL: a log line without groups */
    json_t *root;
    char *copy;      /* of a message that stood in JSON */
    size_t repeated; /* how often it was asked: 1, but for a log line that says otherwise */
    /* of a log line; else NULL, 0 and false */
    const char *logged, *reason;              /* the verdict that was given then, and its reason */
    const char *table;                        /* the identity of the table that gave it, or NULL */
    bool off_roster;                          /* every group that is not among groups was unknown */
    const char *groups_cut;                   /* how many groups the line leaves out; NULL: none */
    char problem[QUESTION_INPUT_PROBLEM_MAX]; /* of QUESTION_INPUT_BAD */
};

enum question_input_kind {
    QUESTION_INPUT_QUESTION,
    QUESTION_INPUT_OTHER,    /* a line of the module that is no answer to a request */
    QUESTION_INPUT_FOREIGN,  /* a line of another program */
    QUESTION_INPUT_STRAY,    /* what the module writes, in a place or a form in which it does not write it */
    QUESTION_INPUT_STRANGER, /* the journal says that no PAM module can have sent it */
    QUESTION_INPUT_BAD
};

/* Reads a line, which it writes to. Whatever it answers, question_input_free() ends it. */
enum question_input_kind question_input_parse(char *line, size_t length, struct question_input *input);
void question_input_free(struct question_input *input);

#endif

/*
 * requests_answer.h - approving and denying what somebody has asked for: for `rolegate requests`.
 */
#ifndef REQUESTS_ANSWER_H
#define REQUESTS_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* How a request is answered, as it was typed. */
struct requests_answer {
    const char *id;
    int64_t seconds;     /* approve: another length than was asked for; or 0 */
    const char *because; /* approve: another reason, a ticket; or NULL */
    const char *file;    /* approve: the name of the file; or NULL */
    const char *text;    /* deny: what the asker is told */
    bool yes;
};

/* Approves a request: once more everything is looked at, as `grant` does. The exit status. */
int requests_approve(struct arena *arena, const struct requests_answer *answer);
/* Denies it. The exit status. */
int requests_deny(struct arena *arena, const struct requests_answer *answer);

#endif

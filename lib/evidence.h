/*
 * evidence.h - what an answer rests on: statements, and permissions that are missing.
 *
 * Internal to explain.c, evidence.c and missing.c.
 */
#ifndef ROLEGATE_EVIDENCE_H
#define ROLEGATE_EVIDENCE_H

#include <stdbool.h>

#include "decide.h"

struct evidence {
    struct rolegate_answer *answer;
    const struct request *request;
    enum rolegate_reason reason;
    struct situation witness;  /* under which grants are looked at */
    bool expired, not_started; /* there are limits that are over, or have not begun */
};

/* Collects what the answer rests on, under the setting and the situation that showed the reason. evidence.c */
void evidence_collect(struct decider *decider, struct evidence *evidence, unsigned without);
/* The permissions that the request requires and that are not allowed, less those that another makes up for. missing.c
 */
void missing_find(struct decider *decider, const struct request *request, struct rolegate_answer *answer);

#endif

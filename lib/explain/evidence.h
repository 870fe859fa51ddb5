/*
 * evidence.h - what an answer rests on: statements, and permissions that are missing.
 *
 * Internal to explain.c, evidence.c and missing_permissions.c.
 */
#ifndef ROLEGATE_EVIDENCE_H
#define ROLEGATE_EVIDENCE_H

#include <stdbool.h>

#include "decide/decide.h"
#include "scratch.h"

struct evidence {
    struct rolegate_answer *answer;
    const struct request *request;
    enum rolegate_reason reason;
    struct situation witness;  /* under which grants are looked at */
    uint32_t permission;       /* whose rules are looked at */
    size_t roles;              /* how many of its rules are of roles */
    bool wanted;               /* roles are marked: the assignments by which they are held belong to it */
    bool expired, not_started; /* there are limits that are over, or have not begun */
};

/* Collects what the answer rests on, under the setting and the situation that showed the reason. evidence.c */
void evidence_collect(struct decider *decider, struct evidence *evidence, unsigned assume);
/*
 * A smallest set of permissions that would do, in the order of the program. Where there are many to choose from, it may
 * not be the smallest: then it has of `and` both sides, of `or` the one that takes fewer that are not needed anyway,
 * the left where they are equal. missing_permissions.c
 */
void missing_permissions_find(struct decider *decider, const struct request *request, struct missing_scratch *scratch,
                              struct rolegate_answer *answer);
/* The same for a choice of count permissions in room->list: fewer that would do, if there are, and how many.
 * missing_fewer.c
 */
uint32_t missing_fewer_find(struct decider *decider, const struct request *request, struct missing_scratch *scratch,
                            uint32_t count);

#endif

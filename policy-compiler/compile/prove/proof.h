/*
 * proof.h - why a claim holds: every person that had to be looked at, and the statements that settle his case.
 *
 * Internal to prove/.
 */
#ifndef PROOF_H
#define PROOF_H

#include "blame.h"
#include "claim.h"

#define PROOF_CASES_MAX 100000u

/* What never is, in the situations that the claim speaks of. */
enum proof_question {
    PROOF_DENIED,     /* never: all permissions but the last are allowed, and the last is not denied */
    PROOF_REFUSED,    /* never: all permissions are allowed; the person is taken to be on the rosters */
    PROOF_SHUT_OUT,   /* never: all that is asked for is met; the person is on the rosters or off, as he is */
    PROOF_ALLOWED,    /* always: the permission is not allowed */
    PROOF_NOT_DENIED, /* always: the permission is denied; the person is taken to be on the rosters */
    PROOF_LET_IN      /* always: something that is asked for is not met */
};

struct proof_case {
    enum proof_question question;
    uint32_t *nodes;
    uint32_t node_count;
    uint32_t *permissions; /* for the last of either claim: none, since it is all that is asked for */
    uint32_t permission_count;
    struct blamed *blamed; /* statements that are enough to settle it, beside conditions and who he is */
    size_t blamed_count;
};

/* Of one claim and one service or permission. */
struct proof {
    struct proof *next;
    const struct model *model; /* of which nodes and statements are */
    uint32_t permission;       /* of a target that is a pattern: which; else IR_NONE */
    struct proof_case *cases;
    size_t count, capacity;
    const char *missing; /* why there is none; or NULL */
};

/*
 * Adds a case to the trial's proof, if one is wanted. The question has just been found to hold nowhere for the draft;
 * grows as for view_region(). Where no proof can be made of it the trial gives up.
 */
void proof_add(struct trial *trial, const struct draft *draft, struct proof_case is, view_question *question,
               const void *context, bool grows);

#endif

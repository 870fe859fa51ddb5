/*
 * pam_dispatch.h - what can happen in an account stack: every way through it that ends with somebody let in.
 *
 * Modules other than pam_rolegate may answer anything, but for pam_permit, which says yes, and pam_deny, which says no.
 * How answers are put together is libpam's dispatch, state by state; tests/stack compares it with libpam itself.
 */
#ifndef PAM_DISPATCH_H
#define PAM_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "pam_stack.h"

#define PAM_CODE_OUT_OF_RANGE PAM_CODES /* an answer that is none */

/* One module that was asked, and what it answered. */
struct pam_step {
    const struct pam_handler *handler;
    int code;
    int action; /* what the stack did with it */
};

struct pam_way {
    struct pam_step *steps;
    size_t count;
    int result; /* what the application gets */
};

/*
 * Looks for a way through the stack on which pam_rolegate does not consent (it refuses, cannot answer, or is not asked)
 * and the application lets the person in all the same: it gets success, or new_authtok_reqd, on which applications have
 * the password changed and go on. The shortest such way is in *way. False: there is none. A line of pam_rolegate that
 * only logs (permissive) gives no consent, unless the stack has no other: then all are taken as if they decided.
 */
bool pam_dispatch_around(struct arena *arena, const struct pam_stack *stack, struct pam_way *way);
/* A way on which a module ends the stack, with a refusal, before pam_rolegate is asked. */
bool pam_dispatch_cut_short(struct arena *arena, const struct pam_stack *stack, struct pam_way *way);
/* Whether anybody can get in at all. */
bool pam_dispatch_lets_in(struct arena *arena, const struct pam_stack *stack);
/* Whether a handler before the i-th can jump over it, so that it cannot be taken away without changing the jump. */
bool pam_dispatch_jumps_over(const struct pam_stack *stack, size_t i);

/*
 * What the application gets where the i-th handler answers answers[i] (substacks' and failing handlers' are not
 * looked at). asked[i], where asked is not NULL, is set to whether it was asked.
 */
int pam_dispatch_answers(const struct pam_stack *stack, const int *answers, bool *asked);

#endif

/*
 * stack_check.h - whether pam_rolegate guards a service, and if not, why and what mends it.
 */
#ifndef STACK_CHECK_H
#define STACK_CHECK_H

#include <stdbool.h>

#include "asked.h"
#include "pam_dispatch.h"

enum guard_state {
    GUARD_WHOLE,      /* every way in passes its consent */
    GUARD_AROUND,     /* there is a way around it */
    GUARD_PERMISSIVE, /* it only logs, wherever it is asked */
    GUARD_UNLISTED,   /* the policy ignores what it does not list, and this is not listed: all pass */
    GUARD_ABSENT,     /* it is not in the stack */
    GUARD_MISSING,    /* it is in the stack, and its file is not there, or no module: nobody is let in */
    GUARD_BAD_OPTION, /* its options make no sense: nobody is let in */
    GUARD_REFUSED,    /* libpam refuses the configuration: nobody is let in */
    GUARD_ODD,        /* what libpam makes of the configuration cannot be told */
    GUARD_UNREADABLE, /* whoever runs this may not read the configuration, a module or a table */
    GUARD_CLOSED      /* it decides, and lets nobody in: the policy does not list the service, or gives nobody what it
                         requires */
};

/* Where and by what is looked at. */
struct guard_scope {
    const char *root;                  /* "" for this machine, else the folder that holds another one's files */
    const struct asked_table *instead; /* a table that is taken to lie at its path already; or NULL */
};

struct guard {
    enum guard_state state;
    const struct pam_stack *stack;
    const struct pam_handler *handler; /* the first that asks pam_rolegate, or NULL */
    const char *problem;               /* what is wrong, where the state alone does not say it; or NULL */
    enum asked asked;                  /* what the table says, where the stack guards */
    struct pam_way way;                /* GUARD_AROUND: the way around */
    const char *mend;                  /* what mends it, or NULL */
    bool cut_short;                    /* a module before it can refuse so that it is not asked … */
    struct pam_way short_way;          /* … in this way */
    bool shut;                         /* no line of the stack can let anybody in */
};

/* Everything is in the arena. */
void guard_look(struct arena *arena, const struct guard_scope *scope, const char *service, struct guard *guard);
/* The same for a stack that was read already, or foreseen. */
void guard_judge(struct arena *arena, const struct guard_scope *scope, const struct pam_stack *stack,
                 struct guard *guard);

/* The first handler of a stack that asks pam_rolegate, or NULL. */
const struct pam_handler *guard_names(const struct pam_stack *stack);
/* "guarded", "way-around" … for machines; static. */
const char *guard_state_text(enum guard_state state);
/* "ignore", "ok", "done", "bad", "die" or "reset"; static. */
const char *guard_action_text(int action);

#endif

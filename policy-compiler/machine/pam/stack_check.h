/*
 * stack_check.h - whether pam_rolegate guards a service, and if not, why and what fixes it.
 */
#ifndef STACK_CHECK_H
#define STACK_CHECK_H

#include <stdbool.h>

#include "service_state.h"
#include "pam_dispatch.h"

enum stack_check_state {
    STACK_WHOLE,         /* every way in passes its consent */
    STACK_AROUND,        /* there is a way around it */
    STACK_PERMISSIVE,    /* it only logs, wherever it is asked */
    STACK_UNLISTED,      /* the policy ignores what it does not list, and this is not listed: all pass */
    STACK_ABSENT,        /* it is not in the stack */
    STACK_MISSING,       /* it is in the stack, and its file is not there, or no module: nobody is let in */
    STACK_BAD_OPTION,    /* its options make no sense: nobody is let in */
    STACK_REFUSED,       /* libpam refuses the configuration: nobody is let in */
    STACK_INDETERMINATE, /* what libpam makes of the configuration cannot be told */
    STACK_UNREADABLE,    /* whoever runs this may not read the configuration, a module or a table */
    STACK_CLOSED /* it decides, and lets nobody in: the policy does not list the service, or gives nobody what it
                    requires */
};

/* Where and by what is looked at. */
struct guard_scope {
    const char *root;                    /* "" for this machine, else the folder that holds another one's files */
    const struct assumed_table *instead; /* a table that is taken to lie at its path already; or NULL */
};

struct stack_check {
    enum stack_check_state state;
    const struct pam_stack *stack;
    const struct pam_handler *handler; /* the first that asks pam_rolegate, or NULL */
    const char *problem;               /* what is wrong, where the state alone does not say it; or NULL */
    enum service_state service_state;  /* what the table says, where the stack guards */
    struct pam_way way;                /* STACK_AROUND: the way around */
    const char *fix;                   /* what fixes it, or NULL */
    bool cut_short;                    /* a module before it can refuse so that it is not asked … */
    struct pam_way short_way;          /* … in this way */
    bool shut;                         /* no line of the stack can let anybody in */
};

/* Everything is in the arena. */
void stack_check_service(struct arena *arena, const struct guard_scope *scope, const char *service,
                         struct stack_check *checked);
/* The same for a stack that was read already, or foreseen. */
void stack_check_stack(struct arena *arena, const struct guard_scope *scope, const struct pam_stack *stack,
                       struct stack_check *checked);

/* The first handler of a stack that asks pam_rolegate, or NULL. */
const struct pam_handler *stack_check_first_handler(const struct pam_stack *stack);
/* The file that libpam loads for a line's module, in the arena; NULL: libpam's own folder cannot be found. */
const char *stack_check_module(struct arena *arena, const char *root, const char *module);
/* "guarded", "way-around" … for machines; static. */
const char *stack_check_state_text(enum stack_check_state state);
/* "ignore", "ok", "done", "bad", "die" or "reset"; static. */
const char *pam_action_text(int action);

#endif

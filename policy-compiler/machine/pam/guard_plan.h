/*
 * guard_plan.h - what is to be changed so that a service asks pam_rolegate, and whether that may be done.
 */
#ifndef STACK_PLAN_H
#define STACK_PLAN_H

#include "options.h"
#include "pam_impact.h"
#include "stack_check.h"

struct guard_plan {
    const char *service, *line;
    size_t option_count;
    const char *const *options; /* of the module, as given … */
    struct options module;      /* … and read */
    struct pam_impact change;
    const struct pam_stack *after; /* the service's own stack, foreseen */
};

/*
 * Foresees the module's line, with the options given, as the first account line of a service's file, in place of the
 * lines that are there. False: a message was printed. Everything is in the arena.
 */
bool guard_plan_make(struct arena *arena, const char *service, size_t count, const char *const *options,
                     struct guard_plan *plan);
/* Whether libpam would read the line as it is meant, and nothing would get around it. Else a message was printed. */
bool guard_plan_is_sound(struct arena *arena, const struct guard_plan *plan);
/*
 * Whether no service that reads the file would be closed for everybody by what the table says, or does not say, of it.
 * Else messages were printed.
 */
bool guard_plan_leaves_open(struct arena *arena, const struct guard_plan *plan);
/* Whether libpam would load this build's module; else a message was printed. */
bool guard_plan_is_ours(struct arena *arena, const struct guard_plan *plan);
/* False: a message was printed. */
bool guard_plan_do(const struct guard_plan *plan);

#endif

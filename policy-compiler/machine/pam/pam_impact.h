/*
 * pam_impact.h - what another text of one file of PAM's configuration would do to the services that read it.
 *
 * Looked at before the file is changed: the stacks are foreseen.
 */
#ifndef PAM_IMPACT_H
#define PAM_IMPACT_H

#include "pam_stack.h"
#include "pam_file.h"

/* A service that asks pam_rolegate from the file, or would. */
struct pam_affected {
    const char *service;
    const struct pam_stack *before, *after;
};

struct pam_impact {
    struct arena *arena;
    struct pam_file file;    /* as it is */
    struct pam_file changed; /* as it would be */
    struct pam_affected *services;
    size_t count, capacity;
};

/* Finds the services of this machine for which it counts that file has the text instead. All is in the arena. */
void pam_impact_add(struct pam_impact *change, struct arena *arena, const struct pam_file *file, const char *text);

/* Whether a jump leads over one of pam_rolegate's lines in the file. */
bool pam_impact_is_jumped(const struct pam_impact *change);
/* Whether no jump would lead over one that is new; if one would, and so go elsewhere than it did, a message was
 * printed. */
bool pam_impact_keeps_jumps(const struct pam_impact *change);
/* Whether all services that let somebody in would still do so; if not, a message was printed. */
bool pam_impact_lets_in(const struct pam_impact *change);

#endif

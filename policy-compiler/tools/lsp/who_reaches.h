/*
 * who_reaches.h - who gets to what, asked of the engine of the proofs about a policy in an editor.
 */
#ifndef WHO_REACHES_H
#define WHO_REACHES_H

#include "analysis.h"
#include "analysis/who.h"

/* Who may use a service, or has a permission; in the arena. False: there is no table, or it has none of that name. */
bool who_reaches_service(struct analysis *analysis, const char *name, struct arena *arena, struct who *who);
bool who_reaches_permission(struct analysis *analysis, const char *name, struct arena *arena, struct who *who);

/* A service that a role leads to; when: "" always. */
struct role_service {
    const char *name, *when;
};

/* Those of a role alone; in the arena. */
const struct role_service *services_of_role(struct model *model, const char *role, struct arena *arena, size_t *count);

#endif

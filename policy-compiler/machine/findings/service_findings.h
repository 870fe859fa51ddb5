/*
 * service_findings.h - whether the services of this machine ask pam_rolegate as they were meant to.
 */
#ifndef SERVICE_FINDINGS_H
#define SERVICE_FINDINGS_H

#include "finding.h"
#include "machine/install/enabled.h"
#include "machine/pam/stack_check.h"

/* What is held against what. */
struct service_view {
    struct findings *findings;
    const struct assumed_table *instead; /* a table that is taken to be in place; or NULL */
    const struct enabled *enabled;       /* what was switched on; or NULL */
    rolegate_table *table;               /* what is listed; or NULL */
};

/* A service of this machine, and how its stack stands. */
struct seen_service {
    const char *name;
    struct stack_check guard;
};

/*
 * Looks at all services of this machine, and adds what is found. The services are in the arena of the findings, by
 * their names; *count of them.
 */
struct seen_service *service_findings(const struct service_view *view, size_t *count);

#endif

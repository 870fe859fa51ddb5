/*
 * service_state.h - what the table that a line of pam_rolegate reads has to say of a service.
 */
#ifndef SERVICE_STATE_H
#define SERVICE_STATE_H

#include <stdbool.h>

#include "rolegate.h"

struct arena;
struct options;

enum service_state {
    SERVICE_LISTED,
    SERVICE_REQUIRED,   /* it is not listed, and the policy requires something of all such services */
    SERVICE_NOBODY,     /* it is listed, and nobody has what it requires */
    SERVICE_IGNORED,    /* it is not listed, and the table has no opinion then: all pass */
    SERVICE_DENIED,     /* it is not listed, and so denied: nobody passes */
    SERVICE_UNUSABLE,   /* there is no table that can be used: nobody passes */
    SERVICE_UNREADABLE, /* whoever runs this may not read it */
};

/* A table that is asked instead of what lies at a path. */
struct assumed_table {
    const char *path; /* as seen from root */
    rolegate_table *table;
};

/* root: as for pam_stack_read(). instead: or NULL. The service is as PAM has it; options may name another one. */
enum service_state service_state_of(struct arena *arena, const char *root, const struct assumed_table *instead,
                                    const struct options *options, const char *service);
/* The name by which a line asks for a service. */
const char *line_service(const struct options *options, const char *service);
/* The path of the table that it asks, and whether that is the installed one's. */
const char *line_table(const struct options *options);
bool line_uses_installed(const struct options *options);

#endif

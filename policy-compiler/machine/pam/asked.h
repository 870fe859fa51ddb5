/*
 * asked.h - what the table that a line of pam_rolegate reads has to say of a service.
 */
#ifndef ASKED_H
#define ASKED_H

#include <stdbool.h>

#include "rolegate.h"

struct arena;
struct options;

enum asked {
    ASKED_LISTED,
    ASKED_REQUIRED,   /* it is not listed, and the policy requires something of all such services */
    ASKED_NOBODY,     /* it is listed, and nobody has what it requires */
    ASKED_IGNORED,    /* it is not listed, and the table has no opinion then: all pass */
    ASKED_DENIED,     /* it is not listed, and so denied: nobody passes */
    ASKED_UNUSABLE,   /* there is no table that can be used: nobody passes */
    ASKED_UNREADABLE, /* whoever runs this may not read it */
};

/* A table that is asked instead of what lies at a path. */
struct asked_table {
    const char *path; /* as seen from root */
    rolegate_table *table;
};

/* root: as for pam_stack_read(). instead: or NULL. The service is as PAM has it; options may name another one. */
enum asked asked_about(struct arena *arena, const char *root, const struct asked_table *instead,
                       const struct options *options, const char *service);
/* The name by which a line asks for a service. */
const char *asked_name(const struct options *options, const char *service);
/* The path of the table that it asks, and whether that is the installed one's. */
const char *asked_path(const struct options *options);
bool asked_is_installed(const struct options *options);

#endif

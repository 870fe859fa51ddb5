/*
 * policy_writer.h - what was imported as the text of a policy.
 */
#ifndef IMPORT_POLICY_WRITER_H
#define IMPORT_POLICY_WRITER_H

#include "import.h"

/* Services for which a file says the same. */
struct import_group {
    const char **services;
    size_t count, capacity;
    const struct formula *formula;
    const struct import_case *cases;
    size_t case_count;
};

/* The statements of a group of services, less its tests: the same for two services where the file says the same. */
char *policy_write_rules(struct import *import, const struct formula *formula, const char *base,
                         const struct import_group *group);
/* The whole policy, in the arena. */
char *policy_write(struct import *import, const struct import_group *groups, size_t count);

#endif

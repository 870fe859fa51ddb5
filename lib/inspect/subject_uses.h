/*
 * subject_uses.h - whom a table names, and which statements speak of them: for whoever asks the machine about them.
 *
 * Internal to the static library, like inspect.h. Any bytes at all are safe to look into. Strings belong to the table.
 */
#ifndef ROLEGATE_SUBJECT_USES_H
#define ROLEGATE_SUBJECT_USES_H

#include "table/record.h"
#include "table/table.h"

enum subject_use_kind {
    SUBJECT_ALLOWED,
    SUBJECT_DENIED,
    SUBJECT_ASSIGNED,
    SUBJECT_ASSIGNED_TAKING, /* a role of an exclusive set, one that holds a deny, or one that extends such a role */
    SUBJECT_ROSTERED
};

/* Where something stands. */
struct table_place {
    const char *file;
    uint32_t file_number, line;
};

struct subject_use {
    uint32_t subject; /* its number among all, from 0 */
    enum subject_use_kind kind;
    uint32_t roster; /* SUBJECT_ROSTERED: the number of the statement, from 0 */
    struct table_place place;
};

/* A role with a gid. */
struct group_role {
    const char *name;
    uint32_t gid;
    struct table_place place;
};

/* Each is called in the table's order; visitors may not fail. */
struct subject_visitor {
    void (*subject)(void *context, const struct node *node); /* everyone among them */
    void (*use)(void *context, const struct subject_use *use);
    void (*role)(void *context, const struct group_role *role);
    void (*service)(void *context, const char *name);
};

/* Subjects first. *rosters: how many roster statements there are. */
enum rolegate_status subject_uses(struct rolegate_table *table, const struct subject_visitor *visitor, void *context,
                                  uint32_t *rosters);

#endif

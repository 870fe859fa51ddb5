/*
 * endings.h - the statements of a table that end, and whom they are about.
 *
 * Internal to the static library, like inspect.h. Any bytes at all are safe to look into. Strings belong to the table.
 */
#ifndef ROLEGATE_ENDINGS_H
#define ROLEGATE_ENDINGS_H

#include "table/table.h"

/* Whom a statement is about: a user, a group, a gid, a role, everyone. */
struct inspect_owner {
    const char *kind; /* "user", "group", "gid", "role", "everyone"; static */
    const char *name; /* "" for a gid and everyone */
    uint32_t gid;
};

/* A statement that ends. */
struct inspect_ending {
    enum rolegate_statement_kind kind;
    const char *file, *because;
    uint32_t line;
    int64_t until;
    const struct inspect_owner *owners; /* as long as the call, like: */
    size_t owner_count;
    const char *const *things; /* patterns, of an assignment roles; behind the first thing_count what `except` takes */
    size_t thing_count, except_count;
};

/*
 * Calls visit for each statement whose span holds at from, and ends not after to, in the table's order (by whom they
 * speak of).
 */
enum rolegate_status inspect_endings(struct rolegate_table *table, int64_t from, int64_t to,
                                     void (*visit)(void *context, const struct inspect_ending *ending), void *context);

#endif

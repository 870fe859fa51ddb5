/*
 * row.h - the people that an answer about a policy has a line for: each subject alone, each role alone, and outsiders.
 */
#ifndef ROW_H
#define ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/prove/person.h"

struct arena;

enum row_kind { ROW_EVERYBODY, ROW_GROUP, ROW_GID, ROW_USER, ROW_ROLE, ROW_OUTSIDER, ROW_KINDS };

struct row {
    enum row_kind kind;
    uint32_t node;    /* of a group, gid or user */
    uint32_t role;    /* of a role */
    const char *name; /* "" where there is none; a gid's number */
    const char *text; /* as the language says it: `group "acme owners"`, `role owner`, `everyone` */
};

struct rows {
    struct row *list;
    size_t count;
};

/* "group" and the like. */
const char *row_kind_text(enum row_kind kind);

/*
 * All rows of a model's policy, in the order of kinds and then by name, in the arena: everybody, groups, gids, users,
 * roles, and, where there is a roster, people outside of it. All others are on it.
 */
struct rows rows_of(const struct model *model, struct arena *arena);

/* The person of a row; nodes has room for two, up for every role. A second subject, or IR_NONE, is one more of his. */
struct person row_person(const struct model *model, const struct row *row, uint32_t second, uint32_t nodes[3],
                         bool *up);

#endif

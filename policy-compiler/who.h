/*
 * who.h - gives the subjects of a policy numbers: everyone is 0, then the roles, then users, groups and gids.
 *
 * Between who_begin() and who_end() it uses the symbols' scratch. Only for a policy whose roles are all bound.
 */
#ifndef WHO_H
#define WHO_H

#include <stdint.h>

#include "intern.h"

struct arena;
struct ast;
struct ast_role;
struct ast_subject;

#define WHO_EVERYONE 0u

struct who {
    const struct ast *ast;
    struct arena *arena;
    uint32_t count;
    struct intern gid_numbers;
    uint64_t *gids; /* by number in gid_numbers */
    uint32_t *gid_who;
    size_t gid_capacity, gid_who_capacity;
};

/* Numbers every subject of the rules and assignments. */
void who_begin(struct who *who, struct arena *arena, const struct ast *ast);
/* The number of a subject, less than who->count. */
uint32_t who_of(struct who *who, const struct ast_subject *subject);
uint32_t who_of_role(const struct ast_role *role);
void who_end(struct who *who);

#endif

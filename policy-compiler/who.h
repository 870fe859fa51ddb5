/*
 * who.h - gives the subjects of a policy numbers: everyone is 0, then the roles, then users, groups and gids.
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
    struct arena *arena;
    uint32_t role_count;
    const struct ast_subject **list; /* the first of each user, group and gid: number less role_count and 1 */
    size_t count, capacity;
    struct intern gid_numbers;
    uint32_t *gids; /* numbers in list, by number in gid_numbers */
    size_t gid_capacity;
};

/*
 * Numbers every subject of the rules, the assignments and the proofs, in its `who`. Uses the symbols' scratch, and
 * leaves it clear. The number of a role that is not declared is everyone's.
 */
struct who who_number_all(struct arena *arena, const struct ast *ast);
/* Numbers are less than this. */
uint32_t who_limit(const struct who *who);
uint32_t who_of_role(const struct ast_role *role);

#endif

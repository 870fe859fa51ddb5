/*
 * who.h - gives the subjects of a policy numbers: everyone is 0, then the roles, then users, groups and gids.
 */
#ifndef WHO_H
#define WHO_H

#include <stdbool.h>
#include <stdint.h>

#include "foresee.h"
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
    bool has_capitals;                 /* there is a user or a group with a capital letter, A to Z */
    struct ast_subject *waiting[NEAR]; /* those that were met last; NULL: nobody */
    size_t met;
};

/* From here to who_end() the symbols' scratch is in use, and no number may be asked for. */
struct who who_new(struct arena *arena, const struct ast *ast);
/*
 * Numbers a subject, and those behind it in its list, in their `who`: some of them later, for symbols are met in no
 * order, and what a number stands in has to come from memory first; so they stay where they are. The number of a role
 * that is not declared is everyone's.
 */
void who_meet(struct who *who, struct ast_subject *subject);
/* All have been met: all have their numbers, and the symbols' scratch is clear again. */
void who_end(struct who *who);
/* Numbers are less than this. */
uint32_t who_limit(const struct who *who);
uint32_t who_of_role(const struct ast_role *role);

#endif

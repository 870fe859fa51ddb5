/*
 * check.h - the rules of a policy's sense, one function each. Internal to check*.c and warn*.c.
 *
 * They take the tree with its names bound, and change nothing in it but marks. A name that could not be bound has
 * been reported and is passed over.
 */
#ifndef CHECK_H
#define CHECK_H

#include "ast.h"
#include "compile.h"

struct check {
    struct compilation *compilation;
    struct arena *arena;
    struct diag *diag;
    const struct ast *ast;
};

/* check_role.c: circles of extends, gids, exclusive sets */
bool check_role_circles(struct check *check);
void check_gids(struct check *check);
void check_exclusive_extends(struct check *check);
void check_exclusive_assigned(struct check *check);

/* account.c: --resolve */
void check_accounts(struct check *check);

/* warn_*.c; they run only on a policy whose names and roles are in order. */
void warn_unused(struct check *check);
void warn_rules(struct check *check);
void warn_names(struct check *check);
void warn_services(struct check *check);

/* Whether limits limit nothing. */
bool limits_none(const struct ast_limits *limits);
/* Whether two limits are the same, as written. */
bool limits_equal(const struct ast_limits *a, const struct ast_limits *b);
/* Calls each for every rule: those of roles, then the others. */
void rules_each(const struct ast *ast, void (*each)(void *context, struct ast_rule *rule), void *context);
/* Marks with the value every role of up(role), role included; roles that have it already are passed over. */
void roles_mark_up(struct check *check, struct ast_role *role, uint32_t value);

#endif

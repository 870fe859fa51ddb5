/*
 * check_internal.h - the rules of a policy's sense, one function each. Internal to check*.c and warn*.c.
 *
 * They take the tree with its names bound, and change nothing in it but marks. A name that could not be bound has
 * been reported and is passed over.
 */
#ifndef CHECK_INTERNAL_H
#define CHECK_INTERNAL_H

#include "compile/ast/ast.h"
#include "compile/ast/ast_walk.h"
#include "compile/ast/compilation.h"
#include "compile/ir/ir.h"

struct rule_index;

struct check {
    struct compilation *compilation;
    struct arena *arena;
    struct arena *room; /* working memory, until check_policy() returns; for what only warns, until that ends */
    struct diag *diag;
    const struct ast *ast;
    struct ast_role **queue; /* room for every role once */
    bool resolved;           /* this machine was asked about names */
    bool whole;              /* every name is bound, and roles have no circle */
    int64_t now;             /* the clock: only for warnings about what is over */
    /* From check_statements() on: */
    const struct ast_assign **assigns; /* all */
    size_t assign_count;
    const struct ast_rule **shared; /* the rules outside roles that speak of several subjects */
    size_t shared_count, shared_capacity;
    const struct ir *ir; /* what the tree has been lowered to, for what warns behind that; else NULL */
};

/* All that only warns: what is looked for in the tree, and what is looked for in the IR or comes behind that. warn.c */
void warn_tree(struct check *check);
void warn_lowered(struct check *check);

/* check_role.c */
bool check_role_circles(struct check *check);
void check_subject_gids(struct check *check, const struct ast_subject *subject);
void check_gids(struct check *check); /* those of roles, proofs and tests */

/* check_span.c: of a statement's limits, which stand at said. subjects: NULL for a rule of a role. */
void check_span(struct check *check, const struct ast_subject *subjects, const struct ast_limits *limits,
                struct span statement, struct span said);

/* check_exclusive.c: only where roles have no circle */
void check_exclusive_extends(struct check *check);
void check_exclusive_assigned(struct check *check);

/* check_delegation.c: what bounds say; warns as well. check_bounded.c: what stands in files of bounded includes. */
void check_delegations(struct check *check);
void check_bounded_files(struct check *check);

/* check_accounts.c: --resolve. Asks this machine, and reports apart, in compilation->machine. */
void check_accounts(struct check *check);

/* warn_text.c, warn_includes.c: what can be said of files */
void warn_text(struct check *check);
void warn_includes(struct check *check);

/* warn_names.c, warn_rules.c: what can be said of a statement or a name by itself */
void warn_names(struct check *check);
void warn_test_names(struct check *check); /* users and groups of tests that are nearly those of statements */
void warn_cond(struct check *check, const struct ast_cond *cond);
void warn_conditions(struct check *check); /* of named conditions and services */
void warn_rule(struct check *check, const struct ast_rule *rule);
void warn_role_allow_all(struct check *check);

/* The others run only on a policy that is whole. */
void mark_conditions(const struct ast_cond *cond);
void warn_unused(struct check *check); /* wants the conditions of every statement marked */
void warn_rule_patterns(struct check *check, const struct ast_rule *rule);
void warn_lists(struct check *check);                 /* of subjects and roles */
void warn_covered(struct check *check);               /* this one and the next two look at the IR */
void warn_unreachable(struct rule_index *rule_index); /* services; of rules, what warn_covered() has found is marked */
void warn_assigned(struct check *check);
void warn_untested(struct check *check); /* services */
void warn_empty(struct check *check);    /* tests, and the policy as a whole */

/* Whether limits end in the past. */
static inline bool limits_over(const struct check *check, const struct ast_limits *limits)
{
    return limits->until != NULL && limits->until->day_end <= check->now;
}
/* Marks with the value every role of up(role), role included; roles that have it already are passed over. */
void roles_mark_up(struct check *check, struct ast_role *role, uint32_t value);

#endif

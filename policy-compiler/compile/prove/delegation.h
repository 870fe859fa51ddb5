/*
 * delegation.h - what files of bounded includes may say, tomorrow too: a policy with statements that bounds admit.
 *
 * A bound is looked at as a membership that its desk may give to whom it likes: an option, a node of its own. So one
 * policy, with everything that could be written, shows what any of it would do.
 */
#ifndef DELEGATION_H
#define DELEGATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/ir/ir.h"

struct arena;

/* A bound, or one role of a bound that assigns, as an option. */
struct desk_option {
    uint32_t delegation, bound;
    uint32_t role;    /* or IR_NONE */
    uint32_t *barred; /* users, ascending, of whom it may not speak; where others than users may be named: none */
    uint32_t barred_count;
};

/* A policy without what its bounded files say, and with what could stand in them. */
struct desk {
    struct ir *ir;         /* its claims are under delegation, each subject has a node */
    uint32_t option_first; /* nodes from here on are options */
    struct desk_option *options;
    uint32_t option_count;
};

/* A statement that a file of a bounded include may say. */
struct desk_statement {
    uint32_t delegation, bound;
    enum ir_statement_kind kind;
    uint32_t thing; /* a permission, or a role */
    enum ir_node_kind to;
    const char *name; /* of a user or a group */
    bool ends;
    int64_t starting, until; /* where it ends */
};

/*
 * What could be written against a `never`, allows and assignments, or against an `always`, denials and assignments.
 * The arena's.
 */
struct desk *desk_new(struct arena *arena, const struct ir *ir, bool always);
/* Whether a person may be a user and have the option. */
bool desk_admits(const struct desk *desk, uint32_t option, uint32_t user);
/* A number that differs for nodes of which includes may not all say the same; 0 for most. */
uint32_t desk_trait(const struct desk *desk, uint32_t node);
/*
 * What an option stands for, of a person: for a permission or, where it is of a role, that. user: his name; group: one
 * that he is in, where it may be none but groups; instant: when it must be in force.
 */
struct desk_statement desk_statement_of(const struct ir *ir, const struct desk_option *option, uint32_t permission,
                                        const char *user, const char *group, int64_t instant);
/* Whether an option, not one of a role, is for a permission. */
bool desk_option_names(const struct ir *ir, const struct desk_option *option, uint32_t permission);
/* The policy with these statements in its bounded files, and nothing else there; fit to be emitted. */
struct ir *desk_policy(struct arena *arena, const struct ir *ir, const struct desk_statement *statements, size_t count);
/* A name that is no group's of the policy, and none that an include bars. */
const char *desk_fresh_group(struct arena *arena, const struct ir *ir);
/* The statement as it would be written. */
const char *desk_statement_text(struct arena *arena, const struct ir *ir, const struct desk_statement *statement);

#endif

/*
 * model.h - who can be let in by what, for one policy of a universe: ways, denials, roles, exclusive sets.
 *
 * An index over the IR. A way is one subject that a permission can come through: by a rule on it, or by a role that it
 * is assigned. Ways of a permission are made when they are first wanted. Internal to prove/ and analysis/.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "universe.h"

struct way {
    uint32_t node;   /* whom it is for */
    uint32_t rule;   /* the statement that allows, or denies */
    uint32_t assign; /* the one that assigns a role to the node, or IR_NONE for a rule on the node itself */
    uint32_t role;   /* the role that is assigned, or IR_NONE */
};

/* Ways of one node lie together; nodes by what a witness prefers: everyone, groups and gids, users. */
struct ways {
    struct way *list;
    uint32_t count;
    uint32_t *firsts; /* the first way of each node that has one; then count */
    uint32_t *ranks;  /* of those nodes, ascending */
    uint32_t node_count;
};

/* A rule on a role, as the role has it, whoever is assigned it. */
struct role_rule {
    uint32_t rule, role;
};

struct role_rules {
    struct role_rule *list;
    uint32_t count;
};

struct permission_ways {
    struct ways allows, denies;
    struct role_rules role_allows, role_denies;
};

/* A role that a node is assigned. */
struct holding {
    uint32_t node, role, assign;
};

/* A role of an exclusive set, as one that another role brings. */
struct touch {
    uint32_t set, role;
};

/* Lists side by side: the i-th is items[firsts[i]] .. items[firsts[i + 1]]. */
struct lists {
    uint32_t *firsts, *items;
};

struct model {
    struct universe *universe;
    unsigned which;
    const struct ir *ir;
    struct arena *arena;
    uint32_t *ranks;            /* by node: its place in the order in which witnesses like them */
    uint32_t everyone;          /* its node, or IR_NONE */
    struct lists pattern_rules; /* by pattern: rules that name it */
    struct lists role_holdings; /* by role: of holdings */
    struct lists node_holdings; /* by node: of holdings */
    struct lists role_children; /* by role */
    struct holding *holdings;
    uint32_t holding_count;
    struct lists touches; /* by role: places in touch_list, by set */
    struct touch *touch_list;
    struct permission_ways **permissions; /* made when wanted */
    const struct desk *desk;              /* NULL; or what the policy is, where some of its nodes are options */
    uint32_t *stamps;                     /* by statement or role: for one walk */
    uint32_t stamp;
};

struct model *model_new(struct universe *universe, unsigned which);
const struct permission_ways *model_ways(struct model *model, uint32_t permission);
/* The ways of a node among them. */
const struct way *ways_of_node(const struct model *model, const struct ways *ways, uint32_t node, uint32_t *count);

/* Whether whoever holds both roles is in conflict by that; role may be other. */
bool roles_conflict(const struct model *model, uint32_t role, uint32_t other);
/* Whether a role, with all that it extends, brings a role of an exclusive set. */
bool role_touches(const struct model *model, uint32_t role);
/* Marks, with true in marks, every role of up(role). */
void roles_up(const struct model *model, uint32_t role, bool *marks);

/* How much a witness dislikes a subject: everyone costs nothing, a user more than a group, two groups more than him. */
unsigned node_cost(const struct model *model, uint32_t node);
bool node_is_group(const struct model *model, uint32_t node);

/* The guard of a statement; IR_NONE has none. */
uint32_t guard_of_statement(const struct model *model, uint32_t statement);

static inline uint32_t list_length(const struct lists *lists, uint32_t i)
{
    return lists->firsts[i + 1] - lists->firsts[i];
}

#endif

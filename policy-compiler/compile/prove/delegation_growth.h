/*
 * delegation_growth.h - a copy of a policy, to which statements of bounded files are added. Internal to delegation.c.
 */
#ifndef DELEGATION_GROWTH_H
#define DELEGATION_GROWTH_H

#include <stddef.h>
#include <stdint.h>

#include "compile/ir/ir.h"

struct arena;

/* A policy while it grows. Each array is the given one until something is added. */
struct growth {
    struct arena *arena;
    struct ir *ir;
    size_t nodes, statements, lists, limits, patterns, sets; /* room */
};

struct growth growth_begin(struct arena *arena, const struct ir *from);
/* Leaves out what bounded files say. */
void growth_drop_bounded(struct growth *growth);
/* The node of a subject, or IR_NONE. */
uint32_t node_find(const struct ir *ir, enum ir_node_kind kind, const char *name, uint32_t gid);
/* The same; it is added where there is none. */
uint32_t growth_node(struct growth *growth, enum ir_node_kind kind, const char *name, uint32_t gid);
/* A node more; name is what the IR has for one of its kind. */
uint32_t growth_node_add(struct growth *growth, enum ir_node_kind kind, uint32_t name);
/* The number of a pattern, and of the set that a bound names. */
uint32_t growth_pattern(struct growth *growth, const struct ir_pattern *pattern);
uint32_t growth_set_of_bound(struct growth *growth, const struct ir_bound *bound);
/* Adds a statement at the place of a bounded include. */
void growth_statement_add(struct growth *growth, uint32_t delegation, struct ir_statement statement);

#endif

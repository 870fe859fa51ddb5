/*
 * lower_internal.h - what the parts of lower share.
 *
 * Internal to lower*.c. Trusts the tree to be without errors: every name is bound, nothing is circular, what must be
 * sorted for the table is sorted by the resolver.
 */
#ifndef LOWER_INTERNAL_H
#define LOWER_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/ast/ast.h"
#include "support/interner.h"
#include "compile/ir/ir.h"
#include "compile/ir/boolean_term.h"
#include "compile/ir/string_pool.h"

struct arena;
struct compilation;
struct zones;

struct gid_node {
    uint64_t gid;
    uint32_t node; /* plus 1, or 0 */
};

/* A list that is used again and again. */
struct numbers {
    uint32_t *list;
    size_t count, capacity;
};

/* Conditions that wait for their names' terms: a stack instead of recursion, for chains as long as the policy. */
struct waiting {
    struct ast_condition **list;
    size_t count, capacity;
};

struct lower {
    struct compilation *compilation;
    struct arena *arena;
    struct arena *scratch; /* gone when lower_policy() returns */
    const struct ast *ast;
    struct zones *zones;
    struct ir *ir;
    bool is_refused; /* there were errors before: nothing is reported */

    struct terms conditions, requests;
    struct term **named; /* by an ast_condition's mark, less MARK_DONE */
    size_t named_count, named_capacity;
    struct waiting waiting;
    struct term **operands; /* of conditions whose terms are being made */
    size_t operand_count, operand_capacity;
    struct ir_op op; /* room for the one that is being made, until it turns out to be a new one */
    size_t v4_capacity, v6_capacity, globs_capacity, dates_capacity;
    uint64_t program_bytes;    /* of all conditions together */
    struct numbers used_zones; /* by number in the IR: number in zones */

    struct string_pool names;
    struct interner ops, limits, sets;
    size_t list_capacity, node_capacity, op_capacity, cond_capacity, limit_capacity, set_capacity, pattern_capacity,
        request_capacity;
    struct interner gids; /* by an intern's number, the node of a gid: */
    struct gid_node *gid_nodes;
    size_t gid_capacity;
    uint32_t everyone; /* the node plus 1, or 0 */
    struct numbers first, second;
};

/* ---- lower_lists.c ---- */
void numbers_add(struct lower *lower, struct numbers *numbers, uint32_t number);
/* A copy of the list, sorted, each once; *count set. */
uint32_t *numbers_sorted(struct lower *lower, struct numbers *numbers, uint32_t *count);
struct ir_text text_of(const struct symbol *symbol);
struct ir_text text_of_string(struct ast_string string);
/* Where the table is to say that something stands. */
struct ir_place lower_place(struct lower *lower, struct span span);

/* The program of a condition, or IR_NONE for none. lower_cond.c */
uint32_t lower_cond(struct lower *lower, const struct ast_cond *cond);
/* The number of the limits, or IR_NONE where they limit nothing. */
uint32_t lower_limits(struct lower *lower, struct ast_limits *limits);
/* Number of the zone of a name in the IR, or IR_NONE for UTC. lower_zone.c */
uint32_t lower_zone(struct lower *lower, const struct ast_zone_name *name);
void lower_zones(struct lower *lower);

/* The operation of an atom or a name; *size is the most bytes it can take in the table. lower_atom.c */
uint32_t lower_atom(struct lower *lower, const struct ast_cond *cond, uint64_t *size);
uint32_t lower_name(struct lower *lower, const struct symbol *name, uint64_t *size);

/* Appends numbers to the IR's lists; returns where. */
uint32_t lists_add(struct lower *lower, const uint32_t *numbers, size_t count);
/* Gives a statement the numbers, each once, the first in front: the one, or where they are in the IR's lists. */
uint32_t lists_few(struct lower *lower, struct numbers *numbers, bool *several);

/* What a rule names: the number of a pattern, or, *several, that of a set. lower_subject.c */
uint32_t lower_set(struct lower *lower, const struct ast_word *patterns, const struct ast_word *except, bool *several);
/* The owners of a statement, as struct ir_statement has them. */
uint32_t lower_owners(struct lower *lower, const struct ast_subject *subjects, bool *several);
/* The nodes of subjects, none a role: each once, ascending. */
uint32_t *lower_nodes(struct lower *lower, const struct ast_subject *subjects, uint32_t *count);
/* The node of a subject that is no role, or IR_NONE where nothing that was lowered names it. */
uint32_t lower_node_known(struct lower *lower, const struct ast_subject *subject);

/* The numbers of roles, each once, ascending. */
void collect_roles(struct lower *lower, const struct ast_word *words);
uint32_t *lower_role_numbers(struct lower *lower, const struct ast_word *words, uint32_t *count);
/* Bounded includes; and, when the IR has its files, which of them are theirs. lower_delegation.c */
void lower_delegations(struct lower *lower);
void lower_bounded_files(struct lower *lower);
/* The claims; behind everything that names subjects or services. lower_claim.c */
void lower_claims(struct lower *lower);

#endif

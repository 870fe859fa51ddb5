/*
 * emit_internal.h - what the parts of emit share: the sections as they grow, and where each thing of the IR has come to
 * lie.
 *
 * Internal to emit*.c. Each part fills the sections that its function says, from what the parts before it have
 * filled; emit_table() in emit.c calls them in order. Numbers of the IR are turned into offsets by the ..._at arrays.
 */
#ifndef EMIT_INTERNAL_H
#define EMIT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/format.h"
#include "image.h"
#include "compile/ir/ir.h"
#include "support/sort.h"
#include "compile/ir/string_pool.h"
#include "writer.h"

struct arena;

/* The texts of the policy that the table keeps in STRINGS. */
struct strings {
    uint32_t *reason_at;       /* where a reason lies, by its number; 0 for none */
    struct string_pool others; /* those that are no reasons, each behind a word */
};

/* Records on their way to be put in order. */
struct record_list {
    struct writer data;
    uint32_t *starts;
    size_t count;
};

/* Lists of numbers that are counted first and then filled: the i-th is values[starts[i]] .. values[starts[i + 1]]. */
struct lists {
    uint32_t *starts, *values;
    size_t count;
};

/* A record of RULE_LISTS. */
struct rule_list {
    uint32_t owner, pattern, at;
};

struct emit {
    struct arena *table; /* the table's */
    struct arena *arena; /* gone when emit_table() returns */
    struct arena *part;  /* gone when the part returns */
    const struct ir *ir;
    const char *problem;               /* NULL, or the limit of the format that was passed */
    uint64_t owner_pairs, thing_pairs; /* pairs of a statement and an owner; the same, times what it names */
    struct image image;
    struct writer sections[SECTION_COUNT];
    struct strings strings;
    uint32_t *zone_at, *cond_at, *limit_at, *set_at, *request_at, *service_at, *exclusive_at;
    uint32_t *pattern_order;         /* the IR's patterns in the table's order */
    uint32_t *pattern_rank;          /* and back */
    uint32_t *statement_order;       /* the IR's statements in order, perhaps with SAME_STATEMENT; NULL: as they are */
    uint32_t *statement_at;          /* plus 1; 0: nowhere yet */
    uint32_t *node_order;            /* the IR's nodes in the table's order */
    uint32_t *node_rank;             /* and back */
    uint32_t *node_at;               /* by rank */
    size_t first_listed, listed_end; /* the ranks of groups and gids */
    /* By an owner's place, a node's rank or the number of nodes plus a role's, times 2: his assignments; and behind
     * them, his rules. Numbers of statements, of equal ones the first, in the order of STATEMENTS; then IR_NONE. */
    struct lists owned;
    uint32_t *owned_at; /* beside owned.values: where the statement lies in STATEMENTS */
#define ASSIGNS(place) (2 * (size_t)(place))
#define RULES(place)   (2 * (size_t)(place) + 1)
    struct rule_list *rule_lists;
    size_t rule_list_count, rule_list_capacity;
};

#define SAME_STATEMENT ((uint32_t)1 << 31) /* equal to the one before, but for whom it speaks of */

#define RECORD_BYTES 32u /* what most records and names stay below */

/* An empty list for count records of any size; room for RECORD_BYTES each, which costs but addresses until it is used.
 */
struct record_list record_list_new(struct emit *emit, size_t count);
/* Says that what is written to list->data from here on is the next record. */
void record_list_next(struct record_list *list);
/*
 * Puts the records in order, by keys first where keys is not NULL, and writes them, equal ones once, to a section.
 * Returns each record's offset there.
 */
uint32_t *record_list_write(struct emit *emit, struct record_list *list, const uint64_t *keys,
                            enum table_section section);
/* The records' numbers in order, bytewise after keys. */
uint32_t *record_list_order(struct emit *emit, struct record_list *list, const uint64_t *keys);

/* Whether two records are equal, in a list that has been put in order. */
bool record_list_same(const struct record_list *list, uint32_t a, uint32_t b);

/* Empty lists, all of them of no length. */
struct lists lists_new(struct arena *arena, size_t count);
/* One more number is to come into the i-th. */
static inline void lists_count(struct lists *lists, size_t i)
{
    lists->starts[i + 2]++;
}
/* When all are counted, and none is added yet. */
void lists_open(struct arena *arena, struct lists *lists);
static inline void lists_add(struct lists *lists, size_t i, uint32_t number)
{
    lists->values[lists->starts[i + 1]++] = number;
}
/* When all are added. */
static inline struct ir_numbers lists_get(const struct lists *lists, size_t i)
{
    return (struct ir_numbers){lists->values + lists->starts[i], lists->starts[i + 1] - lists->starts[i]};
}
/* Writes how many there are, and each; a number may stand there several times, one behind the other, and counts once.
 */
void write_numbers(struct writer *out, struct ir_numbers numbers);
/* The same, as steps. */
void write_steps(struct writer *out, struct ir_numbers numbers);
/* A place as a number that sorts as places do. */
uint64_t place_key(struct ir_place place);
void write_place(struct writer *out, struct ir_place place);

/* The other texts of STRINGS; then STRINGS: begun here, and there when it has ended. Only then is string_at() asked. */
void collect_strings(struct emit *emit);
void emit_strings(struct emit *emit);
/* FILES. emit_files.c */
void emit_files(struct emit *emit);
/* Where a text lies in STRINGS. */
uint32_t string_at(struct emit *emit, struct ir_text text);
/* ZONES, CONDITIONS, LIMITS, in emit_conditions.c. */
void emit_conditions(struct emit *emit);
/* PERMISSIONS' and PATTERNS' order, SETS; then, when NODES are written, OWNERS, PERMISSIONS, PATTERNS. emit_patterns.c
 */
void emit_sets(struct emit *emit);
void emit_patterns(struct emit *emit);
/* REQUESTS, SERVICES; EXCLUSIVES; ROSTERS. emit_services.c */
void emit_services(struct emit *emit);
void emit_exclusives(struct emit *emit);
/* ROSTERS, when NODES are written. */
void emit_rosters(struct emit *emit);
/* DELEGATIONS. emit_delegations.c */
void emit_delegations(struct emit *emit);
/* statement_order. emit_statements.c */
void order_statements(struct emit *emit);
/* The most bytes of the record of a statement with no more than one role, in this table. */
size_t statement_size(const struct emit *emit);
/* Writes its record. */
void write_statement(struct emit *emit, struct writer *out, const struct ir_statement *statement);
/* The order of nodes; then who has which statements: STATEMENTS, NODES, room for RULE_LISTS. emit_owners.c */
void order_nodes(struct emit *emit);
void emit_owners(struct emit *emit);
/* The statements in a list of emit->owned. */
struct ir_numbers owned_by(const struct emit *emit, size_t list);
/* Where they lie, in the same order. */
static inline const uint32_t *owned_at(const struct emit *emit, size_t list)
{
    return emit->owned_at + emit->owned.starts[list];
}
/* What the format calls "rules" of an owner. */
void write_rules(struct emit *emit, struct writer *out, size_t place);
/* RULE_LISTS. emit_rule_lists.c */
void emit_rule_lists(struct emit *emit);
/* ROLE_DATA, ROLES. emit_roles.c */
void emit_roles(struct emit *emit);
/* INDEX, PAGES. emit_index.c */
void emit_index(struct emit *emit);

/* A walk through owners by their number in the table, in which nodes and roles alternate. */
struct owner_walk {
    size_t node, node_end, role; /* node: a rank */
    size_t place;
    uint32_t number;
};

/* The next owner: his place and number; false at the end. */
static inline bool owner_next(const struct emit *emit, struct owner_walk *walk)
{
    bool has_node = walk->node < walk->node_end, has_role = walk->role < emit->ir->role_count;

    if (has_node && (!has_role || emit->node_at[walk->node] <= walk->role)) {
        walk->place = walk->node;
        walk->number = emit->node_at[walk->node++] << 1;
    } else if (has_role) {
        walk->place = emit->ir->node_count + walk->role;
        walk->number = (uint32_t)walk->role++ << 1 | 1;
    }
    return has_node || has_role;
}

#endif

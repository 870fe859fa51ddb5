/*
 * emit.h - what the parts of emit share: the sections as they grow, and where each thing of the IR has come to lie.
 *
 * Internal to emit*.c. Each part fills the sections that its function says, from what the parts before it have
 * filled; emit_table() in emit.c calls them in order. Numbers of the IR are turned into offsets by the ..._at arrays.
 */
#ifndef EMIT_H
#define EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format.h"
#include "intern.h"
#include "ir.h"
#include "sort.h"
#include "writer.h"

struct arena;

/* Every text of the policy that the table keeps in STRINGS, each once. */
struct strings {
    struct intern intern;
    struct writer text; /* one after the other, by number */
    uint32_t *starts;   /* by number, and one more */
    size_t capacity;
    uint32_t *at;      /* by number: offset in STRINGS */
    uint32_t *because; /* by statement: number of its reason */
};

/* Records on their way to be put in order. */
struct record_list {
    struct writer data;
    uint32_t *starts;
    size_t count;
};

/* A record of RULE_LISTS. */
struct rule_list {
    uint32_t owner, pattern, at;
};

struct emit {
    struct arena *arena; /* gone when emit_table() returns */
    struct sort_space space;
    const struct ir *ir;
    const char *problem; /* NULL, or the limit of the format that was passed */
    struct writer sections[SECTION_COUNT];
    struct strings strings;
    uint32_t *zone_at, *cond_at, *limit_at, *set_at, *request_at, *service_at, *exclusive_at, *statement_at, *node_at;
    uint32_t *pattern_order;   /* the IR's patterns in the table's order */
    uint32_t *pattern_rank;    /* and back */
    uint32_t *statement_order; /* the IR's statements by place, then bytes; equal ones are one record */
    struct record_list statements;
    uint32_t *node_order;
    struct rule_list *rule_lists;
    size_t rule_list_count, rule_list_capacity;
};

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

/* Writes a list of numbers that ascend, as steps. */
void write_steps(struct writer *out, const uint32_t *numbers, size_t count);
/* A place as a number that sorts as places do. */
uint64_t place_key(struct ir_place place);
void write_place(struct writer *out, struct ir_place place);

/* STRINGS. */
void emit_strings(struct emit *emit);
/* Where a text lies in STRINGS. */
uint32_t string_at(struct emit *emit, struct ir_text text);
/* ZONES, CONDITIONS, LIMITS, in emit_conditions.c. */
void emit_conditions(struct emit *emit);
/* PERMISSIONS' and PATTERNS' order, SETS; then, when NODES are written, OWNERS, PERMISSIONS, PATTERNS. emit_patterns.c
 */
void emit_sets(struct emit *emit);
void emit_patterns(struct emit *emit);
/* REQUESTS, SERVICES, EXCLUSIVES; the records of STATEMENTS. emit_statements.c */
void emit_services(struct emit *emit);
void emit_statements(struct emit *emit);
void emit_exclusives(struct emit *emit);
/* STATEMENTS in order, NODES, ROLE_DATA, ROLES, RULE_LISTS. emit_owners.c */
void emit_owners(struct emit *emit);
/* INDEX, PAGES. emit_index.c */
void emit_index(struct emit *emit);

#endif

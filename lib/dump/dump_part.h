/*
 * dump_part.h - what the parts of dump share.
 *
 * Internal to dump*.c. The table has been verified, so a reference leads to a record; a failure of memory is kept in
 * failed, of writing in the stream.
 */
#ifndef ROLEGATE_DUMP_PART_H
#define ROLEGATE_DUMP_PART_H

#include <stdio.h>

#include "explain/policy_text.h"
#include "inspect/postfix_tree.h"
#include "table/table.h"

/* Numbers in an array that grows. */
struct dump_numbers {
    uint64_t *list;
    size_t count, capacity;
};

/* A named condition: its name, and where its value stands. */
struct dump_named {
    uint32_t name;      /* STR */
    uint32_t condition; /* offset in CONDITIONS */
    uint32_t node;      /* of the program there */
};

struct dump {
    struct rolegate_table *table;
    FILE *out;
    bool failed;            /* out of memory */
    uint64_t place;         /* the one that the last #line gave; 0: none yet */
    struct program program; /* the last one that was read */
    uint32_t program_at;    /* offset in CONDITIONS plus 1, or 0 */
};

void dump_add(struct dump *dump, struct dump_numbers *numbers, uint64_t number);
/* Sorts, and leaves each number once. */
void dump_sort(struct dump_numbers *numbers);
/* Says where what follows was, unless that has been said: file << 32 | line. */
void dump_place(struct dump *dump, uint64_t place);
/* Reads a place. */
uint64_t dump_read_place(struct cursor *cursor);

/* dump_text.c: where it is written to; a string in quotes; a name, in quotes if it must be. */
struct policy_text dump_policy_text(struct dump *dump);
void dump_string(struct dump *dump, const char *text, uint32_t length);
void dump_word(struct dump *dump, const char *text, uint32_t length);
/* The same of a STR; and a pattern or glob, in quotes if it must be. */
void dump_str(struct dump *dump, uint32_t offset);
void dump_name(struct dump *dump, uint32_t offset);
void dump_glob(struct dump *dump, uint32_t offset);
/* ` "TEXT"`, or nothing for the empty string. */
void dump_description(struct dump *dump, uint32_t offset);
/* An instant as RFC 3339 has it. */
void dump_instant(struct dump *dump, int64_t instant);

/* dump_condition.c: every named condition; the condition at an offset; a service's request. */
void dump_conditions(struct dump *dump);
void dump_condition(struct dump *dump, uint32_t offset);
void dump_request(struct dump *dump, uint32_t offset);

/* ` when … starting … until …` of a ref? LIMITS. */
void dump_limits(struct dump *dump, uint32_t limits);

/* A subject, such as `group acme-admins`, and a list of roles, by number. dump_statement.c */
void dump_node(struct dump *dump, uint32_t at);
void dump_role_names(struct dump *dump, struct cursor *cursor);
/* dump_statement.c: roles with the rules that are theirs alone; then assignments; then the other rules. */
void dump_statements(struct dump *dump);
/* dump_delegation.c: of each file the number of the bounded include that it belongs to, from 1, or 0; to be freed.
 * NULL: there is no bounded include, or no memory. Then the bounded includes. */
uint32_t *dump_bounded_files(struct dump *dump);
void dump_delegations(struct dump *dump);
/* dump_service.c */
void dump_services(struct dump *dump);

#endif

/*
 * postfix_tree.h - the postfix programs of a table, as trees, for those who do not run them.
 *
 * Internal to verify and dump. A condition's program is read to its last byte; what its operands refer to is the
 * caller's business.
 */
#ifndef ROLEGATE_POSTFIX_TREE_H
#define ROLEGATE_POSTFIX_TREE_H

#include "table/table.h"

/* An operation. Operands of and, or are left and right, that of not and name is left: numbers of earlier nodes. */
struct program_node {
    uint64_t hash; /* of the whole tree below: equal trees have equal ones */
    uint32_t at;   /* offset in the section of what follows the operation's code */
    uint32_t left, right;
    uint32_t value; /* name: STR; a request's permission: its number */
    uint8_t code;   /* COND_...; a request's: PROGRAM_PERMISSION or one of COND_AND, COND_OR */
};

#define PROGRAM_PERMISSION 255u

/* The nodes of one program, children before parents; the last one is the root. Begin with zeros; free() the nodes. */
struct program {
    struct program_node *nodes;
    uint32_t count;
    size_t capacity;
};

/*
 * Reads the record of CONDITIONS, or of REQUESTS, at which the cursor stands, and leaves it behind the record.
 * NULL, or what is wrong, a static string; the cursor's status may say so, too. *no_memory is set where that is it.
 */
const char *program_read_condition(struct cursor *cursor, struct program *program, bool *no_memory);
const char *program_read_request(struct cursor *cursor, struct program *program, bool *no_memory);

#endif

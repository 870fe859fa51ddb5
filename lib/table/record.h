/*
 * record.h - a record of NODES: who it is, and how to pass what he has.
 *
 * Internal to lib/.
 */
#ifndef ROLEGATE_RECORD_H
#define ROLEGATE_RECORD_H

#include "table.h"

struct node {
    uint32_t kind;    /* NODE_... */
    uint32_t assigns; /* how many assignments he has */
    uint32_t gid;     /* of a gid, else 0 */
    uint32_t name_length;
    const char *name; /* of a user or group, else "" */
};

/* Reads the beginning of a record; the steps to the assignments come next, and then the rules. */
void node_record_read(struct cursor *cursor, struct node *node);
/* Passes a list of rules, as far as it stands there. */
void node_record_pass_rules(struct cursor *cursor);
/* Passes the assignments and the rules behind that beginning. */
void node_record_pass(struct cursor *cursor, const struct node *node);

/* Opens a role's record behind its place: at the number of its parents. */
void role_record_open(struct cursor *cursor, struct rolegate_table *table, uint32_t role);

#endif

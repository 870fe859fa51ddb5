/*
 * group_needs.h - which of the table's groups a question's answer can depend on.
 *
 * Internal to lib/.
 */
#ifndef ROLEGATE_GROUP_NEEDS_H
#define ROLEGATE_GROUP_NEEDS_H

#include "decide.h"

/* How surely a membership must be known: not at all, where it lets in, where it vouches, or also where it does not. */
enum need { NEED_NONE, NEED_YES, NEED_ROSTER, NEED_SURE };

/* The groups that matter: nodes (offsets in NODES), and how surely they must be known. */
struct group_needs {
    struct rolegate_table *table;
    const char *user; /* whose groups are needed */
    struct need_entry {
        uint32_t node;
        enum need need;
    } * list;
    size_t count, capacity;
    unsigned char *roles; /* by role: the need with which its holders were collected, and marks */
    uint32_t *stack;
    uint32_t role_count, role_end; /* how many there are; none from role_end on is marked */
    unsigned char *patterns;       /* by pattern: 1 where its owners were collected */
    unsigned char *sets;           /* a bit for each offset in EXCLUSIVES: its roles were */
    uint32_t steps;                /* of work that are left (budget.h) */
    enum rolegate_status status;
};

/*
 * Finds what a request needs; request NULL: everything. Begin with the table, the user, the count of roles, the steps
 * that it may take, and nothing else. The lists are the caller's to free, also on failure: group_needs_free().
 */
enum rolegate_status group_needs_find(struct group_needs *needs, const struct request *request);
void group_needs_free(struct group_needs *needs);
/* Adds a node, which may be there already; a lack of memory is kept in status. */
void group_needs_add(struct group_needs *needs, uint32_t node, enum need need);

#endif

/*
 * blame.h - which statements a question about a person rests on: each can be left out, to see whether it mattered.
 *
 * Internal to prove/.
 */
#ifndef BLAME_H
#define BLAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum blame_kind {
    BLAME_DENY,          /* a rule that denies him */
    BLAME_VOID,          /* an assignment that makes a role of his void */
    BLAME_OTHER_ROLE,    /* an assignment by which a claim on a role does not fit him */
    BLAME_ALLOW,         /* a rule that allows him */
    BLAME_ALLOW_VOIDABLE /* one by a role that another could make void */
};

#define BLAME_BIT(kind) (1u << (kind))
#define BLAME_MOST      4096u /* statements of one question */

struct blamed {
    enum blame_kind kind;
    uint32_t rule, assign; /* statements, or IR_NONE */
    bool counts;
};

struct blame {
    struct arena *arena;
    unsigned weighed; /* kinds that are noted, and that may be left out; the others count */
    unsigned ignored; /* kinds that never count */
    struct blamed *list;
    size_t count, capacity;
    bool full; /* there were more than can be noted */
};

/* Whether a statement counts. One that is met for the first time does. */
bool blame_weigh(struct blame *blame, enum blame_kind kind, uint32_t rule, uint32_t assign);

/* The same; without a blame each does. */
static inline bool blame_counts(struct blame *blame, enum blame_kind kind, uint32_t rule, uint32_t assign)
{
    return blame == NULL || blame_weigh(blame, kind, rule, assign);
}

#endif

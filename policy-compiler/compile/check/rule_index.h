/*
 * rule_index.h - the rules of the IR by who speaks of whom, to find those that could cover another one.
 *
 * Internal to the compiler: warn_covered.c says what it is to cover, and warn_services.c reads what was found.
 */
#ifndef RULE_INDEX_H
#define RULE_INDEX_H

#include "check_internal.h"
#include "permission_set.h"

#define RULES_FEW 16u /* rules of one owner and effect that are looked at in a row */

/* What is known of a statement; MARK_IDLE: it changes nothing. */
#define MARK_OVER       1u
#define MARK_EMPTY      2u /* what it names, it excepts */
#define MARK_REDUNDANT  4u
#define MARK_IDLE       (MARK_OVER | MARK_EMPTY | MARK_REDUNDANT)
#define MARK_OVERRIDDEN 8u  /* a deny always overrides it */
#define MARK_COVERED    16u /* perhaps */

/* A rule as it is compared. */
struct rule_summary {
    uint32_t number, limit;
    struct permission_range hull; /* in which all that it names lies */
};

/* A node, or behind them a role. */
struct owner {
    uint64_t named;            /* bits of what its rules name */
    bool is_wanted;            /* one of its rules may cover another one that is not everyone's */
    uint32_t begin[2], end[2]; /* where its rules are in briefs, denies and allows; nowhere, if it is not wanted */
};

struct rule_index {
    struct check *check;
    const struct ir *ir;
    uint8_t *marks;              /* by statement */
    struct permission_set *sets; /* by set; `more` is NULL: nobody has asked for it yet */
    struct owner *owners;
    uint32_t everyone; /* the owner, or one that has no rules */
    struct rule_summary *summaries;
};

static inline uint32_t owner_index(const struct ir *ir, uint32_t owner)
{
    return (owner & 1 ? (uint32_t)ir->node_count : 0) + (owner >> 1);
}

/* Marks the rules that another one may cover, and puts those where they are looked for. In check->room. */
struct rule_index rule_index_new(struct check *check, const struct ir *ir);
/* What a rule names. */
struct permission_set rule_index_set(struct rule_index *rule_index, const struct ir_statement *rule);
/* A rule that is not empty, as it is compared. */
struct rule_summary rule_index_summary(struct rule_index *rule_index, uint32_t number);

/* Whether a rule may cover another one, for all that is known of them here. */
static inline bool rule_summary_covers(const struct rule_summary *summary, const struct rule_summary *other)
{
    /* Nothing of this can be foretold, so there are no branches. */
    return ((summary->limit == IR_NONE) | (summary->limit == other->limit)) & (summary->hull.lo <= other->hull.lo) &
           (summary->hull.hi >= other->hull.hi) & (summary->number != other->number);
}

#endif

/*
 * covers.h - the rules of a policy by who speaks of whom, to find those that could cover another one.
 *
 * Internal to the compiler: warn_covered.c says what it is to cover, and warn_services.c goes through the rows.
 */
#ifndef COVERS_H
#define COVERS_H

#include "check.h"
#include "finder.h"
#include "pattern_tree.h"
#include "segments.h"

#define COVERS_FEW    16u  /* rules of one subject and effect that are looked at in a row */
#define COVERS_UP_MAX 256u /* roles that a role extends */

/* A rule. There are as many as rules, in the order of rules_each(). */
struct item {
    const struct ast_rule *rule;
    uint32_t set; /* 0: its one pattern is what it names; else see item_set() */
    bool allow : 1;
    bool is_empty : 1; /* what it names, it excepts */
    bool is_over : 1;
    bool idle : 1;           /* empty, over or redundant */
    bool may_be_covered : 1; /* another one may cover it */
};

/* A rule as it is compared; those of one subject and effect stand in a row. */
struct brief {
    uint32_t item;        /* its number */
    uint32_t limit : 31;  /* that of its limits */
    uint32_t is_hull : 1; /* it names all of */
    struct segment hull;  /* in which all that it names lies */
};

/* A rule on its way into the row of a voice. */
struct placing {
    uint32_t voice;
    struct brief brief;
};

struct covers {
    struct check *check;
    struct arena *arena;
    struct pattern_tree tree;
    struct finder finder;               /* for voices with more than COVERS_FEW */
    struct pattern_gathering gathering; /* while rules are entered */
    struct placing placings[FAR];       /* those that were met last */
    uint32_t placing_count;             /* of all that were met */
    struct brief *rows;                 /* by voice */
    uint32_t *starts;                   /* where each one's begin in rows; one more than there are */
    struct item *items;
    bool *overridden; /* by number of an item: a deny always overrides it */
    uint32_t count;
    struct segments *sets; /* by number of a set, less 1; most rules with one are never asked for theirs */
    size_t set_count, set_capacity;
    uint64_t steps;               /* that are left */
    const struct ast_role *up_of; /* whose roles up holds */
    const struct ast_role *up[COVERS_UP_MAX];
    uint32_t up_count;
};

/* A subject together with an effect; a deny's is even, and the same subject's allow behind it. */
static inline uint32_t voice(uint32_t who, bool allow)
{
    return who * 2 + allow;
}

static inline uint32_t voice_count(const struct covers *covers, uint32_t voice)
{
    return covers->starts[voice + 1] - covers->starts[voice];
}

/* Whether a rule may cover another, for all that is known of them here. */
static inline bool brief_covers(const struct brief *brief, const struct brief *other)
{
    /* Nothing of this can be foretold, so there are no branches. */
    return ((brief->limit == 0) | (brief->limit == other->limit)) & (brief->hull.lo <= other->hull.lo) &
           (brief->hull.hi >= other->hull.hi) & (brief->item != other->item);
}

/*
 * Puts every rule where it is looked for, and marks those that another one may cover. check, arena and steps are set,
 * and all else is 0.
 */
void covers_enter(struct covers *covers);
/* What an item names. */
struct segments item_set(struct covers *covers, struct item *item);
/* An item as it is compared; it is not empty. */
struct brief item_brief(struct covers *covers, uint32_t number);

#endif

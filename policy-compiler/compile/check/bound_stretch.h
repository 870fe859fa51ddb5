/*
 * bound_stretch.h - spans that come one after the other, and so are one: in time, of one subject and one permission or
 * role, over all files of a bounded include.
 *
 * A stretch may be as long as the longest of the include's bounds that name the permission, for subjects of that kind:
 * so several statements never give more than one could.
 */
#ifndef BOUND_STRETCH_H
#define BOUND_STRETCH_H

#include "compile/check/bounds.h"

struct arena;

/* One subject of a statement that has a start and an end. */
struct stretch_entry {
    uint32_t who;       /* the subject's number */
    uint32_t statement; /* the statement's number, to be given back */
    const struct ast_subject *subject;
    const struct permission_set *names;
    struct bound_span span;
};

/* A stretch that is too long. */
struct stretch {
    const struct ast_bound *bound; /* the one that would allow the longest */
    const struct ast_subject *subject;
    uint32_t first, last;   /* statements: the one that begins it, and one that makes or finds it too long */
    struct bound_span span; /* from the first start to the last end so far */
};

/* The stretches that were found, and the work that may still be done. */
struct stretches {
    struct arena *arena;
    struct stretch *list;
    size_t count, capacity;
    uint64_t steps_left; /* a step is one entry and one permission, or permissions that nothing tells apart */
    bool spent;          /* there were not enough: what was not looked at may be too long */
};

/*
 * Adds the stretches of entries of one verb that are too long, one for each entry that makes or finds one too long.
 * Puts the entries in order; room is for working memory.
 */
void stretches_find(struct stretches *stretches, struct arena *room, const struct bounds *bounds, enum bound_verb verb,
                    struct stretch_entry *entries, size_t count);

#endif

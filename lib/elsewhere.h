/*
 * elsewhere.h - what the parts of the search for another time or place share: internal to elsewhere.c and places.c.
 */
#ifndef ROLEGATE_ELSEWHERE_H
#define ROLEGATE_ELSEWHERE_H

#include "decide.h"

struct search {
    struct decider *decider;
    const struct request *request;
    size_t limit_count; /* of subject->limits, ascending */
    unsigned tries;
    bool places;                    /* every place, else the one asked for */
    bool (*found)(struct search *); /* whether the search may end with it */
    int64_t after;                  /* for the next time: only times after this one */
    int64_t best;                   /* and the first of them so far */
    struct situation situation;
    struct situation witness; /* the last in which it is allowed */
    bool any;
};

/* Walks the atoms of every condition at hand: the service's own, then those of the limits. */
struct atom_walk {
    struct search *search;
    size_t next; /* 0: the service's own condition, then the limits */
    struct cursor program;
};
void walk_begin(struct atom_walk *walk, struct search *search);
/* The next atom of a kind; false: there is none any more. */
bool walk_next(struct atom_walk *walk, uint8_t kind, struct atom *atom);

/* A hash of the values that the atoms of a kind have in a situation. */
uint64_t search_vector(struct search *search, uint8_t kind, const struct situation *situation);
/* Whether the request is allowed in the search's situation; what is open in it counts in the person's favour. */
bool search_allowed(struct search *search);
/* The search's situation is one in which it is allowed: whether the search may end with it. */
bool search_hit(struct search *search);

/* ---- places.c ---- */

/* Finds places, one for each combination of values that the conditions at hand can have. */
void places_find(struct search *search);
/* Tries them all at the situation's time; whether the search may end. */
bool places_try(struct search *search);

#endif

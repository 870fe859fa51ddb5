/*
 * what_if.h - would it be allowed at another time, or from another place? What the parts of the search share:
 * internal to lib/explain/, explain.c, what_if.c and what_if_place.c.
 *
 * All that is done draws on the decider's steps. Where they end, or the room does, what was not found may still be:
 * see unsure.
 */
#ifndef ROLEGATE_WHAT_IF_H
#define ROLEGATE_WHAT_IF_H

#include "decide/decide.h"
#include "scratch.h"

#define SEARCH_DAY 86400
/* Nothing is tried outside the years that can be written down, less a day for any zone: 0001 to 9999. */
#define TIME_FIRST (-62135510400)
#define TIME_LAST  253402214400
#define TIME_NEVER INT64_MAX
/* What a week and a day does not show is not shown by the next week either. */
#define STRETCH (8 * SEARCH_DAY)

/* All searches for one answer. */
struct search {
    struct decider *decider;
    const struct request *request;
    struct search_scratch *scratch;
    bool times, places; /* what may be another than in the question */
    struct situation situation;
    bool collected, places_found;
    bool placed;                /* some condition at hand looks at places */
    bool dated;                 /* or at days */
    bool narrow, places_narrow; /* there was more to take into account than the room holds */
    bool unsure;                /* what some search did not find may still be */
    bool later_known, later;    /* whether there is a later time, under no other setting */
    int64_t later_at;
};

void search_begin(struct search *search, struct decider *decider, const struct request *request,
                  struct search_scratch *scratch);
/* Whether what the search at hand does not find may still be. */
bool search_cut(const struct search *search);
/*
 * Whether the request is allowed under the decider's setting, ASSUME_ANY_PLACE and ASSUME_ANY_TIME meaning at some
 * place and time; *witness is the situation in which it is. Its texts end with the next answer.
 */
bool what_if_allowed(struct search *search, struct situation *witness);
/* The first later time at which it is allowed under the decider's setting, here. */
bool what_if_next(struct search *search, int64_t *next);

/* ---- what_if_search.c ---- */

/* Whether the request is, or where facts are open can be, allowed in the search's situation. */
bool search_allowed(struct search *search);
/* The search's situation is one in which it is allowed: keeps it as a witness. */
void search_hit(struct search *search);
/* Leaves open in the search's situation what may be another; the time is `now`. */
void search_open(struct search *search, int64_t now);
/* What a limit comes to in a situation. */
struct bounds search_limit_bounds(struct search *search, const struct search_limit *limit,
                                  const struct situation *situation);
/* The span of a limit. */
struct span {
    int64_t from, until; /* TIME_NEVER for one without an end, INT64_MIN without a beginning */
};
struct span search_span(struct search *search, const struct search_limit *limit);
/* Walks the atoms of a limit. */
void search_atoms(struct search *search, const struct search_limit *limit, struct cursor *program);

/* Walks the atoms of every condition at hand. */
struct atom_walk {
    struct search *search;
    uint32_t next; /* place in limits */
    struct cursor program;
};
void walk_begin(struct atom_walk *walk, struct search *search);
/* The next atom of a kind, or of any for 0; false: there is none any more. */
bool walk_next(struct atom_walk *walk, uint8_t kind, struct atom *atom);
/* A hash of the values that the atoms of a kind have in a situation. */
uint64_t search_vector(struct search *search, uint8_t kind, const struct situation *situation);
uint64_t vector_add(uint64_t vector, unsigned value);

/* ---- explain/limit_situations.c ---- */

/* Tries, one limit after another, situations in which that limit is met; whether one was found. */
bool limit_situations_find(struct search *search);

/* ---- explain/limit_changes.c ---- */

/* The first instant after another at which a limit begins to be met, or changes; TIME_NEVER. */
int64_t limit_next_change(struct search *search, const struct search_limit *limit, int64_t after);
/* The same of the limit's edges: whatever changes in it. */
int64_t limit_next_edge(struct search *search, const struct search_limit *limit, int64_t after);

/* The first instant after another at which a list of days of the limit begins or ceases to hold; TIME_NEVER. */
int64_t limit_next_date(struct search *search, const struct search_limit *limit, int64_t after);

/* The offset of a zone at an instant, and up to when it holds. */
struct zone_known search_zone(struct search *search, uint32_t zone, int64_t instant);

/* ---- explain/time_sweep.c ---- */

/* Goes through the times at which something turns, the earliest first; whether it is allowed at one of them. */
bool time_sweep_later(struct search *search);
bool time_sweep_earlier(struct search *search);

/* ---- what_if_place.c ---- */

/* Tries places, one for each combination of values that the conditions at hand can have, at the situation's time. */
bool what_if_place_try(struct search *search);

#endif

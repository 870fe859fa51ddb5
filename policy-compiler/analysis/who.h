/*
 * who.h - who gets to a service or has a permission, and when.
 */
#ifndef WHO_H
#define WHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "region_text.h"
#include "row.h"

struct arena;

/* Rows with the same condition. */
struct who_line {
    struct region_text when;
    const char *text; /* of it: region_line() */
    const struct row **rows;
    size_t count;
};

/* Two who get there together, and not each alone. */
struct who_pair {
    const struct row *one, *other;
    const char *text;
    struct region_text when; /* where the two are, and neither is alone */
};

struct who {
    const char *target;
    bool is_permission;
    struct who_line *lines;
    size_t line_count;
    const struct row **losers; /* whose members lose what others have: by a deny, or by a role */
    size_t loser_count;
    struct who_pair *pairs;
    size_t pair_count;
    bool more_pairs;  /* pairs, or losers, beyond what is looked at; and: */
    bool larger_sets; /* three or more may get there together, which is not looked at */
    bool exclusive;   /* some roles that lead there are void for who holds another of an exclusive set */
    bool roster;      /* rows are of people on the rosters */
    bool undecided;   /* some conditions are too many to be told apart: then nothing is known of them */
    /* NULL, or why a row gets there, in its statements' words; "" where they say none. */
    const char *(*why)(void *context, const struct row *row);
    void *why_context;
};

/* What a demand, of one permission or a service's, comes to; in the arena. */
struct who who_may(struct model *model, const struct demand *demand, struct arena *arena);
/* The same at the universe's instant alone: no condition says a time. */
struct who who_may_now(struct model *model, const struct demand *demand, struct arena *arena);
/* Whether it is known, as far as it goes, who gets there. */
bool who_is_whole(const struct who *who);

void who_print(const struct who *who, FILE *out);
/* False: it could not be written, or out of memory. */
bool who_print_json(const struct who *who, FILE *out);

#endif

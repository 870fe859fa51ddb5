/*
 * condition.h - conditions of a compiled policy, over the facts of one request.
 */
#ifndef ROLEGATE_CONDITION_H
#define ROLEGATE_CONDITION_H

#include "table/table.h"

/* Kleene's three values, ordered so that AND is the minimum and OR the maximum. */
enum kleene { NO = 0, MAYBE = 1, YES = 2 };

static inline enum kleene kleene_and(enum kleene a, enum kleene b)
{
    return a < b ? a : b;
}

static inline enum kleene kleene_or(enum kleene a, enum kleene b)
{
    return a > b ? a : b;
}

static inline enum kleene kleene_not(enum kleene a)
{
    return (enum kleene)(YES - a);
}

/*
 * What a value can come to while some facts are left open: from low to high. Where all are closed, both are the value.
 * Only what is open makes them differ: a fact that is unknown is MAYBE on both sides.
 */
struct bounds {
    enum kleene low, high;
};

static inline struct bounds bounds_of(enum kleene value)
{
    return (struct bounds){value, value};
}

static inline struct bounds bounds_and(struct bounds a, struct bounds b)
{
    return (struct bounds){kleene_and(a.low, b.low), kleene_and(a.high, b.high)};
}

static inline struct bounds bounds_or(struct bounds a, struct bounds b)
{
    return (struct bounds){kleene_or(a.low, b.low), kleene_or(a.high, b.high)};
}

static inline struct bounds bounds_not(struct bounds a)
{
    return (struct bounds){kleene_not(a.high), kleene_not(a.low)};
}

enum origin_kind { ORIGIN_LOCAL, ORIGIN_V4, ORIGIN_V6, ORIGIN_NAME };

struct origin {
    enum origin_kind kind;
    unsigned char address[16]; /* network order; IPv4 in the first 4 */
};

/* The facts of a request that conditions look at. */
struct situation {
    int64_t now;
    struct origin origin;
    const char *tty;  /* without /dev/; NULL: none */
    const char *host; /* NULL: unreadable */
    /* What is left open while what_if.c searches: */
    bool any_time;   /* spans and time windows */
    bool any_window; /* time windows */
    bool any_origin;
    bool any_tty;
    bool any_host;
};

/* What a request says of where it comes from; NULL and "" are local. Never asks the network. */
struct origin origin_parse(const char *text);
/* The terminal as conditions see it: without a leading /dev/, NULL for none. */
const char *tty_parse(const char *text);
/* Whether text matches the glob (`*` any run, `?` one byte). fold: ASCII letters' case does not count. */
bool glob_matches(const char *glob, const char *text, size_t length, bool fold);

/*
 * What the condition ref (a ref? of the format; 0 is no condition: YES) comes to. Its work is taken from *steps (see
 * decide/budget.h). On an error of the table, or where there are too few steps, *status is set and it is MAYBE.
 */
struct bounds condition_bounds(struct rolegate_table *table, uint32_t ref, const struct situation *situation,
                               uint32_t *steps, enum rolegate_status *status);

/* An atom of a program, as the search for another time or place reads it. The cursors stand at the atom's lists. */
struct atom {
    uint8_t kind; /* COND_TIME .. COND_DATE, or 0 at the end */
    uint8_t days;
    uint32_t start, end, zone; /* zone of date, too */
    bool local;
    uint32_t v4_count, v6_count, glob_count, range_count;
    struct cursor
        list; /* from: after the number of IPv4 networks; host, tty: at the first STR; date: at the first range */
    struct cursor body; /* behind its kind */
};

/* Walks the atoms of a condition: begin once, then next until it gives false (or program.status is an error). */
void atoms_begin(struct cursor *program, struct rolegate_table *table, uint32_t ref);
bool atoms_next(struct cursor *program, struct atom *atom);
/* Days in a row, both ends included, since 1970-01-01. */
struct date_range {
    int64_t first, last;
};

/* Reads the next range of a list of days, over the one before it; with begun false it is the first. */
void date_range_next(struct cursor *list, bool begun, struct date_range *range);
/* An atom's value; MAYBE on an error, which has been seen when the atom was read. Its work is taken from *steps. */
enum kleene atom_holds(const struct atom *atom, const struct situation *situation, uint32_t *steps);

#endif

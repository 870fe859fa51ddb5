/*
 * bound_stretch.c - finds stretches of time that are too long for an include's bounds.
 *
 * For one subject at a time: the ends of what its entries and the bounds name cut the permissions into cells, of which
 * each entry holds some whole. The entries are gone through by their starts, and each cell knows the stretch that is
 * going on in it.
 */
#include "bound_stretch.h"

#include <stdlib.h>

#include "support/arena.h"
#include "support/sort.h"

/* Permissions for which one bound is the longest. */
struct limit {
    uint32_t lo, hi;
    const struct ast_bound *bound; /* NULL: none names them */
};

/* Ascending, without gaps between the first and the last. */
struct limits {
    struct limit *list;
    size_t count;
};

struct cell {
    const struct ast_bound *bound;
    bool begun;
    uint32_t first; /* the entry that begins the stretch */
    struct bound_span span;
};

struct sweep {
    struct stretches *stretches;
    struct arena *room;
    const struct limits *limits; /* by kind of subject */
    const struct stretch_entry *entries;
    uint32_t *cuts; /* where cells begin, and the last one ends */
    size_t cut_count, cut_capacity;
    struct cell *cells;
    bool reported; /* that the entry that is looked at belongs to a stretch that is too long */
};

/* ---- how long a stretch may be ---- */

/* Whether a allows more than b, which may be NULL. Days that are counted as dates may have an hour more than hours. */
static bool is_longer(const struct ast_bound *a, const struct ast_bound *b)
{
    int64_t x = bound_seconds(a), y = b == NULL ? -1 : bound_seconds(b);

    return x > y || (x == y && a->length != NULL && !a->length->hours && b->length->hours);
}

/* The number of the first limit that begins at an offset or behind it. */
static size_t limit_at(const struct limits *limits, uint32_t lo)
{
    size_t low = 0, high = limits->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (limits->list[middle].lo < lo)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void limits_raise(const struct limits *limits, const struct ast_bound *bound, const struct permission_set *names)
{
    const struct permission_range *list = permission_set_list(names);
    uint32_t i;
    size_t at;

    for (i = 0; i < names->count; i++)
        for (at = limit_at(limits, list[i].lo); at < limits->count && limits->list[at].lo < list[i].hi; at++)
            if (is_longer(bound, limits->list[at].bound))
                limits->list[at].bound = bound;
}

static bool bound_counts(const struct ast_bound *bound, enum bound_verb verb, unsigned kind)
{
    return bound->verb == verb && (bound->kinds & kind) != 0;
}

static struct limits limits_new(struct arena *arena, const struct bounds *bounds, enum bound_verb verb, unsigned kind)
{
    uint32_t *cuts = NULL, j;
    size_t count = 0, capacity = 0, i;
    struct limits limits = {.count = 0};

    for (i = 0; i < bounds->count; i++) {
        const struct permission_set *names = bound_names(bounds, i);
        for (j = 0; bound_counts(bound_at(bounds, i), verb, kind) && j < names->count; j++) {
            cuts = arena_grow(arena, cuts, count, &capacity, sizeof *cuts);
            cuts[count++] = permission_set_list(names)[j].lo;
            cuts = arena_grow(arena, cuts, count, &capacity, sizeof *cuts);
            cuts[count++] = permission_set_list(names)[j].hi;
        }
    }
    count = sort_numbers(cuts, count);
    limits.list = arena_array(arena, count, sizeof *limits.list);
    for (; limits.count + 1 < count; limits.count++)
        limits.list[limits.count] = (struct limit){cuts[limits.count], cuts[limits.count + 1], NULL};
    for (i = 0; i < bounds->count; i++)
        if (bound_counts(bound_at(bounds, i), verb, kind))
            limits_raise(&limits, bound_at(bounds, i), bound_names(bounds, i));
    return limits;
}

/* The longest bound for a permission, or NULL. */
static const struct ast_bound *limit_of(const struct limits *limits, uint32_t permission)
{
    size_t behind = limit_at(limits, permission + 1);

    return behind == 0 || limits->list[behind - 1].hi <= permission ? NULL : limits->list[behind - 1].bound;
}

/* ---- stretches ---- */

static int compare_entries(const void *a, const void *b)
{
    const struct stretch_entry *x = a, *y = b;

    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return x->subject->at < y->subject->at ? -1 : x->subject->at > y->subject->at;
}

static void stretch_report(struct sweep *sweep, const struct cell *cell, uint32_t entry)
{
    struct stretches *stretches = sweep->stretches;

    sweep->reported = true;
    stretches->list =
        arena_grow(stretches->arena, stretches->list, stretches->count, &stretches->capacity, sizeof *stretches->list);
    stretches->list[stretches->count++] = (struct stretch){.bound = cell->bound,
                                                           .subject = sweep->entries[entry].subject,
                                                           .first = sweep->entries[cell->first].statement,
                                                           .last = sweep->entries[entry].statement,
                                                           .span = cell->span};
}

/* Goes on with the stretch of a cell, or begins one. */
static void cell_enter(struct sweep *sweep, struct cell *cell, uint32_t entry)
{
    const struct bound_span *span = &sweep->entries[entry].span;

    if (cell->bound == NULL || cell->bound->length == NULL)
        return;
    if (!cell->begun || !bound_span_join(&cell->span, span)) {
        cell->begun = true;
        cell->first = entry;
        cell->span = *span;
    }
    if (!sweep->reported && bound_too_long(cell->bound, &cell->span))
        stretch_report(sweep, cell, entry);
}

/* The number of the cell that begins at a cut. */
static size_t cell_at(const struct sweep *sweep, uint32_t cut)
{
    size_t low = 0, high = sweep->cut_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sweep->cuts[middle] < cut)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void entry_enter(struct sweep *sweep, uint32_t entry)
{
    const struct permission_set *names = sweep->entries[entry].names;
    const struct permission_range *list = permission_set_list(names);
    uint32_t i;

    sweep->reported = false;
    for (i = 0; i < names->count; i++) {
        size_t cell = cell_at(sweep, list[i].lo);
        for (; sweep->cuts[cell] < list[i].hi; cell++) {
            if (sweep->stretches->steps_left == 0) {
                sweep->stretches->spent = true;
                return;
            }
            sweep->stretches->steps_left--;
            cell_enter(sweep, &sweep->cells[cell], entry);
        }
    }
}

static void cut_add(struct sweep *sweep, uint32_t cut)
{
    sweep->cuts = arena_grow(sweep->room, sweep->cuts, sweep->cut_count, &sweep->cut_capacity, sizeof *sweep->cuts);
    sweep->cuts[sweep->cut_count++] = cut;
}

/* Cuts the permissions where what an entry names begins or ends, and where bounds do within it. */
static void entry_cut(struct sweep *sweep, const struct limits *limits, const struct permission_set *names)
{
    const struct permission_range *list = permission_set_list(names);
    uint32_t i;
    size_t at;

    for (i = 0; i < names->count; i++) {
        cut_add(sweep, list[i].lo);
        cut_add(sweep, list[i].hi);
        for (at = limit_at(limits, list[i].lo); at < limits->count && limits->list[at].lo < list[i].hi; at++) {
            if (sweep->stretches->steps_left == 0) {
                sweep->stretches->spent = true;
                return;
            }
            sweep->stretches->steps_left--;
            cut_add(sweep, limits->list[at].lo);
        }
    }
}

static const struct limits *limits_for(const struct sweep *sweep, const struct ast_subject *subject)
{
    switch ((enum ast_subject_kind)subject->kind) {
    case SUBJECT_USER: return &sweep->limits[0];
    case SUBJECT_EVERYONE: return &sweep->limits[2];
    default: return &sweep->limits[1];
    }
}

/* The entries [first, end) of one subject. */
static void subject_sweep(const struct sweep *all, size_t first, size_t end)
{
    const struct limits *limits = limits_for(all, all->entries[first].subject);
    struct sweep sweep = *all;
    size_t i;

    sweep.room = arena_within(all->room);
    for (i = first; i < end && !sweep.stretches->spent; i++)
        entry_cut(&sweep, limits, sweep.entries[i].names);
    sweep.cut_count = sort_numbers(sweep.cuts, sweep.cut_count);
    sweep.cells = arena_array(sweep.room, sweep.cut_count, sizeof *sweep.cells);
    for (i = 0; i < sweep.cut_count; i++)
        sweep.cells[i].bound = limit_of(limits, sweep.cuts[i]);
    for (i = first; i < end && !sweep.stretches->spent; i++)
        entry_enter(&sweep, (uint32_t)i);
    arena_free(sweep.room);
}

void stretches_find(struct stretches *stretches, struct arena *room, const struct bounds *bounds, enum bound_verb verb,
                    struct stretch_entry *entries, size_t count)
{
    struct limits limits[] = {limits_new(room, bounds, verb, KIND_USERS), limits_new(room, bounds, verb, KIND_GROUPS),
                              limits_new(room, bounds, verb, KIND_EVERYONE)};
    struct sweep sweep = {.stretches = stretches, .room = room, .limits = limits, .entries = entries};
    size_t first, end;

    if (count > 0)
        qsort(entries, count, sizeof *entries, compare_entries);
    for (first = 0; first < count && !stretches->spent; first = end) {
        for (end = first + 1; end < count && entries[end].who == entries[first].who;)
            end++;
        if (end - first > 1) /* one alone is no longer than the bound that covers it */
            subject_sweep(&sweep, first, end);
    }
}

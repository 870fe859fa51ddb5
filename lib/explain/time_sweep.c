/*
 * time_sweep.c - goes through times, the earliest first, and stops only where a limit turns.
 *
 * Weeks repeat. So a week and a day is gone through, and then what comes next is the next end of a span that can be for
 * the better, the next edge of a list of days, or one of the first jumps of a zone after it. When there is none, there
 * is nothing new.
 */
#include <string.h>

#include "what_if.h"
#include "decide/budget.h"
#include "decide/zone.h"

#define JUMPS_TRIED 2u /* of each zone, after each end of a span */

struct sweep {
    struct search *search;
    int64_t begin, last; /* where the stretch at hand begins; nothing is tried after last */
    unsigned jumps;      /* of zones since the last end of a span */
};

/* ---- the heap ---- */

static int64_t next_of(const struct search_scratch *scratch, uint32_t place)
{
    return scratch->limits[scratch->heap[place]].next;
}

static void heap_sink(struct search_scratch *scratch, uint32_t place)
{
    for (;;) {
        uint32_t least = place, child;
        for (child = 2 * place + 1; child <= 2 * place + 2 && child < scratch->heap_count; child++)
            if (next_of(scratch, child) < next_of(scratch, least))
                least = child;
        if (least == place)
            return;
        child = scratch->heap[place];
        scratch->heap[place] = scratch->heap[least];
        scratch->heap[least] = child;
        place = least;
    }
}

/* ---- turns ---- */

/* With places open a limit may come to be met elsewhere at any of its edges. */
static int64_t turn_after(struct search *search, const struct search_limit *limit, int64_t after)
{
    return search->places ? limit_next_edge(search, limit, after) : limit_next_change(search, limit, after);
}

/* Whether time could change what the limit comes to. */
static bool hangs_on_time(struct search *search, const struct search_limit *limit)
{
    struct situation situation = search->situation;
    struct bounds bounds;

    situation.any_time = true;
    bounds = search_limit_bounds(search, limit, &situation);
    return bounds.low != bounds.high && ((limit->use & LIMIT_HINDERS) != 0 || counts_for(search->decider, bounds));
}

static void heap_make(struct search *search, int64_t after)
{
    struct search_scratch *scratch = search->scratch;
    uint32_t i;

    scratch->heap_count = 0;
    for (i = 0; i < scratch->limit_count && search->decider->status == ROLEGATE_OK; i++) {
        struct search_limit *limit = &scratch->limits[i];
        if (!hangs_on_time(search, limit))
            continue;
        limit->next = turn_after(search, limit, after);
        scratch->heap[scratch->heap_count++] = i;
    }
    for (i = scratch->heap_count / 2; i-- > 0;)
        heap_sink(scratch, i);
}

/* Lets every limit that turns before an instant turn at it, or later. */
static void heap_skip(struct search *search, int64_t instant)
{
    struct search_scratch *scratch = search->scratch;

    while (scratch->heap_count > 0 && next_of(scratch, 0) < instant && search->decider->status == ROLEGATE_OK) {
        struct search_limit *limit = &scratch->limits[scratch->heap[0]];
        limit->next = turn_after(search, limit, instant - 1);
        heap_sink(scratch, 0);
    }
}

/* ---- stretches ---- */

/* The first end of a span after an instant that can be for the better, or edge of a list of days. */
static int64_t span_end(struct search *search, int64_t after)
{
    struct search_scratch *scratch = search->scratch;
    int64_t best = TIME_NEVER;
    uint32_t i;

    for (i = 0; i < scratch->limit_count && search->decider->status == ROLEGATE_OK; i++) {
        struct span span = search_span(search, &scratch->limits[i]);
        if (span.from > after && span.from < best)
            best = span.from;
        if ((scratch->limits[i].use & LIMIT_HINDERS) != 0 && span.until > after && span.until < best)
            best = span.until;
        if (search->dated) {
            int64_t date = limit_next_date(search, &scratch->limits[i], after);
            best = date < best ? date : best;
        }
    }
    return best;
}

static int64_t zones_jump(struct search *search, int64_t after)
{
    int64_t best = TIME_NEVER;
    uint32_t i;

    for (i = 0; i < search->scratch->zone_count && search->decider->status == ROLEGATE_OK; i++) {
        struct zone_known zone = search_zone(search, search->scratch->zones[i], after);
        if (zone.until < best)
            best = zone.until;
    }
    return best;
}

/*
 * Whether a stretch like this one was gone through already: one in which the same spans and days hold and the zones
 * have the same offsets. If not, and nothing of that changes in it, it counts as such from now on.
 */
static bool stretch_known(struct sweep *sweep)
{
    struct search *search = sweep->search;
    struct search_scratch *scratch = search->scratch;
    int64_t begin = sweep->begin, change = TIME_NEVER;
    uint64_t key = 1;
    uint32_t i;

    for (i = 0; i < scratch->limit_count && search->decider->status == ROLEGATE_OK; i++) {
        struct span span = search_span(search, &scratch->limits[i]);
        int64_t next = begin < span.from ? span.from : begin < span.until ? span.until : TIME_NEVER;
        key = vector_add(key, begin < span.from ? 0u : begin < span.until ? 1u : 2u);
        change = next < change ? next : change;
        next = search->dated ? limit_next_date(search, &scratch->limits[i], begin) : TIME_NEVER;
        change = next < change ? next : change;
    }
    if (search->dated)
        key = vector_add(key, (unsigned)search_vector(search, COND_DATE, &(struct situation){.now = begin}));
    for (i = 0; i < scratch->zone_count && search->decider->status == ROLEGATE_OK; i++) {
        struct zone_known zone = search_zone(search, scratch->zones[i], begin);
        key = vector_add(key, (unsigned)zone.east);
        change = zone.until < change ? zone.until : change;
    }
    for (i = 0; i < scratch->stretch_count; i++)
        if (scratch->stretches_seen[i] == key)
            return true;
    if (change > begin + STRETCH && sweep->last >= begin + STRETCH && scratch->stretch_count < STRETCHES_SEEN)
        scratch->stretches_seen[scratch->stretch_count++] = key;
    return false;
}

/* Goes on to the next stretch; false: there is none in which anything is new. */
static bool stretch_next(struct sweep *sweep)
{
    struct search *search = sweep->search;
    int64_t end = span_end(search, sweep->begin), jump = TIME_NEVER;

    if (sweep->jumps < JUMPS_TRIED * search->scratch->zone_count)
        jump = zones_jump(search, sweep->begin);
    if (jump < end)
        sweep->jumps++;
    else
        sweep->jumps = 0;
    sweep->begin = jump < end ? jump : end;
    if (sweep->begin > sweep->last || search->decider->status != ROLEGATE_OK)
        return false;
    heap_skip(search, sweep->begin);
    return true;
}

/* ---- trying ---- */

/* A hash of how every span and time window at hand stands to an instant. */
static uint64_t time_vector(struct search *search, int64_t instant)
{
    struct situation situation = {.now = instant};
    uint64_t vector = search_vector(search, COND_TIME, &situation);
    uint32_t i;

    if (search->dated)
        vector = vector_add(vector, (unsigned)search_vector(search, COND_DATE, &situation));
    for (i = 0; i < search->scratch->limit_count && search->decider->status == ROLEGATE_OK; i++) {
        struct span span = search_span(search, &search->scratch->limits[i]);
        vector = vector_add(vector, (instant >= span.from ? 1u : 0) | (instant >= span.until ? 2u : 0));
    }
    return vector == 0 ? 1 : vector;
}

/* Whether a time like this one has been tried; if not, it counts as tried from now on. */
static bool time_is_tried(struct search *search, int64_t instant)
{
    uint64_t *seen = search->scratch->times_seen, vector = time_vector(search, instant);
    uint32_t i;

    for (i = 0; i < TIMES_SEEN / 2; i++) {
        uint64_t *slot = &seen[(vector + i) % TIMES_SEEN];
        if (*slot == vector)
            return true;
        if (*slot == 0) {
            *slot = vector;
            return false;
        }
    }
    return false;
}

static bool time_try(struct search *search, int64_t instant)
{
    if (search->places && time_is_tried(search, instant))
        return false;
    search_open(search, instant);
    if (search->places)
        return what_if_place_try(search);
    if (!search_allowed(search))
        return false;
    search_hit(search);
    return true;
}

/* ---- the sweeps ---- */

static bool sweep_run(struct search *search, int64_t first, int64_t last)
{
    struct sweep sweep = {.search = search, .begin = first, .last = last};
    struct search_scratch *scratch = search->scratch;
    bool known;

    search_open(search, first);
    heap_make(search, first);
    known = stretch_known(&sweep);
    while (scratch->heap_count > 0 && search->decider->status == ROLEGATE_OK) {
        int64_t at = next_of(scratch, 0);
        if (known || at > sweep.begin + STRETCH) {
            if (!stretch_next(&sweep))
                return false;
            known = stretch_known(&sweep);
            continue;
        }
        if (at > last)
            return false;
        if (time_try(search, at))
            return true;
        search_open(search, at);
        heap_skip(search, at + 1);
    }
    return false;
}

bool time_sweep_later(struct search *search)
{
    int64_t now = search->decider->asked.now;

    search->scratch->stretch_count = 0;
    if (search->places)
        memset(search->scratch->times_seen, 0, sizeof search->scratch->times_seen);
    if (now < TIME_FIRST || now > TIME_LAST)
        return false;
    /* With nothing else out of the way it is known that now is no such time. */
    if (search->decider->assume != ASSUME_ANY_TIME && time_try(search, now))
        return true;
    return sweep_run(search, now, TIME_LAST);
}

#define ZONE_YEAR (400 * (int64_t)SEARCH_DAY) /* in which every jump of a year lies */

/* Whether what has been before now is like what is to come: no span has ended or will soon, and no list of days. */
static bool past_is_alike(struct search *search)
{
    int64_t now = search->decider->asked.now, far = now + STRETCH + (search->scratch->zone_count > 0 ? ZONE_YEAR : 0);
    uint32_t i;

    if (far > TIME_LAST || search->dated)
        return false;
    for (i = 0; i < search->scratch->limit_count && search->decider->status == ROLEGATE_OK; i++) {
        struct span span = search_span(search, &search->scratch->limits[i]);
        if ((span.from != INT64_MIN && span.from <= far) || span.until <= far)
            return false;
    }
    return true;
}

/*
 * An instant before everything that could be new. Of zones that is no more than their last two years: what clocks did
 * long ago is no time at which somebody would be let in.
 */
static int64_t time_before_all(struct search *search)
{
    struct decider *decider = search->decider;
    int64_t earliest = decider->asked.now, first;
    uint32_t i;
    unsigned jumps;

    for (i = 0; i < search->scratch->limit_count && decider->status == ROLEGATE_OK; i++) {
        struct span span = search_span(search, &search->scratch->limits[i]);
        if (span.from >= TIME_FIRST && span.from < earliest)
            earliest = span.from;
        if (span.until >= TIME_FIRST && span.until < earliest)
            earliest = span.until;
        if (search->dated) {
            int64_t date = limit_next_date(search, &search->scratch->limits[i], TIME_FIRST);
            earliest = date < earliest ? date : earliest;
        }
    }
    first = earliest;
    for (i = 0; i < search->scratch->zone_count; i++) {
        int64_t at = earliest, jump = 0;
        bool there = true;
        for (jumps = 0; jumps < JUMPS_TRIED && there && steps_spend(decider, STEPS_ZONE); jumps++) {
            decider->status = zone_previous(decider->table, search->scratch->zones[i], at - 1, &there, &jump);
            there = there && jump > TIME_FIRST && jump > earliest - 2 * ZONE_YEAR;
            at = there ? jump : at;
        }
        first = at < first ? at : first;
    }
    return first < TIME_FIRST + STRETCH ? TIME_FIRST : first - STRETCH;
}

bool time_sweep_earlier(struct search *search)
{
    int64_t now = search->decider->asked.now, first;

    if (now <= TIME_FIRST || now > TIME_LAST || past_is_alike(search))
        return false;
    first = time_before_all(search);
    return time_try(search, first) || sweep_run(search, first, now - 1);
}

/*
 * clock.c - the classes of instants: from 1970 to 9999, with every change of the clocks in question.
 *
 * Time is cut where a span or a list of days begins or ends and where a zone changes its offset. Within such a stretch
 * the week repeats, so of a long one no more than a week is looked at, and of those that show the same one. Behind the
 * last span and the last change that is written out, yearly rules go on, whose dates repeat after 400 years.
 */
#include <stdlib.h>
#include <string.h>

#include "axis.h"
#include "base/calendar.h"
#include "compile/ir/zone_clock.h"
#include "support/arena.h"
#include "support/interner.h"

#define WEEK_SEEN (9 * (int64_t)DAY_SECONDS)  /* a stretch as long as this shows a whole week, whatever its start */
#define SEASON    (30 * (int64_t)DAY_SECONDS) /* whose seasons are longer, repeats each year as far as weeks go */
#define FEW_YEARS (3 * 366 * (int64_t)DAY_SECONDS)
#define ALL_YEARS (401 * 366 * (int64_t)DAY_SECONDS)
#define EDGE_DAYS 10
#define EAST_MOST 93600 /* no clock is farther from UTC than 26 hours */

struct clock {
    const struct axis_cuts *cuts;
    struct classes classes;
    const struct ir_zone **zones; /* those of the windows, each once, UTC left out */
    size_t zone_count;
    int64_t *turns; /* where spans and lists of days begin and end, ascending */
    size_t turn_count, turn_room;
    int64_t *edges; /* of one stretch */
    size_t edge_room;
    struct interner seen; /* weeks that have been looked at: */
    unsigned char *keys;
    size_t key_size, key_capacity;
};

static const struct ir_zone *window_zone(const struct atom_use *atom)
{
    return atom->op->zone == IR_NONE ? NULL : &atom->ir->zones[atom->op->zone];
}

static void zones_collect(struct clock *clock)
{
    size_t i, j;

    clock->zones = arena_array(clock->cuts->arena, clock->cuts->atom_count, sizeof(const struct ir_zone *));
    for (i = 0; i < clock->cuts->atom_count; i++) {
        const struct ir_zone *zone = window_zone(&clock->cuts->atoms[i]);
        for (j = 0; j < clock->zone_count && clock->zones[j] != zone;)
            j++;
        if (zone != NULL && j == clock->zone_count)
            clock->zones[clock->zone_count++] = zone;
    }
}

static int compare_instants(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Sorts instants and drops repeated ones; returns how many are left. */
static size_t instants_sort(int64_t *list, size_t count)
{
    size_t kept = 0, i;

    if (count > 1)
        qsort(list, count, sizeof *list, compare_instants);
    for (i = 0; i < count; i++)
        if (kept == 0 || list[kept - 1] != list[i])
            list[kept++] = list[i];
    return kept;
}

static void turn_add(struct clock *clock, int64_t instant)
{
    clock->turns =
        arena_grow(clock->cuts->arena, clock->turns, clock->turn_count, &clock->turn_room, sizeof *clock->turns);
    clock->turns[clock->turn_count++] = instant;
}

/* The instants at which a zone's clock may come to a day, or fall back behind its beginning: its midnight, and jumps.
 */
static void midnight_turns(struct clock *clock, const struct ir_zone *zone, int64_t day)
{
    int64_t at = day * DAY_SECONDS - EAST_MOST, end = day * DAY_SECONDS + EAST_MOST;

    for (;;) {
        int64_t midnight = day * DAY_SECONDS - zone_east(zone, at), change = zone_change(zone, at);
        if (midnight >= at && midnight < change)
            turn_add(clock, midnight);
        if (change > end)
            return;
        turn_add(clock, change);
        at = change;
    }
}

static void turns_collect(struct clock *clock)
{
    size_t i;
    uint32_t j;

    for (i = 0; i < clock->cuts->span_count; i++) {
        if (clock->cuts->spans[i].has_starting)
            turn_add(clock, clock->cuts->spans[i].starting);
        if (clock->cuts->spans[i].has_until)
            turn_add(clock, clock->cuts->spans[i].until);
    }
    for (i = 0; i < clock->cuts->atom_count; i++)
        for (j = 0; j < clock->cuts->atoms[i].op->date_count; j++) {
            const struct ir_days *days = &clock->cuts->atoms[i].op->dates[j];
            midnight_turns(clock, window_zone(&clock->cuts->atoms[i]), days->first);
            midnight_turns(clock, window_zone(&clock->cuts->atoms[i]), (int64_t)days->last + 1);
        }
    clock->turn_count = instants_sort(clock->turns, clock->turn_count);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The end of the stretch that begins at an instant: the first at which a span, a day or an offset may be another. */
static int64_t stretch_end(const struct clock *clock, int64_t at, int64_t end)
{
    size_t low = 0, high = clock->turn_count, i;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (clock->turns[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < clock->turn_count)
        end = least(end, clock->turns[low]);
    for (i = 0; i < clock->zone_count; i++)
        end = least(end, zone_change(clock->zones[i], at));
    return end;
}

static void meet_instant(struct clock *clock, int64_t instant)
{
    struct fact fact = {.instant = instant};

    classes_meet(&clock->classes, &fact);
}

static bool same_key(const void *context, uint32_t number)
{
    const struct clock *clock = context;

    return memcmp(clock->keys + number * clock->key_size, clock->keys + clock->seen.count * clock->key_size,
                  clock->key_size) == 0;
}

/* What tells one stretch from another of the same offsets and spans: nothing, if both are long; else where in the week
 * it begins, and how long it is. */
static void phase_write(int64_t at, int64_t end, int64_t phase[2])
{
    phase[0] = end - at >= WEEK_SEEN ? -1 : at % (7 * (int64_t)DAY_SECONDS);
    phase[1] = end - at >= WEEK_SEEN ? 0 : end - at;
}

/* Whether a stretch that shows the same, on the same lists of days, has been looked at. */
static bool week_is_known(struct clock *clock, int64_t at, int64_t end)
{
    unsigned char *key;
    int64_t phase[2];
    size_t i, offset = sizeof phase;
    bool fresh;

    if (clock->seen.count >= clock->key_capacity) {
        size_t capacity = clock->key_capacity * 2 + 16;
        unsigned char *keys = arena_array_room(clock->cuts->arena, capacity, clock->key_size);
        if (clock->seen.count > 0)
            memcpy(keys, clock->keys, clock->seen.count * clock->key_size);
        clock->keys = keys;
        clock->key_capacity = capacity;
    }
    key = clock->keys + clock->seen.count * clock->key_size;
    memset(key, 0, clock->key_size);
    phase_write(at, end, phase);
    memcpy(key, phase, sizeof phase);
    for (i = 0; i < clock->zone_count; i++, offset += sizeof(int32_t)) {
        int32_t east = zone_east(clock->zones[i], at);
        memcpy(key + offset, &east, sizeof east);
    }
    for (i = 0; i < clock->cuts->span_count; i++)
        key[offset + i / 4] |= (unsigned char)(span_bits(&clock->cuts->spans[i], at) << i % 4 * SPAN_BITS);
    offset += (SPAN_BITS * clock->cuts->span_count + 7) / 8;
    for (i = 0; i < clock->cuts->atom_count; i++)
        if (clock->cuts->atoms[i].op->kind == IR_DATE &&
            atom_meets(&clock->cuts->atoms[i], &(struct fact){.instant = at}) == YES)
            key[offset + i / 8] |= (unsigned char)(1u << i % 8);
    interner_number(&clock->seen, interner_hash(key, clock->key_size), same_key, clock, &fresh);
    return !fresh;
}

/* Looks at the window edges of a stretch, and at its beginning. */
static void edges_meet(struct clock *clock, int64_t at, int64_t end)
{
    size_t count = 0, i;

    end = least(end, at + WEEK_SEEN);
    for (i = 0; i < clock->cuts->atom_count; i++) {
        const struct ir_op *op = clock->cuts->atoms[i].op;
        int64_t east = zone_east(window_zone(&clock->cuts->atoms[i]), at), day = calendar_day_of(at + east) - 1, j;
        for (j = 0; j <= EDGE_DAYS; j++) {
            int64_t midnight = (day + j) * DAY_SECONDS - east;
            clock->edges[count++] = midnight;
            clock->edges[count++] = midnight + (int64_t)op->start * 60;
            clock->edges[count++] = midnight + (int64_t)op->end * 60;
        }
    }
    count = instants_sort(clock->edges, count);
    meet_instant(clock, at);
    for (i = 0; i < count; i++)
        if (clock->edges[i] > at && clock->edges[i] < end)
            meet_instant(clock, clock->edges[i]);
}

static void walk(struct clock *clock, int64_t at, int64_t end)
{
    while (at < end && !clock->classes.axis.failed) {
        int64_t next = stretch_end(clock, at, end);
        if (clock->cuts->atom_count == 0)
            meet_instant(clock, at);
        else if (!week_is_known(clock, at, next))
            edges_meet(clock, at, next);
        at = next;
    }
}

/* How far behind an instant, from which on only yearly rules change anything, something new may be met. */
static int64_t rules_reach(const struct clock *clock, int64_t last)
{
    size_t ruled = 0, i;
    int64_t reach = SEASON;

    for (i = 0; i < clock->zone_count; i++) {
        int64_t one = zone_change(clock->zones[i], last), two, three;
        if (one == INT64_MAX)
            continue;
        two = zone_change(clock->zones[i], one);
        three = zone_change(clock->zones[i], two);
        reach = two - one >= SEASON && three - two >= SEASON ? FEW_YEARS : ALL_YEARS;
        if (++ruled > 1 || reach == ALL_YEARS)
            return ALL_YEARS;
    }
    return reach;
}

/* The instant at which the walk may end. */
static int64_t horizon(const struct clock *clock, int64_t now)
{
    int64_t last = now;
    size_t i;

    if (clock->turn_count > 0 && clock->turns[clock->turn_count - 1] > last)
        last = clock->turns[clock->turn_count - 1];
    for (i = 0; i < clock->zone_count; i++)
        if (clock->zones[i]->time_count > 0 && clock->zones[i]->times[clock->zones[i]->time_count - 1] > last)
            last = clock->zones[i]->times[clock->zones[i]->time_count - 1];
    if (last >= TIME_END)
        return TIME_END;
    return least(TIME_END, last + rules_reach(clock, last));
}

/* What has been, from the latest span to the first, and of each the last days first. */
static void walk_past(struct clock *clock, int64_t now)
{
    size_t i = clock->turn_count;

    for (;;) {
        int64_t begin;
        while (i > 0 && clock->turns[i - 1] >= now)
            i--;
        begin = i == 0 || clock->turns[i - 1] < TIME_BEGIN ? TIME_BEGIN : clock->turns[i - 1];
        if (begin < now - WEEK_SEEN)
            walk(clock, now - WEEK_SEEN, now);
        walk(clock, begin, now);
        if (begin == TIME_BEGIN)
            return;
        now = begin;
    }
}

/* What comes from now on is preferred to what has been. */
struct axis axis_clock(const struct axis_cuts *cuts)
{
    struct clock clock = {.cuts = cuts};
    int64_t now = cuts->now < TIME_BEGIN ? TIME_BEGIN : cuts->now >= TIME_END ? TIME_END - 1 : cuts->now;

    classes_begin(&clock.classes, cuts, AXIS_CLOCK, AXIS_CLASSES_MAX);
    if (cuts->atom_count == 0 && cuts->span_count == 0) {
        meet_instant(&clock, now);
        return clock.classes.axis;
    }
    zones_collect(&clock);
    turns_collect(&clock);
    clock.seen = interner_new(cuts->arena);
    clock.key_size = 2 * sizeof(int64_t) + clock.zone_count * sizeof(int32_t) + (SPAN_BITS * cuts->span_count + 7) / 8 +
                     (cuts->atom_count + 7) / 8 + 1;
    clock.edges = arena_array(cuts->arena, cuts->atom_count * 3 * (EDGE_DAYS + 1), sizeof *clock.edges);
    walk(&clock, now, horizon(&clock, now));
    walk_past(&clock, now);
    return clock.classes.axis;
}

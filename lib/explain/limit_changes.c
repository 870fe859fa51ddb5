/*
 * limit_changes.c - when a limit changes: the edges of its span and of its time windows, and the jumps of their zones.
 *
 * All instants are between TIME_FIRST and TIME_LAST, whatever a table says, so that no sum of them leaves an int64.
 */
#include "what_if.h"
#include "decide/budget.h"
#include "decide/zone.h"

#define JUMPS_TRIED 2u /* how many jumps of its zones a limit is followed over that does not change otherwise */

/* The offset of a zone at an instant, and its next jump, into *known. */
static void zone_read(struct decider *decider, uint32_t zone, int64_t instant, struct zone_known *known)
{
    bool there = false;

    *known = (struct zone_known){.from = instant, .until = TIME_NEVER};
    if (zone == 0 || !steps_spend(decider, 2 * STEPS_ZONE))
        return;
    decider->status = zone_offset(decider->table, zone, instant, &known->east);
    if (decider->status == ROLEGATE_OK)
        decider->status = zone_next(decider->table, zone, instant, &there, &known->until);
    if (!there || known->until > TIME_LAST)
        known->until = TIME_NEVER;
}

struct zone_known search_zone(struct search *search, uint32_t zone, int64_t instant)
{
    struct search_scratch *scratch = search->scratch;
    struct zone_known known;
    uint32_t i;

    for (i = 0; i < scratch->zone_count && scratch->zones[i] != zone; i++)
        continue;
    if (i == scratch->zone_count) {
        zone_read(search->decider, zone, instant, &known);
        return known;
    }
    if (instant < scratch->zones_known[i].from || instant >= scratch->zones_known[i].until)
        zone_read(search->decider, zone, instant, &scratch->zones_known[i]);
    return scratch->zones_known[i];
}

/* The first instant after another at which a window opens or closes, or its zone jumps. */
static int64_t window_edge(struct search *search, const struct atom *atom, int64_t after)
{
    struct zone_known zone = search_zone(search, atom->zone, after);
    int64_t best = zone.until, midnight;
    struct wall wall = zone_wall(after, zone.east);
    int day;

    steps_spend(search->decider, 1);
    midnight = after - (int64_t)wall.minute * 60 - wall.second;
    for (day = -1; day <= 8; day++) {
        int64_t start = midnight + (int64_t)day * SEARCH_DAY + (int64_t)atom->start * 60;
        int64_t end = midnight + (int64_t)day * SEARCH_DAY + (int64_t)atom->end * 60;
        if ((atom->days >> ((unsigned)((int)wall.weekday + day + 7) % 7) & 1) == 0)
            continue;
        if (atom->end <= atom->start)
            end += SEARCH_DAY;
        if (start > after && start < best)
            best = start;
        if (end > after && end < best)
            best = end;
    }
    return best;
}

/* The first edge of a limit's windows, or with jumps_only the first jump of their zones. */
static int64_t windows_edge(struct search *search, const struct search_limit *limit, int64_t after, bool jumps_only)
{
    struct decider *decider = search->decider;
    int64_t best = TIME_NEVER;
    struct cursor program;
    struct atom atom;

    search_atoms(search, limit, &program);
    while (decider->status == ROLEGATE_OK && atoms_next(&program, &atom)) {
        int64_t edge;
        steps_spend(decider, 1);
        if (atom.kind != COND_TIME)
            continue;
        edge = jumps_only ? search_zone(search, atom.zone, after).until : window_edge(search, &atom, after);
        if (edge < best)
            best = edge;
    }
    return best;
}

static int64_t edge_of(struct search *search, const struct search_limit *limit, int64_t after, bool jumps_only)
{
    struct span span = search_span(search, limit);
    int64_t best = TIME_NEVER;

    if (after < span.from)
        best = span.from;
    else if (after < span.until)
        best = windows_edge(search, limit, after, jumps_only);
    if (after >= span.from && after < span.until && span.until < best)
        best = span.until;
    return best <= TIME_LAST ? best : TIME_NEVER;
}

int64_t limit_next_edge(struct search *search, const struct search_limit *limit, int64_t after)
{
    return edge_of(search, limit, after, false);
}

static struct bounds value_at(struct search *search, const struct search_limit *limit, int64_t instant)
{
    struct situation situation = search->situation;

    situation.now = instant;
    return search_limit_bounds(search, limit, &situation);
}

/* Whether a change of a limit's value can be for the better. */
static bool is_turn(const struct search_limit *limit, struct bounds before, struct bounds now)
{
    if ((limit->use & LIMIT_HINDERS) != 0 && (now.low != before.low || now.high != before.high))
        return true;
    return now.high > before.high;
}

int64_t limit_next_change(struct search *search, const struct search_limit *limit, int64_t after)
{
    struct bounds before = value_at(search, limit, after), now;
    int64_t at = after, stretch_end = after + STRETCH, jump = edge_of(search, limit, after, true);
    unsigned jumps = 0;

    while (search->decider->status == ROLEGATE_OK) {
        int64_t edge = edge_of(search, limit, at, false);
        if (edge > stretch_end) {
            /* A week in which it did not turn is like the next, up to a jump or an end of its span. */
            edge = jump;
            if (edge != TIME_NEVER)
                before = value_at(search, limit, edge - 1);
        }
        if (edge == TIME_NEVER || jumps > JUMPS_TRIED)
            return TIME_NEVER;
        if (edge >= jump) {
            jumps++;
            stretch_end = edge + STRETCH;
            jump = edge_of(search, limit, edge, true);
        }
        now = value_at(search, limit, edge);
        if (is_turn(limit, before, now))
            return edge;
        before = now;
        at = edge;
    }
    return TIME_NEVER;
}

/*
 * limit_changes.c - when a limit changes: the edges of its span, of its time windows and lists of days, and the jumps
 * of their zones.
 *
 * All instants are between TIME_FIRST and TIME_LAST, whatever a table says, so that no sum of them leaves an int64.
 */
#include "what_if.h"
#include "decide/budget.h"
#include "decide/zone.h"

/* How many jumps of its zones, in a row, a limit is followed over that does not change otherwise. */
#define JUMPS_TRIED 2u

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

#define EAST_MOST 93600   /* no clock is farther from UTC than 26 hours */
#define DAYS_MOST 2932896 /* 9999-12-31 */

/*
 * The first instant after another at which a zone's clock may come to a day, or fall back behind its beginning. A clock
 * that is put back over midnight comes to the day twice, one that is put forward over it, with its jump.
 */
static int64_t midnight_edge(struct search *search, uint32_t zone, int64_t day, int64_t after)
{
    int64_t at = day * SEARCH_DAY - EAST_MOST, end = day * SEARCH_DAY + EAST_MOST;

    if (at < after)
        at = after;
    while (at <= end && search->decider->status == ROLEGATE_OK) {
        struct zone_known known = search_zone(search, zone, at);
        int64_t midnight = day * SEARCH_DAY - known.east;
        if (midnight > after && midnight >= at && midnight < known.until)
            return midnight;
        if (known.until > end)
            break;
        if (known.until > after)
            return known.until;
        at = known.until;
    }
    return TIME_NEVER;
}

/* The first edge of a list of days. */
static int64_t date_edge(struct search *search, const struct atom *atom, int64_t after)
{
    struct cursor list = atom->list;
    struct date_range range = {0, 0};
    int64_t best = TIME_NEVER, edge;
    uint32_t i;

    for (i = 0; i < atom->range_count && cursor_ok(&list) && search->decider->status == ROLEGATE_OK; i++) {
        if (i % STEPS_NUMBERS == 0)
            steps_spend(search->decider, 1);
        date_range_next(&list, i > 0, &range);
        if (range.last > DAYS_MOST || (best != TIME_NEVER && range.first * SEARCH_DAY - EAST_MOST > best))
            break;
        if ((range.last + 1) * SEARCH_DAY + EAST_MOST <= after)
            continue;
        edge = midnight_edge(search, atom->zone, range.first, after);
        best = edge < best ? edge : best;
        edge = midnight_edge(search, atom->zone, range.last + 1, after);
        best = edge < best ? edge : best;
    }
    return best;
}

/* Which edges: all, the jumps of windows' zones alone, or those of lists of days alone. */
enum edge_kind { EDGE_ANY, EDGE_JUMP, EDGE_DATE };

static int64_t atom_edge(struct search *search, const struct atom *atom, int64_t after, enum edge_kind kind)
{
    if (atom->kind == COND_DATE)
        return kind == EDGE_JUMP ? TIME_NEVER : date_edge(search, atom, after);
    if (atom->kind != COND_TIME || kind == EDGE_DATE)
        return TIME_NEVER;
    return kind == EDGE_JUMP ? search_zone(search, atom->zone, after).until : window_edge(search, atom, after);
}

/* The first edge of a limit's windows and lists. */
static int64_t atoms_edge(struct search *search, const struct search_limit *limit, int64_t after, enum edge_kind kind)
{
    struct decider *decider = search->decider;
    int64_t best = TIME_NEVER;
    struct cursor program;
    struct atom atom;

    search_atoms(search, limit, &program);
    while (decider->status == ROLEGATE_OK && atoms_next(&program, &atom)) {
        int64_t edge;
        steps_spend(decider, 1);
        edge = atom_edge(search, &atom, after, kind);
        if (edge < best)
            best = edge;
    }
    return best;
}

static int64_t edge_of(struct search *search, const struct search_limit *limit, int64_t after, enum edge_kind kind)
{
    struct span span = search_span(search, limit);
    int64_t best = TIME_NEVER;

    if (after < span.from)
        best = span.from;
    else if (after < span.until)
        best = atoms_edge(search, limit, after, kind);
    if (after >= span.from && after < span.until && span.until < best)
        best = span.until;
    return best <= TIME_LAST ? best : TIME_NEVER;
}

int64_t limit_next_edge(struct search *search, const struct search_limit *limit, int64_t after)
{
    return edge_of(search, limit, after, EDGE_ANY);
}

int64_t limit_next_date(struct search *search, const struct search_limit *limit, int64_t after)
{
    int64_t edge = search->dated ? atoms_edge(search, limit, after, EDGE_DATE) : TIME_NEVER;

    return edge <= TIME_LAST ? edge : TIME_NEVER;
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
    int64_t at = after, stretch_end = after + STRETCH, jump = edge_of(search, limit, after, EDGE_JUMP),
            date = search->dated ? edge_of(search, limit, after, EDGE_DATE) : TIME_NEVER;
    unsigned jumps = 0;

    while (search->decider->status == ROLEGATE_OK) {
        int64_t edge = edge_of(search, limit, at, EDGE_ANY);
        if (edge > stretch_end || jumps > JUMPS_TRIED) {
            /* A week in which it did not turn is like the next, up to a jump, a listed day, or an end of its span. */
            edge = date < jump || jumps > JUMPS_TRIED ? date : jump;
            if (edge != TIME_NEVER)
                before = value_at(search, limit, edge - 1);
        }
        if (edge == TIME_NEVER)
            return TIME_NEVER;
        if (edge >= date || edge >= jump) {
            jumps = edge >= date ? 0 : jumps + 1;
            stretch_end = edge + STRETCH;
            jump = edge_of(search, limit, edge, EDGE_JUMP);
            date = search->dated ? edge_of(search, limit, edge, EDGE_DATE) : TIME_NEVER;
        }
        now = value_at(search, limit, edge);
        if (is_turn(limit, before, now))
            return edge;
        before = now;
        at = edge;
    }
    return TIME_NEVER;
}

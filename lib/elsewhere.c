/*
 * elsewhere.c - would it be allowed at another time, or from another place?
 *
 * Searches through situations that differ in what the statements at hand look at: the ends of their spans, the edges
 * of their time windows and the jumps of their zones; addresses at the edges of their networks; terminals and hosts
 * made out of their globs. Before each of the four is tried, it is asked whether any value of it could help, so that
 * a hopeless search ends at once. Nothing is allocated; how much is tried is bounded by TRIES_MAX.
 */
#include "elsewhere.h"

#include <string.h>

#include "zone.h"

#define TRIES_MAX 50000u
#define DAY       86400
/* Nothing is tried outside the years that can be written down, less a day for any zone: 0001 to 9999. */
#define TIME_FIRST       (-62135510400)
#define TIME_LAST        253402214400
#define TRANSITIONS_NEAR 3u /* how many jumps of a zone before and after an instant are looked at */

/* ---- what the statements at hand look at ---- */

static void limit_add(struct search *search, uint32_t limit)
{
    uint32_t *limits = search->decider->subject->room->limits;
    size_t low = 0, high = search->limit_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (limits[middle] < limit)
            low = middle + 1;
        else
            high = middle;
    }
    if (limit == 0 || search->limit_count == LIMITS_TRIED || (low < search->limit_count && limits[low] == limit))
        return;
    memmove(limits + low + 1, limits + low, (search->limit_count - low) * sizeof *limits);
    limits[low] = limit;
    search->limit_count++;
}

static bool rule_collect(struct decider *decider, struct rule_sight *sight, void *context)
{
    (void)decider;
    limit_add(context, sight->statement.limit);
    return true;
}

static void assigns_collect(struct search *search, const struct active *active)
{
    struct decider *decider = search->decider;
    struct cursor list;
    uint32_t count = active->assign_count, ref = 0;

    cursor_open(&list, decider->table, SECTION_NODES, active->assigns);
    while (count-- > 0 && cursor_ok(&list)) {
        struct statement statement;
        if (statement_read(decider, cursor_step(&list, &ref), &statement))
            limit_add(search, statement.limit);
    }
}

/* The limits of every statement that could bear on the request at some time and place. */
static void limits_collect(struct search *search)
{
    struct decider *decider = search->decider;
    const struct rolegate_subject *subject = decider->subject;
    struct cursor program;
    uint32_t count;
    size_t i;

    for (i = 0; i < subject->active_count; i++)
        assigns_collect(search, &subject->actives[i]);
    if (search->request->is_permission) {
        rules_visit(decider, search->request->permission, rule_collect, search);
        return;
    }
    cursor_open(&program, decider->table, SECTION_REQUESTS, search->request->request);
    count = cursor_uv(&program);
    while (count-- > 0 && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION)
            rules_visit(decider, op - REQUEST_PERMISSION, rule_collect, search);
    }
}

static bool walk_open(struct atom_walk *walk)
{
    struct search *search = walk->search;
    struct rolegate_table *table = search->decider->table;
    uint32_t condition;

    if (walk->next > search->limit_count)
        return false;
    if (walk->next == 0) {
        condition = search->request->when;
    } else {
        struct cursor limit;
        cursor_open(&limit, table, SECTION_LIMITS, search->decider->subject->room->limits[walk->next - 1] - 1);
        condition = cursor_uv(&limit) >> KIND_BITS;
    }
    walk->next++;
    atoms_begin(&walk->program, table, condition);
    return true;
}

void walk_begin(struct atom_walk *walk, struct search *search)
{
    walk->search = search;
    walk->next = 0;
    walk_open(walk);
}

bool walk_next(struct atom_walk *walk, uint8_t kind, struct atom *atom)
{
    do {
        while (atoms_next(&walk->program, atom))
            if (atom->kind == kind)
                return true;
    } while (walk_open(walk));
    return false;
}

/* ---- one situation ---- */

bool search_allowed(struct search *search)
{
    struct decider *decider = search->decider;
    const struct situation *situation = &search->situation;
    unsigned without = decider->without;
    bool allowed;

    if (search->tries >= TRIES_MAX || decider->status != ROLEGATE_OK)
        return false;
    search->tries++;
    decider->situation = *situation;
    if (situation->any_time || situation->any_window || situation->any_origin || situation->any_tty ||
        situation->any_host)
        decider->without |= WITHOUT_DOUBT;
    allowed = request_allowed(decider, search->request);
    decider->without = without;
    return allowed;
}

static bool found_first(struct search *search)
{
    (void)search;
    return true;
}

static bool found_next(struct search *search)
{
    if (search->witness.now < search->best)
        search->best = search->witness.now;
    return false;
}

bool search_hit(struct search *search)
{
    search->witness = search->situation;
    search->any = true;
    return search->found(search);
}

/* ---- what has been seen ---- */

static uint64_t vector_add(uint64_t vector, unsigned value)
{
    return (vector ^ (value + 1)) * 0x9e3779b97f4a7c15u + (vector >> 29);
}

uint64_t search_vector(struct search *search, uint8_t kind, const struct situation *situation)
{
    uint64_t vector = 1;
    struct atom_walk walk;
    struct atom atom;

    walk_begin(&walk, search);
    while (walk_next(&walk, kind, &atom))
        vector = vector_add(vector, (unsigned)atom_holds(&atom, situation));
    return vector;
}

/* The same for an instant: how every span and time window at hand stands to it. */
static uint64_t time_vector(struct search *search, int64_t instant)
{
    struct situation situation = {.now = instant};
    uint64_t vector = search_vector(search, COND_TIME, &situation);
    size_t i;

    for (i = 0; i < search->limit_count; i++) {
        struct cursor limit;
        uint32_t flags;
        unsigned value = 0;
        cursor_open(&limit, search->decider->table, SECTION_LIMITS, search->decider->subject->room->limits[i] - 1);
        flags = cursor_uv(&limit);
        if ((flags & LIMIT_STARTING) != 0 && instant >= cursor_sv(&limit))
            value |= 1;
        if ((flags & LIMIT_UNTIL) != 0 && instant >= cursor_sv(&limit))
            value |= 2;
        vector = vector_add(vector, value);
    }
    return vector == 0 ? 1 : vector;
}

/* Whether a time like this one has been tried; if not, it counts as tried from now on. */
static bool time_seen(struct search *search, int64_t instant)
{
    uint64_t *seen = search->decider->subject->room->times_seen, vector = time_vector(search, instant);
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

/* ---- times ---- */

static bool time_wanted(const struct search *search, int64_t instant)
{
    if (instant < TIME_FIRST || instant > TIME_LAST)
        return false;
    return search->found != found_next || (instant > search->after && instant < search->best);
}

static bool try_time(struct search *search, int64_t instant)
{
    if (!time_wanted(search, instant))
        return false;
    if (search->found == found_first && time_seen(search, instant))
        return false;
    search->situation.now = instant;
    return places_try(search);
}

/* The edges of a time window during the eight days from an instant on, by the wall clock that holds there. */
static bool try_edges(struct search *search, const struct atom *atom, int64_t from)
{
    int32_t east = 0;
    int64_t midnight;
    struct wall wall;
    unsigned day;

    if (atom->zone != 0)
        search->decider->status = zone_offset(search->decider->table, atom->zone, from, &east);
    wall = zone_wall(from, east);
    midnight = from - (int64_t)wall.minute * 60 - wall.second;
    for (day = 0; day <= 8; day++) {
        int64_t start = midnight + (int64_t)day * DAY + (int64_t)atom->start * 60;
        int64_t end = midnight + (int64_t)day * DAY + (int64_t)atom->end * 60;
        if ((start >= from && try_time(search, start)) || (end >= from && try_time(search, end)))
            return true;
    }
    return false;
}

/* Whether anything that is open about time windows could help at an instant's spans. */
static bool windows_could_help(struct search *search, int64_t instant)
{
    struct situation *situation = &search->situation;

    *situation = search->decider->asked;
    situation->now = instant;
    situation->any_window = true;
    situation->any_origin = situation->any_tty = situation->any_host = search->places;
    return search_allowed(search);
}

/* A stretch in which nothing but time windows changes begins here: its begin, and the windows' edges after it. */
static bool try_stretch(struct search *search, int64_t begin)
{
    struct atom_walk walk;
    struct atom atom;

    if (!windows_could_help(search, begin))
        return false;
    if (try_time(search, begin))
        return true;
    walk_begin(&walk, search);
    while (walk_next(&walk, COND_TIME, &atom))
        if (try_edges(search, &atom, begin))
            return true;
    return false;
}

/* The jumps of a zone near an instant, each the begin of a stretch. */
static bool try_jumps(struct search *search, uint32_t zone, int64_t instant)
{
    struct rolegate_table *table = search->decider->table;
    int64_t at = instant;
    bool there = true;
    unsigned i;

    for (i = 0; i < TRANSITIONS_NEAR && there && search->decider->status == ROLEGATE_OK; i++) {
        search->decider->status = zone_next(table, zone, at, &there, &at);
        if (there && try_stretch(search, at))
            return true;
    }
    at = instant;
    there = true;
    for (i = 0; i < TRANSITIONS_NEAR && there && search->decider->status == ROLEGATE_OK; i++) {
        search->decider->status = zone_previous(table, zone, at - 1, &there, &at);
        if (there && try_stretch(search, at))
            return true;
    }
    return false;
}

/* The stretches around an instant: the week before it, itself, and those that the zones at hand cut. */
static bool try_around(struct search *search, int64_t instant)
{
    struct atom_walk walk;
    struct atom atom;
    uint32_t done = 0;

    if (instant < TIME_FIRST || instant > TIME_LAST)
        return false;
    if (try_stretch(search, instant) || try_stretch(search, instant - 8 * DAY))
        return true;
    walk_begin(&walk, search);
    while (walk_next(&walk, COND_TIME, &atom)) {
        if (atom.zone != 0 && atom.zone != done && try_jumps(search, atom.zone, instant))
            return true;
        done = atom.zone;
    }
    return false;
}

static bool try_times(struct search *search)
{
    struct decider *decider = search->decider;
    size_t i;

    if (try_around(search, decider->asked.now))
        return true;
    for (i = 0; i < search->limit_count && decider->status == ROLEGATE_OK; i++) {
        struct cursor limit;
        uint32_t flags;
        cursor_open(&limit, decider->table, SECTION_LIMITS, decider->subject->room->limits[i] - 1);
        flags = cursor_uv(&limit);
        if ((flags & LIMIT_STARTING) != 0 && try_around(search, cursor_sv(&limit)))
            return true;
        if ((flags & LIMIT_UNTIL) != 0 && try_around(search, cursor_sv(&limit)))
            return true;
    }
    return false;
}

/* ---- the searches ---- */

static void search_run(struct search *search, struct decider *decider, const struct request *request)
{
    unsigned without = decider->without;
    bool times = (without & WITHOUT_TIME) != 0;

    search->decider = decider;
    search->request = request;
    search->places = (without & WITHOUT_PLACE) != 0;
    search->situation = decider->asked;
    search->situation.any_time = times;
    search->situation.any_origin = search->situation.any_tty = search->situation.any_host = search->places;
    /* With everything open that may be: if this is not enough, nothing is; and it finds every role at hand. */
    if (search_allowed(search)) {
        decider->without |= WITHOUT_DOUBT | WITHOUT_CONFLICTS;
        roles_find(decider);
        limits_collect(search);
        decider->without = without;
        if (search->places)
            places_find(search);
        memset(decider->subject->room->times_seen, 0, sizeof decider->subject->room->times_seen);
        search->situation = decider->asked;
        if (times)
            try_times(search);
        else
            places_try(search);
    }
    decider->situation = decider->asked;
    if (decider->status != ROLEGATE_OK)
        search->any = false;
}

bool elsewhere_allowed(struct decider *decider, const struct request *request, struct situation *witness)
{
    struct search search = {.found = found_first};

    search_run(&search, decider, request);
    if (search.any)
        *witness = search.witness;
    return search.any;
}

bool elsewhere_next(struct decider *decider, const struct request *request, int64_t *next)
{
    struct search search = {.found = found_next, .after = decider->asked.now, .best = INT64_MAX};

    decider->without |= WITHOUT_TIME;
    search_run(&search, decider, request);
    decider->without &= ~(unsigned)WITHOUT_TIME;
    if (search.any)
        *next = search.best;
    return search.any;
}

/*
 * what_if.c - would it be allowed at another time, or from another place?
 *
 * First all that may be another is left open: if that cannot be enough, nothing is. Then the limits that bear on the
 * request are collected, once for an answer, and tried alone, each in a situation made for it
 * (explain/limit_situations.c); for most policies that is the answer. Only then situations are gone through in turn:
 * times (explain/time_sweep.c) and places (what_if_place.c). Nothing is allocated.
 */
#include "what_if.h"

#include <string.h>

#include "decide/budget.h"

/* ---- collecting the limits that bear on the request ---- */

static void limit_add(struct search *search, uint32_t ref, uint8_t use)
{
    struct search_scratch *scratch = search->scratch;
    uint32_t *recent = &scratch->recent[ref % LIMITS_RECENT];

    if (ref == 0)
        return;
    if (*recent < scratch->limit_count && scratch->limits[*recent].ref == ref &&
        ((scratch->limits[*recent].use ^ use) & LIMIT_SERVICE) == 0) {
        scratch->limits[*recent].use |= use;
        return;
    }
    if (scratch->limit_count == LIMITS_TRIED) {
        search->narrow = true;
        return;
    }
    *recent = scratch->limit_count;
    scratch->limits[scratch->limit_count++] = (struct search_limit){.ref = ref, .use = use};
}

static bool rule_collect(struct decider *decider, struct rule_sight *sight, void *context)
{
    limit_add(context, sight->statement.limit,
              sight->statement.kind == STATEMENT_KIND_ALLOW ? LIMIT_GRANTS : LIMIT_HINDERS);
    if (sight->is_role)
        role_mark_wanted(decider, sight->owner);
    return true;
}

/* Whether one of several roles of an assignment bears on the request. */
static bool roles_bear(struct decider *decider, uint32_t ref)
{
    struct statement statement;
    uint32_t count;

    if (!statement_read(decider, ref, &statement))
        return false;
    count = cursor_uv(&statement.rest);
    while (count-- > 0 && cursor_ok(&statement.rest) && steps_spend(decider, 1)) {
        uint32_t role = cursor_uv(&statement.rest);
        if (role < decider->subject->roles.count && role_is_marked(decider, role))
            return true;
    }
    return false;
}

/* The limits of assignments of roles that bear on the request. */
static void assigns_collect(struct search *search)
{
    struct decider *decider = search->decider;
    const struct assigned *assigned;
    uint32_t at = 0;

    while (decider->status == ROLEGATE_OK && (assigned = assigned_next(decider, &at)) != NULL)
        if (assigned->limit != 0 && steps_spend(decider, 1) &&
            (assigned->role != ROLE_SEVERAL || roles_bear(decider, assigned->ref)))
            limit_add(search, assigned->limit, LIMIT_GRANTS | LIMIT_HINDERS);
}

/* The same of every assignment: one that is far off may be in the way by an exclusive set. */
static void all_assigns_collect(struct search *search)
{
    const struct role_work *work = &search->decider->subject->roles;
    uint32_t i;

    for (i = 0; i < work->assigned_count; i++)
        if (work->assigned[i].limit != 0 && steps_spend(search->decider, 1))
            limit_add(search, work->assigned[i].limit, LIMIT_GRANTS | LIMIT_HINDERS);
}

static void rules_collect(struct search *search)
{
    struct decider *decider = search->decider;
    struct cursor program;
    uint32_t count;

    if (search->request->is_permission) {
        rules_visit(decider, search->request->permission, RULES_ALL, rule_collect, search);
        return;
    }
    cursor_open(&program, decider->table, SECTION_REQUESTS, search->request->request);
    count = cursor_uv(&program);
    while (count-- > 0 && cursor_ok(&program) && decider->status == ROLEGATE_OK) {
        uint32_t op = cursor_uv(&program);
        if (op >= REQUEST_PERMISSION)
            rules_visit(decider, op - REQUEST_PERMISSION, RULES_ALL, rule_collect, search);
    }
}

static void zone_enter(struct search *search, uint32_t zone)
{
    struct search_scratch *scratch = search->scratch;
    uint32_t i;

    for (i = 0; i < scratch->zone_count && scratch->zones[i] != zone; i++)
        continue;
    if (i < scratch->zone_count || zone == 0)
        return;
    if (scratch->zone_count == ZONES_TRIED) {
        search->narrow = true;
        return;
    }
    scratch->zones_known[scratch->zone_count] = (struct zone_known){.from = TIME_NEVER}; /* nothing yet */
    scratch->zones[scratch->zone_count++] = zone;
}

/* Finds out which zones the conditions at hand know, and whether they look at days, or at places, at all. */
static void atoms_survey(struct search *search)
{
    struct atom_walk walk;
    struct atom atom;

    walk_begin(&walk, search);
    while (walk_next(&walk, 0, &atom))
        if (atom.kind == COND_TIME || atom.kind == COND_DATE) {
            zone_enter(search, atom.zone);
            search->dated = search->dated || atom.kind == COND_DATE;
        } else {
            search->placed = true;
        }
}

/* The limits of every statement that could bear on the request at some time and place. */
static void limits_collect(struct search *search)
{
    struct decider *decider = search->decider;
    unsigned assume = decider->assume;

    if (search->collected)
        return;
    search->collected = true;
    if (!search->request->is_permission)
        limit_add(search, search->request->when, LIMIT_SERVICE | LIMIT_GRANTS);
    decider->situation = decider->asked;
    decider->situation.any_time = decider->situation.any_origin = true;
    decider->situation.any_tty = decider->situation.any_host = true;
    decider->assume = ASSUME_NO_DOUBT | ASSUME_NO_CONFLICTS;
    roles_find(decider, search->request);
    rules_collect(search);
    roles_mark_below(decider);
    if ((decider->table->flags & FLAG_EXCLUSIVE) != 0)
        all_assigns_collect(search);
    else
        assigns_collect(search);
    roles_unmark(decider);
    decider->assume = assume;
    atoms_survey(search);
}

/* Tries the situations in which another setting allowed it. */
static bool witnesses_try(struct search *search)
{
    const struct situation *asked = &search->decider->asked;
    uint32_t i;

    for (i = 0; i < search->scratch->witness_count; i++) {
        search->situation = search->places ? search->scratch->witnesses[i].situation : *asked;
        search->situation.now = search->times ? search->scratch->witnesses[i].situation.now : asked->now;
        if (search_allowed(search)) {
            search_hit(search);
            return true;
        }
    }
    return false;
}

/* ---- the searches ---- */

/* The first later time at which it is allowed; found out once where nothing else is out of the way. */
static bool later_find(struct search *search)
{
    bool plain = search->decider->assume == ASSUME_ANY_TIME, found;

    if (plain && search->later_known)
        return search->later;
    found = time_sweep_later(search);
    if (plain && (found || !search_cut(search))) {
        search->later_known = true;
        search->later = found;
        search->later_at = search->scratch->witnesses[0].situation.now;
    }
    return found;
}

static bool search_run(struct search *search)
{
    if (witnesses_try(search) || limit_situations_find(search))
        return true;
    if (search->times)
        return later_find(search) || time_sweep_earlier(search);
    search_open(search, search->decider->asked.now);
    return what_if_place_try(search);
}

bool what_if_allowed(struct search *search, struct situation *witness)
{
    struct decider *decider = search->decider;
    bool found = false;

    search->times = (decider->assume & ASSUME_ANY_TIME) != 0;
    search->places = (decider->assume & ASSUME_ANY_PLACE) != 0;
    search_open(search, decider->asked.now);
    search->situation.any_time = search->times;
    /* With everything open that may be: if this is not enough, nothing is. */
    if (search_allowed(search)) {
        limits_collect(search);
        search->places = search->places && search->placed; /* else every place is as good as another */
        found = decider->status == ROLEGATE_OK && search_run(search);
        search->unsure = search->unsure || (!found && search_cut(search));
    } else if (decider->status == ROLEGATE_TOO_COSTLY) {
        search->unsure = true;
    }
    if (found)
        *witness = search->scratch->witnesses[0].situation;
    decider->situation = decider->asked;
    return found;
}

bool what_if_next(struct search *search, int64_t *next)
{
    struct decider *decider = search->decider;
    bool found;

    search->times = true;
    search->places = false;
    decider->assume = ASSUME_ANY_TIME;
    found = later_find(search);
    decider->assume = 0;
    search->unsure = search->unsure || (!found && search_cut(search));
    if (found)
        *next = search->later_at;
    decider->situation = decider->asked;
    return found;
}

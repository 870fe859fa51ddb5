/*
 * roles.c - which roles a subject holds, which of them conflict, and which grant.
 *
 * A role's number is greater than its parents', so one pass from the highest number down sees every child before its
 * parents, and one pass up the reverse: no recursion, and every role is looked at once.
 */
#include "decide.h"
#include "budget.h"
#include "role_cache.h"
#include "table/record.h"

/*
 * A role's state: hold(r) at the least and assigned(r) at the most, as kleene, which differ from what they are only
 * where facts are open; and marks.
 */
#define HOLD_SHIFT     0u
#define ASSIGNED_SHIFT 2u
#define STATE_TOUCHED  16u
#define STATE_CONFLICT 32u
#define STATE_VOID     64u
#define STATE_GRANTS   128u
#define STATE_MARKED   256u
#define STATE_QUEUED   512u

static enum kleene state_get(uint16_t state, unsigned shift)
{
    return (enum kleene)(state >> shift & 3u);
}

/* state's value at shift OR value. */
static uint16_t state_or(uint16_t state, unsigned shift, enum kleene value)
{
    if (state_get(state, shift) >= value)
        return state;
    return (uint16_t)((state & ~(3u << shift)) | (unsigned)value << shift);
}

static void heap_push(struct role_work *work, uint32_t role)
{
    uint32_t at = work->heap_count++;

    while (at > 0 && work->heap[(at - 1) / 2] < role) {
        work->heap[at] = work->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    work->heap[at] = role;
}

static uint32_t heap_pop(struct role_work *work)
{
    uint32_t top = work->heap[0], last = work->heap[--work->heap_count], at = 0;

    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child + 1 < work->heap_count && work->heap[child + 1] > work->heap[child])
            child++;
        if (child >= work->heap_count || work->heap[child] <= last)
            break;
        work->heap[at] = work->heap[child];
        at = child;
    }
    work->heap[at] = last;
    return top;
}

/* Sees a role for the first time; a role that the table does not have, or a parent not below its child, is an error. */
static bool role_touch(struct decider *decider, uint32_t role, uint32_t below)
{
    struct role_work *work = &decider->subject->roles;

    if (role >= below) {
        decider->status = ROLEGATE_MALFORMED;
        return false;
    }
    if ((work->state[role] & STATE_TOUCHED) == 0) {
        work->state[role] |= STATE_TOUCHED;
        heap_push(work, role);
    }
    return true;
}

/* The roles of an assignment, at whose number the cursor stands; returns the last of them. */
static uint32_t assigned_read(struct decider *decider, struct cursor *roles, struct bounds value)
{
    struct role_work *work = &decider->subject->roles;
    uint32_t count = cursor_uv(roles), role = ROLE_SEVERAL;

    while (count-- > 0 && cursor_ok(roles) && steps_spend(decider, 1)) {
        role = cursor_uv(roles);
        if (!cursor_ok(roles) || !role_touch(decider, role, work->count))
            break;
        work->state[role] = state_or(work->state[role], ASSIGNED_SHIFT, value.high);
        work->state[role] = state_or(work->state[role], HOLD_SHIFT, value.low);
    }
    if (!cursor_ok(roles))
        decider->status = roles->status;
    return role;
}

/* The assignments of one who is active. */
static void assigns_read(struct decider *decider, uint32_t at)
{
    const struct active *active = &decider->subject->actives[at];
    struct role_work *work = &decider->subject->roles;
    struct cursor list;
    uint32_t count = active->assign_count, ref = 0;

    cursor_open(&list, decider->table, SECTION_NODES, active->assigns);
    while (count-- > 0 && cursor_ok(&list) && decider->status == ROLEGATE_OK) {
        struct statement statement;
        struct assigned *assigned = &work->assigned[work->assigned_count];
        struct bounds value;
        struct cursor several;
        if (!statement_read(decider, cursor_step(&list, &ref), &statement))
            break;
        value = bounds_and(bounds_of(active->member), limit_bounds(decider, statement.limit));
        if (value.high == NO)
            continue;
        several = statement.rest;
        *assigned = (struct assigned){.ref = ref, .limit = statement.limit, .active = at};
        assigned->role = assigned_read(decider, &statement.rest, value);
        if (cursor_uv(&several) != 1)
            assigned->role = ROLE_SEVERAL;
        work->assigned_count++;
    }
    if (!cursor_ok(&list))
        decider->status = list.status;
}

/*
 * Passes a role's hold, and with grants its right to grant, on to its parents; the record stands at their number.
 * Returns the only parent, ROLE_NONE or ROLE_SEVERAL.
 */
static uint32_t parents_gain(struct decider *decider, struct cursor *record, uint32_t role, bool grants)
{
    struct role_work *work = &decider->subject->roles;
    uint32_t count = cursor_uv(record), only = count == 0 ? ROLE_NONE : ROLE_SEVERAL;
    bool single = count == 1;

    while (count-- > 0 && cursor_ok(record) && steps_spend(decider, 1)) {
        uint32_t parent = cursor_uv(record);
        if (!cursor_ok(record) || !role_touch(decider, parent, role))
            break;
        work->state[parent] = state_or(work->state[parent], HOLD_SHIFT, state_get(work->state[role], HOLD_SHIFT));
        if (grants)
            work->state[parent] |= STATE_GRANTS;
        only = single ? parent : only;
    }
    return only;
}

/* From the assigned roles up: hold(r) of every role, and, as if there were no conflicts, which grant. */
static void holds_spread(struct decider *decider)
{
    struct role_work *work = &decider->subject->roles;

    while (work->heap_count > 0) {
        uint32_t role = heap_pop(work);
        struct cursor record;
        uint32_t sets;
        bool grants;
        if (counts_for(decider, bounds_of(state_get(work->state[role], ASSIGNED_SHIFT))))
            work->state[role] |= STATE_GRANTS;
        grants = (work->state[role] & STATE_GRANTS) != 0;
        role_record_open(&record, decider->table, role);
        work->held[work->held_count].parent = parents_gain(decider, &record, role, grants);
        sets = cursor_uv(&record);
        if (steps_spend_list(decider, &record, sets, STEPS_NUMBERS))
            cursor_skip(&record, sets);
        work->held[work->held_count].role = role;
        work->held[work->held_count].before = work->extending;
        work->held[work->held_count++].rules = cursor_offset(&record, SECTION_ROLE_DATA);
        if (work->held[work->held_count - 1].parent != ROLE_NONE)
            work->extending = work->held_count;
        if (!cursor_ok(&record))
            decider->status = record.status;
        if (decider->status != ROLEGATE_OK)
            break;
    }
}

static enum kleene hold_least(const struct decider *decider, uint32_t role)
{
    return state_get(decider->subject->roles.state[role], HOLD_SHIFT);
}

/* Marks the roles of one exclusive set if two of them are held. *any: one was found. */
static void set_check(struct decider *decider, uint32_t ref, bool *any)
{
    struct role_work *work = &decider->subject->roles;
    struct cursor set, again;
    uint32_t count, i, held = 0;

    cursor_open(&set, decider->table, SECTION_EXCLUSIVES, ref);
    cursor_skip(&set, 2); /* file, line */
    count = cursor_uv(&set);
    again = set;
    steps_spend_list(decider, &set, count, 1);
    for (i = 0; i < count && cursor_ok(&set) && decider->status == ROLEGATE_OK; i++) {
        uint32_t role = cursor_uv(&set);
        if (role < work->count && counts_against(decider, bounds_of(hold_least(decider, role))))
            held++;
    }
    for (i = 0; i < count && held >= 2 && cursor_ok(&again); i++) {
        uint32_t role = cursor_uv(&again);
        if (role < work->count && counts_against(decider, bounds_of(hold_least(decider, role))))
            work->state[role] |= STATE_CONFLICT;
    }
    *any = *any || held >= 2;
    if (!cursor_ok(&set))
        decider->status = set.status;
}

/* Marks every role that is in conflict; whether there is one. */
static bool conflicts_mark(struct decider *decider)
{
    struct role_work *work = &decider->subject->roles;
    bool any = false;
    uint32_t i;

    for (i = 0; i < work->held_count && decider->status == ROLEGATE_OK; i++) {
        struct cursor record;
        uint32_t sets;
        role_record_open(&record, decider->table, work->held[i].role);
        sets = cursor_uv(&record); /* parents */
        if (!steps_spend_list(decider, &record, sets, STEPS_NUMBERS))
            break;
        cursor_skip(&record, sets);
        sets = cursor_uv(&record);
        while (sets-- > 0 && cursor_ok(&record) && decider->status == ROLEGATE_OK)
            set_check(decider, cursor_uv(&record), &any);
        if (!cursor_ok(&record))
            decider->status = record.status;
    }
    if (any)
        decider->met |= ASSUME_NO_CONFLICTS;
    return any;
}

/* Whether one of the role's parents has the mark. */
static bool parent_has(struct decider *decider, uint32_t role, uint16_t mark)
{
    struct role_work *work = &decider->subject->roles;
    struct cursor record;
    uint32_t count;
    bool has = false;

    role_record_open(&record, decider->table, role);
    count = cursor_uv(&record);
    while (count-- > 0 && cursor_ok(&record) && !has && steps_spend(decider, 1)) {
        uint32_t parent = cursor_uv(&record);
        has = parent < role && (work->state[parent] & mark) != 0;
    }
    if (!cursor_ok(&record))
        decider->status = record.status;
    return has;
}

/* Which roles are void, and so which grant after all. */
static void grants_again(struct decider *decider)
{
    struct role_work *work = &decider->subject->roles;
    uint32_t i;

    for (i = work->held_count; i-- > 0 && decider->status == ROLEGATE_OK;) {
        uint32_t role = work->held[i].role;
        work->state[role] &= (uint16_t)~STATE_GRANTS;
        if ((work->state[role] & STATE_CONFLICT) != 0 || parent_has(decider, role, STATE_VOID))
            work->state[role] |= STATE_VOID;
    }
    for (i = 0; i < work->held_count && decider->status == ROLEGATE_OK; i++) {
        uint32_t role = work->held[i].role;
        struct cursor record;
        if ((work->state[role] & STATE_VOID) == 0 &&
            counts_for(decider, bounds_of(state_get(work->state[role], ASSIGNED_SHIFT))))
            work->state[role] |= STATE_GRANTS;
        if ((work->state[role] & STATE_GRANTS) == 0)
            continue;
        role_record_open(&record, decider->table, role);
        parents_gain(decider, &record, role, true);
        if (!cursor_ok(&record))
            decider->status = record.status;
    }
}

static void roles_clear(struct role_work *work)
{
    while (work->heap_count > 0)
        work->state[work->heap[--work->heap_count]] = 0;
    while (work->held_count > 0)
        work->state[work->held[--work->held_count].role] = 0;
    work->assigned_count = work->extending = 0;
    work->marked = false;
}

static void roles_search(struct decider *decider)
{
    struct rolegate_subject *subject = decider->subject;
    uint32_t i;

    roles_clear(&subject->roles);
    for (i = 0; i < subject->active_count && decider->status == ROLEGATE_OK; i++)
        assigns_read(decider, i);
    if (decider->status == ROLEGATE_OK)
        holds_spread(decider);
    if (decider->status == ROLEGATE_OK && (decider->table->flags & FLAG_EXCLUSIVE) != 0 &&
        (decider->assume & ASSUME_NO_CONFLICTS) == 0 && conflicts_mark(decider))
        grants_again(decider);
}

void roles_find(struct decider *decider)
{
    struct role_notes before;

    if (roles_are_kept(decider))
        return;
    before = roles_search_begin(decider);
    roles_search(decider);
    roles_search_end(decider, &before);
}

struct bounds role_hold(const struct decider *decider, uint32_t role)
{
    const struct situation *situation = &decider->situation;
    bool open = situation->any_time || situation->any_window || situation->any_origin || situation->any_tty ||
                situation->any_host;
    enum kleene least = hold_least(decider, role);

    return (struct bounds){least, open ? YES : least};
}

bool role_grants(const struct decider *decider, uint32_t role)
{
    return (decider->subject->roles.state[role] & STATE_GRANTS) != 0;
}

bool role_conflicts(const struct decider *decider, uint32_t role)
{
    return (decider->subject->roles.state[role] & STATE_CONFLICT) != 0;
}

const struct held *role_held(const struct decider *decider, uint32_t role)
{
    const struct role_work *work = &decider->subject->roles;
    uint32_t low = 0, high = work->held_count;

    if (role >= work->count || (work->state[role] & STATE_TOUCHED) == 0)
        return NULL;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (work->held[middle].role > role)
            low = middle + 1;
        else
            high = middle;
    }
    return &work->held[low];
}

void role_queue(struct decider *decider, uint32_t role)
{
    struct role_work *work = &decider->subject->roles;

    if ((work->state[role] & STATE_QUEUED) != 0)
        return;
    work->state[role] |= STATE_QUEUED;
    heap_push(work, role);
}

bool role_next(struct decider *decider, uint32_t *role)
{
    struct role_work *work = &decider->subject->roles;

    if (work->heap_count == 0)
        return false;
    *role = heap_pop(work);
    work->state[*role] &= (uint16_t)~STATE_QUEUED;
    return true;
}

void role_queue_clear(struct decider *decider)
{
    struct role_work *work = &decider->subject->roles;

    while (work->heap_count > 0)
        work->state[work->heap[--work->heap_count]] &= (uint16_t)~STATE_QUEUED;
}

void role_mark_wanted(struct decider *decider, uint32_t role)
{
    decider->subject->roles.state[role] |= STATE_MARKED;
    decider->subject->roles.marked = true;
}

/* Whether one that is held has a parent with the mark: two steps, or one and one for each parent that is looked at. */
static bool held_below(struct decider *decider, const struct held *held)
{
    if (held->parent == ROLE_SEVERAL)
        return steps_spend(decider, 1) && parent_has(decider, held->role, STATE_MARKED);
    return steps_spend(decider, 2) && (decider->subject->roles.state[held->parent] & STATE_MARKED) != 0;
}

void roles_mark_below(struct decider *decider)
{
    struct role_work *work = &decider->subject->roles;
    uint32_t end = work->marked ? work->extending : 0;

    /* held runs from children to parents, so backwards every parent has its mark before its children are looked at. */
    while (end > 0 && decider->status == ROLEGATE_OK) {
        const struct held *held = &work->held[end - 1];
        if ((work->state[held->role] & STATE_MARKED) == 0 && held_below(decider, held))
            work->state[held->role] |= STATE_MARKED;
        end = held->before;
    }
}

bool role_is_marked(const struct decider *decider, uint32_t role)
{
    return (decider->subject->roles.state[role] & STATE_MARKED) != 0;
}

void roles_unmark(struct decider *decider)
{
    struct role_work *work = &decider->subject->roles;
    uint32_t i;

    for (i = 0; work->marked && i < work->held_count; i++)
        work->state[work->held[i].role] &= (uint16_t)~STATE_MARKED;
    work->marked = false;
}

const struct assigned *assigned_next(const struct decider *decider, uint32_t *at)
{
    const struct role_work *work = &decider->subject->roles;
    const struct assigned *next = work->assigned + *at, *end = work->assigned + work->assigned_count;

    while (next < end && next->role != ROLE_SEVERAL && (work->state[next->role] & STATE_MARKED) == 0)
        next++;
    *at = (uint32_t)(next - work->assigned) + 1;
    return next < end ? next : NULL;
}

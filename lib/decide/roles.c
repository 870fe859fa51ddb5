/*
 * roles.c - which roles a subject holds, which of them conflict, and which grant.
 *
 * A role's number is greater than its parents', so one pass from the highest number down sees every child before its
 * parents, and one pass up the reverse: no recursion, and every role is looked at once.
 */
#include "role_state.h"

#include "budget.h"
#include "table/record.h"

/* state's value at shift OR value. */
static uint16_t state_or(uint16_t state, unsigned shift, enum kleene value)
{
    if (state_get(state, shift) >= value)
        return state;
    return (uint16_t)((state & ~(3u << shift)) | (unsigned)value << shift);
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

/* The assignments of one who is active, as far as their limits are met; or all of them. Whether one has limits. */
static bool assigns_read(struct decider *decider, uint32_t at, bool all)
{
    const struct active *active = &decider->subject->actives[at];
    struct role_work *work = &decider->subject->roles;
    struct cursor list;
    uint32_t count = active->assign_count, ref = 0;
    bool limited = false;

    cursor_open(&list, decider->table, SECTION_NODES, active->assigns);
    while (count-- > 0 && cursor_ok(&list) && decider->status == ROLEGATE_OK) {
        struct statement statement;
        struct assigned *assigned = &work->assigned[work->assigned_count];
        struct bounds value;
        struct cursor several;
        if (!statement_read(decider, cursor_step(&list, &ref), &statement))
            break;
        limited = limited || statement.limit != 0;
        value = bounds_of(active->member);
        if (!all)
            value = bounds_and(value, limit_bounds(decider, statement.limit));
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
    return limited;
}

/* An assignment that was read before. */
static void assigned_again(struct decider *decider, const struct assigned *assigned)
{
    struct role_work *work = &decider->subject->roles;
    enum kleene member = decider->subject->actives[assigned->active].member;
    struct bounds value = bounds_and(bounds_of(member), limit_bounds(decider, assigned->limit));
    struct statement statement;

    if (value.high == NO || !statement_read(decider, assigned->ref, &statement))
        return;
    assigned_read(decider, &statement.rest, value);
    work->assigned[work->assigned_count++] = *assigned;
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

bool roles_outline(struct decider *decider)
{
    struct rolegate_subject *subject = decider->subject;
    bool limited = false;
    uint32_t i;

    roles_clear(&subject->roles);
    for (i = 0; i < subject->active_count && decider->status == ROLEGATE_OK; i++)
        limited = assigns_read(decider, i, true) || limited;
    if (limited && decider->status == ROLEGATE_OK)
        holds_spread(decider);
    return limited;
}

void roles_search(struct decider *decider, const struct role_choice *choice)
{
    struct rolegate_subject *subject = decider->subject;
    uint32_t i;

    roles_clear(&subject->roles);
    for (i = 0; choice != NULL && i < choice->count && decider->status == ROLEGATE_OK; i++)
        assigned_again(decider, &choice->assigned[i]);
    for (i = 0; choice == NULL && i < subject->active_count && decider->status == ROLEGATE_OK; i++)
        assigns_read(decider, i, false);
    if (decider->status == ROLEGATE_OK)
        holds_spread(decider);
    if (decider->status == ROLEGATE_OK && (decider->table->flags & FLAG_EXCLUSIVE) != 0 &&
        (decider->assume & ASSUME_NO_CONFLICTS) == 0 && conflicts_mark(decider))
        grants_again(decider);
}

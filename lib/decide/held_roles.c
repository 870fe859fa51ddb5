/*
 * held_roles.c - the roles that roles.c has found: which are held, grant or conflict, a queue of them, and marks.
 */
#include "role_state.h"

#include "table/record.h"

void heap_push(struct role_work *work, uint32_t role)
{
    uint32_t at = work->heap_count++;

    while (at > 0 && work->heap[(at - 1) / 2] < role) {
        work->heap[at] = work->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    work->heap[at] = role;
}

uint32_t heap_pop(struct role_work *work)
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

enum kleene hold_least(const struct decider *decider, uint32_t role)
{
    return state_get(decider->subject->roles.state[role], HOLD_SHIFT);
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

bool parent_has(struct decider *decider, uint32_t role, uint16_t mark)
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

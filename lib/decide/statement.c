/*
 * statement.c - a statement's fields, and whether its limits are met.
 */
#include "decide.h"

#include "budget.h"

bool counts_for(struct decider *decider, struct bounds value)
{
    if (value.high == MAYBE)
        decider->met |= ASSUME_NO_DOUBT;
    return value.high == YES || (value.high == MAYBE && (decider->assume & ASSUME_NO_DOUBT) != 0);
}

bool counts_against(struct decider *decider, struct bounds value)
{
    if (value.low == MAYBE)
        decider->met |= ASSUME_NO_DOUBT;
    return value.low == YES || (value.low == MAYBE && (decider->assume & ASSUME_NO_DOUBT) == 0);
}

bool statement_read(struct decider *decider, uint32_t ref, struct statement *statement)
{
    struct cursor *rest = &statement->rest;
    uint32_t head;

    if (!steps_spend(decider, 1))
        return false;
    cursor_open(rest, decider->table, SECTION_STATEMENTS, ref);
    head = cursor_uv(rest);
    statement->kind = head & KIND_MASK;
    statement->file = head >> KIND_BITS;
    statement->line = cursor_uv(rest);
    statement->limit = cursor_uv(rest);
    statement->because = cursor_uv(rest);
    if (!cursor_ok(rest))
        decider->status = rest->status;
    return cursor_ok(rest);
}

/* Whether the time is at or past an instant; notes how long that holds. */
static bool time_reached(struct decider *decider, int64_t instant)
{
    bool reached = decider->situation.now >= instant;

    if (reached && instant > decider->from)
        decider->from = instant;
    if (!reached && instant < decider->until)
        decider->until = instant;
    return reached;
}

struct bounds condition_met(struct decider *decider, uint32_t ref)
{
    decider->conditional = decider->conditional || ref != 0;
    return condition_bounds(decider->table, ref, &decider->situation, &decider->steps, &decider->status);
}

/* Step 2. */
struct bounds limit_bounds(struct decider *decider, uint32_t ref)
{
    struct cursor record;
    uint32_t head, flags;
    struct bounds span = {YES, YES};

    if (ref == 0)
        return span;
    if (!steps_spend(decider, 1))
        return bounds_of(MAYBE);
    cursor_open(&record, decider->table, SECTION_LIMITS, ref - 1);
    head = cursor_uv(&record);
    flags = head & KIND_MASK;
    if ((flags & LIMIT_STARTING) != 0 && !time_reached(decider, cursor_sv(&record)))
        span = bounds_of(NO);
    if ((flags & LIMIT_UNTIL) != 0 && time_reached(decider, cursor_sv(&record)))
        span = bounds_of(NO);
    if (flags != 0 && decider->situation.any_time)
        span = (struct bounds){NO, YES};
    if (!cursor_ok(&record)) {
        decider->status = record.status;
        return bounds_of(MAYBE);
    }
    if (span.high == NO)
        return span;
    if (decider->standing && head >> KIND_BITS != 0)
        return bounds_of(MAYBE);
    return bounds_and(span, condition_met(decider, head >> KIND_BITS));
}

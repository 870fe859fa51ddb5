/*
 * budget.c - spends the steps of a decision; see budget.h.
 */
#include "budget.h"

#include "decide.h"

bool steps_spend(struct decider *decider, uint64_t steps)
{
    uint32_t pieces = decider->table->piece_count;

    /* What a lazy table has read since is part of it. */
    if (pieces != decider->pieces) {
        steps += (uint64_t)(pieces - decider->pieces) * STEPS_PIECE;
        decider->pieces = pieces;
    }
    if (steps <= decider->steps) {
        decider->steps -= (uint32_t)steps;
        return true;
    }
    decider->steps = 0;
    if (decider->status == ROLEGATE_OK)
        decider->status = ROLEGATE_TOO_COSTLY;
    return false;
}

bool steps_spend_list(struct decider *decider, const struct cursor *list, uint32_t count, uint32_t each)
{
    uint32_t left = cursor_left(list);

    return steps_spend(decider, 1 + (uint64_t)(count < left ? count : left) / each);
}

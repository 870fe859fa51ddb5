/*
 * role_cache.c - the roles that were found last, for as long as they would be found again; see role_cache.h.
 *
 * Kept are roles by assignments without a condition, for the span of time in which every one of these says the same.
 * An answer is asked for its verdict, and then for its reason under several settings: each would find the same roles.
 * They are charged for each time all the same, so that what a decision may cost does not hang on what was asked before.
 */
#include "role_cache.h"

#include "budget.h"

/* Whether an obstacle would make the search come out otherwise than the kept one, which had `assume`. */
static bool differs(const struct roles_kept *kept, unsigned assume, unsigned obstacle)
{
    return ((kept->assume ^ assume) & obstacle) != 0 && ((kept->met | kept->assume) & obstacle) != 0;
}

static bool spans_differ(const struct roles_kept *kept, const struct situation *situation)
{
    if (kept->from == INT64_MIN && kept->until == INT64_MAX)
        return false;
    return situation->any_time || situation->now < kept->from || situation->now >= kept->until;
}

static void note(struct decider *decider, unsigned met, int64_t from, int64_t until)
{
    decider->met |= met;
    if (from > decider->from)
        decider->from = from;
    if (until < decider->until)
        decider->until = until;
}

bool roles_are_kept(struct decider *decider, bool chosen)
{
    const struct roles_kept *kept = &decider->subject->roles.kept;

    if (!kept->valid || kept->chosen != chosen || differs(kept, decider->assume, ASSUME_NO_DOUBT) ||
        differs(kept, decider->assume, ASSUME_NO_CONFLICTS) || spans_differ(kept, &decider->situation))
        return false;
    note(decider, kept->met, kept->from, kept->until);
    return steps_spend(decider, kept->steps);
}

struct role_notes roles_search_begin(struct decider *decider)
{
    const struct role_notes before = {.met = decider->met,
                                      .conditional = decider->conditional,
                                      .from = decider->from,
                                      .until = decider->until,
                                      .steps = decider->steps,
                                      .pieces = decider->pieces};

    decider->subject->roles.searches++;
    decider->met = 0;
    decider->conditional = false;
    decider->from = INT64_MIN;
    decider->until = INT64_MAX;
    return before;
}

void roles_search_end(struct decider *decider, const struct role_notes *before, bool chosen)
{
    uint32_t read = (decider->pieces - before->pieces) * STEPS_PIECE; /* a table is read once */

    /* Where only what stands without a condition counts, conditions were not looked at. */
    decider->subject->roles.kept =
        (struct roles_kept){.valid = decider->status == ROLEGATE_OK && !decider->conditional && !decider->standing &&
                                     !decider->situation.any_time,
                            .chosen = chosen,
                            .assume = decider->assume,
                            .met = decider->met,
                            .from = decider->from,
                            .until = decider->until,
                            .steps = before->steps - decider->steps - read};
    decider->conditional = decider->conditional || before->conditional;
    note(decider, before->met, before->from, before->until);
}

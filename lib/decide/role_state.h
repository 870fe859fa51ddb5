/*
 * role_state.h - what is noted of each role while a subject's are found (roles.c), and asked of it after
 * (held_roles.c).
 */
#ifndef ROLEGATE_ROLE_STATE_H
#define ROLEGATE_ROLE_STATE_H

#include "decide.h"

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

static inline enum kleene state_get(uint16_t state, unsigned shift)
{
    return (enum kleene)(state >> shift & 3u);
}

/* ---- roles.c ---- */

/*
 * Finds the roles by all assignments, whatever their limits say, and without a look at exclusive sets. False, and no
 * more than the assignments are found: none of them has limits.
 */
bool roles_outline(struct decider *decider);
/* Finds the roles by the assignments that are chosen; NULL: by all. */
void roles_search(struct decider *decider, const struct role_choice *choice);

/* ---- held_roles.c ---- */

/* The heap of roles still to be looked at, of which the highest number comes out first. */
void heap_push(struct role_work *work, uint32_t role);
uint32_t heap_pop(struct role_work *work);
/* hold(r) at the least. */
enum kleene hold_least(const struct decider *decider, uint32_t role);
/* Whether one of the role's parents has the mark. */
bool parent_has(struct decider *decider, uint32_t role, uint16_t mark);

#endif

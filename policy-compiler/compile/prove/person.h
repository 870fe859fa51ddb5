/*
 * person.h - one user with his groups, and in which situations he may what.
 *
 * Says exactly what "What a policy decides" of rolegate-policy(5) says, for all points of a space at once. Internal to
 * prove/ and analysis/.
 */
#ifndef PERSON_H
#define PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "blame.h"
#include "model.h"
#include "space.h"

struct person {
    const uint32_t *nodes; /* that are true for him, each once: `everyone`, his groups, himself where he is named */
    uint32_t count;
    bool off_roster;     /* each other group is unknown */
    const bool *unknown; /* NULL; or by node: whether it is true for him is not known, and it is none of nodes */
    const bool *up; /* NULL; or of the role that he is assigned besides, by nobody in particular and for ever, up() */
    uint32_t role;  /* and that role */
};

/* Whether a person's nodes vouch for him in every roster. */
bool person_is_vouched(const struct model *model, const struct person *person);
bool person_is(const struct person *person, uint32_t node);

/*
 * A question about a person is gone through twice: first its guards are noted, which gives its space, and then its
 * regions are made. A region lasts until the next question is begun.
 */
struct view {
    struct model *model;
    struct arena *arena;
    const struct space *space; /* NULL: guards are being noted */
    size_t words;
    uint32_t *guards;
    size_t guard_count, guard_capacity;
    uint64_t **pool; /* regions that are used again */
    size_t *pool_words;
    size_t pool_count, pool_capacity, pool_used, size_capacity;
    uint64_t steps;      /* of work that has been done */
    bool keeps_spaces;   /* the caller holds one */
    struct blame *blame; /* NULL; or which statements count */
};

/* What is asked: builds a region of its parts. The same calls must come both times. */
typedef uint64_t *view_question(struct view *view, const void *context);

void view_begin(struct view *view, struct model *model, struct arena *arena);
/*
 * The region that a question comes to, and view->space; NULL where the space has too many points. grows: wherever a
 * guard is true, the region is larger, and wherever one is not false, no larger: then it may be found to be empty, in
 * no space, by its guards at their best.
 */
const uint64_t *view_region(struct view *view, view_question *question, const void *context, bool grows);

/* Parts of questions. Each is a region of its own that may be written to. */
uint64_t *region_empty(struct view *view);
uint64_t *region_full(struct view *view);
void region_and(const struct view *view, uint64_t *to, const uint64_t *from);
void region_or(const struct view *view, uint64_t *to, const uint64_t *from);
void region_less(const struct view *view, uint64_t *to, const uint64_t *from);
bool region_is_empty(const struct view *view, const uint64_t *region);
const uint64_t *view_surely(struct view *view, uint32_t guard);
const uint64_t *view_perhaps(struct view *view, uint32_t guard);
/* Where origin and host are known. */
const uint64_t *view_known(const struct view *view);

/* Where the person is denied a permission, and where he is allowed it. */
uint64_t *person_denied(struct view *view, const struct person *person, uint32_t permission);
uint64_t *person_allowed(struct view *view, const struct person *person, uint32_t permission);
/* Where the person holds the role and none that it does not extend; up marks those. */
uint64_t *person_holds_only(struct view *view, const struct person *person, uint32_t role, const bool *up);

/* What is asked for: a requirement in postfix, as the IR has it, and a guard. */
struct demand {
    const uint32_t *ops;
    uint32_t op_count;
    uint32_t guard;
};

/* One permission, alone. */
struct demand demand_of_permission(struct arena *arena, uint32_t permission);
struct demand demand_of_service(const struct model *model, uint32_t service);
/* Where the person is allowed all that is asked for. */
uint64_t *person_meets(struct view *view, const struct person *person, const struct demand *demand);

#endif

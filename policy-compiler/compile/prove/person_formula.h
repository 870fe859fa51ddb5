/*
 * person_formula.h - what a policy decides for a person, as a circuit over who he is and what he meets.
 *
 * Says what person.c says, of everybody at once. Internal to prove/ and analysis/.
 */
#ifndef PERSON_FORMULA_H
#define PERSON_FORMULA_H

#include "person.h"
#include "situation_formula.h"

/* Nodes and guards of one policy that count for a demand; guards may be those of several. */
struct cone {
    struct arena *arena;
    struct model *model;
    bool *nodes;      /* by node */
    const bool *only; /* NULL; or by node: whether he may be it at all */
    uint32_t *guards;
    size_t count, capacity;
};

/* Begins with a policy; the guards of those before it stay. */
void cone_begin(struct cone *cone, struct model *model);
/* holds: every assignment of a role counts, and not only those that touch exclusive sets. */
void cone_add(struct cone *cone, const struct demand *demand, bool holds);

struct person_formula {
    struct circuit *circuit;
    struct situation_formula *situation;
    struct model *model;
    int32_t *nodes; /* by node: whether he is it; 0: it does not matter */
    int32_t vouched;
    int32_t *voids; /* by role: whether it is void, being assigned; 0: not made yet */
};

struct kleene_literals statement_formula(struct person_formula *formula, uint32_t statement);
/* Whether his nodes vouch for him in every roster. */
int32_t vouched_formula(struct person_formula *formula);
/* Whether he may hold a role by an assignment: step 3. */
int32_t held_formula(struct person_formula *formula, const struct holding *holding);
/* Whether he is allowed all that is asked for: step 7. */
int32_t met_formula(struct person_formula *formula, const struct demand *demand);

#endif

/*
 * situation_formula.h - a situation as inputs of a circuit, and guards as formulas over it.
 *
 * On each axis one class is the situation's. Where an axis has too many classes, terminals and host names are told by
 * what each atom says of them: then inputs may be true together that no text fits. Internal to prove/.
 */
#ifndef SITUATION_FORMULA_H
#define SITUATION_FORMULA_H

#include "axis.h"
#include "circuit.h"

/* Where something is true, and where it is not false. */
struct kleene_literals {
    int32_t surely, perhaps;
};

struct axis_inputs {
    struct axis axis;
    bool free;               /* the axis has failed, and: */
    int32_t unknown;         /* there is no terminal, the host's name cannot be read */
    struct literals classes; /* else, of each class */
};

struct situation_formula {
    struct circuit *circuit;
    struct universe *universe;
    struct arena *arena;
    struct axis_inputs axes[AXES];
    struct atom_use *atoms; /* those that have been met, each with: */
    int32_t *says;          /* of one on a free axis: the input that says that a text matches */
    struct kleene_literals *values;
    size_t atom_count, atom_capacity, says_capacity, value_capacity;
    uint32_t *moments;              /* NULL; or the clock's classes in the order of time, */
    int32_t *since;                 /* and by place in it whether it is that moment or a later one */
    struct kleene_literals *guards; /* by guard; 0: not made yet */
    bool failed;                    /* there are more instants or origins than can be looked at */
};

/* The situations that guards can tell apart. */
struct situation_formula situation_formula_new(struct circuit *circuit, struct universe *universe, struct arena *arena,
                                               const uint32_t *guards, size_t count);
/* Of one of those guards. */
struct kleene_literals situation_formula_guard(struct situation_formula *formula, uint32_t guard);
/* Where origin and host are known. */
int32_t situation_formula_known(struct situation_formula *formula);

/* What the inputs say: the class of an axis that is not free. */
uint32_t situation_class(const struct situation_formula *formula, const bool *values, enum axis_kind kind);
void situation_class_set(const struct situation_formula *formula, bool *values, enum axis_kind kind, uint32_t class);
/* Of one that is: a text of which the atoms say what the inputs do, or close to it; the inputs say what they do, then.
 */
void situation_text_find(const struct situation_formula *formula, bool *values, enum axis_kind kind, struct fact *fact);

#endif

/*
 * axis.h - what a condition can meet: instants, origins, terminals, host names, each cut into classes.
 *
 * Two facts are of one class where every atom in question says the same of both, and every span begins and ends on the
 * same sides of them. A class is known by
 * one fact that lies in it, and the classes stand in the order in which a witness prefers them. Internal to prove/.
 */
#ifndef AXIS_H
#define AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decide/condition.h"
#include "universe.h"

enum axis_kind { AXIS_CLOCK, AXIS_ORIGIN, AXIS_TTY, AXIS_HOST, AXES };

#define AXIS_TEXT_MAX    255u   /* bytes of a terminal or a host name */
#define AXIS_CLASSES_MAX 65536u /* of instants and origins */
#define TEXT_CLASSES_MAX 4096u  /* of terminals and host names */

struct fact {
    int64_t instant;      /* AXIS_CLOCK */
    struct origin origin; /* AXIS_ORIGIN */
    const char *text;     /* AXIS_TTY, AXIS_HOST: 0-terminated; NULL: no terminal, a name that cannot be read */
};

struct axis {
    enum axis_kind kind;
    struct fact *facts; /* one for each class; at least one */
    uint32_t count;
    bool failed; /* there are more than can be looked at */
};

/* An atom with the policy that it is of. */
struct atom_use {
    const struct ir *ir;
    const struct ir_op *op;
};

/* What an axis is cut by. */
struct axis_cuts {
    struct arena *arena;
    const struct atom_use *atoms; /* all of the axis's kind */
    size_t atom_count;
    const struct guard *spans; /* AXIS_CLOCK: those with a start or an end */
    size_t span_count;
    int64_t now;
};

/* clock.c, origins.c, globs.c */
struct axis axis_clock(const struct axis_cuts *cuts);
struct axis axis_origin(const struct axis_cuts *cuts);
struct axis axis_text(const struct axis_cuts *cuts, enum axis_kind kind);

/* What an atom of the axis's kind is for a fact. axis.c */
enum kleene atom_meets(const struct atom_use *atom, const struct fact *fact);
/* Whether an instant lies in a span; and two bits: whether it is not before, and not behind it. */
bool span_holds(const struct guard *guard, int64_t instant);
unsigned span_bits(const struct guard *guard, int64_t instant);
#define SPAN_BITS      2u
#define SPAN_BEGUN     1u
#define SPAN_NOT_ENDED 2u
/* The axis of an atom; AXES for what is no atom. */
enum axis_kind axis_of(enum ir_op_kind kind);

/* Classes while they are collected: by what the atoms say. classes.c */
struct classes {
    const struct axis_cuts *cuts;
    struct axis axis;
    uint32_t most;
    size_t capacity;
    size_t bytes; /* of a class's values */
    unsigned char *values;
    size_t value_capacity;
    struct interner *known;
};

void classes_begin(struct classes *classes, const struct axis_cuts *cuts, enum axis_kind kind, uint32_t most);
/* Adds the fact's class if it is a new one. */
void classes_meet(struct classes *classes, const struct fact *fact);

#endif

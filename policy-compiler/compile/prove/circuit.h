/*
 * circuit.h - a formula that grows from its inputs: for a solver, and to be evaluated where its inputs are known.
 *
 * A literal is a variable's number or, negated, its opposite. Internal to prove/.
 */
#ifndef CIRCUIT_H
#define CIRCUIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/interner.h"

#define LITERAL_TRUE  1
#define LITERAL_FALSE (-1)

struct literals {
    int32_t *list;
    size_t count, capacity;
};

/* A variable: an input, or true where one of its literals is. */
struct gate {
    size_t at;
    uint32_t count; /* 0: an input */
};

struct circuit {
    struct arena *arena;
    struct gate *gates; /* by variable; the first is not used, the second is always true */
    size_t gate_count, gate_capacity;
    struct literals gate_literals;
    struct interner known;   /* gates, by their literals */
    struct literals clauses; /* what inputs keep to: clauses, each ended with 0 */
    bool full;               /* it has grown too large */
};

#define CIRCUIT_MOST ((size_t)1 << 25) /* literals of gates and clauses */

struct circuit circuit_new(struct arena *arena);
int32_t circuit_input(struct circuit *circuit);
/* Adds a literal to a list that is to be joined. */
void literals_add(struct circuit *circuit, struct literals *literals, int32_t literal);
/* What is true where one of the literals is, or where all are. */
int32_t circuit_or(struct circuit *circuit, const struct literals *literals);
int32_t circuit_and(struct circuit *circuit, const struct literals *literals);
int32_t circuit_or2(struct circuit *circuit, int32_t one, int32_t two);
int32_t circuit_and2(struct circuit *circuit, int32_t one, int32_t two);
/* Has the inputs keep to it that one of the literals is true, or that at most one is. */
void circuit_clause(struct circuit *circuit, const struct literals *literals);
void circuit_at_most_one(struct circuit *circuit, const struct literals *literals);
/* Sets the values, by variable, of what is no input. */
void circuit_evaluate(const struct circuit *circuit, bool *values);

static inline bool literal_value(const bool *values, int32_t literal)
{
    return literal > 0 ? values[literal] : !values[-literal];
}

#endif

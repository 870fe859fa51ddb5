/*
 * circuit.c - builds formulas of or and not; constants are gone as soon as they are met.
 */
#include "circuit.h"

#include <string.h>

#include "support/arena.h"

static int32_t variable_new(struct circuit *circuit, struct gate gate)
{
    if (circuit->gate_count >= INT32_MAX / 2) {
        circuit->full = true;
        return LITERAL_FALSE;
    }
    circuit->gates = arena_grow(circuit->arena, circuit->gates, circuit->gate_count, &circuit->gate_capacity,
                                sizeof *circuit->gates);
    circuit->gates[circuit->gate_count] = gate;
    return (int32_t)circuit->gate_count++;
}

struct circuit circuit_new(struct arena *arena)
{
    struct circuit circuit = {.arena = arena};

    variable_new(&circuit, (struct gate){0, 0});
    variable_new(&circuit, (struct gate){0, 0});
    return circuit;
}

int32_t circuit_input(struct circuit *circuit)
{
    return variable_new(circuit, (struct gate){0, 0});
}

void literals_add(struct circuit *circuit, struct literals *literals, int32_t literal)
{
    if (circuit->full)
        return;
    circuit->full = literals->count >= CIRCUIT_MOST;
    literals->list =
        arena_grow(circuit->arena, literals->list, literals->count, &literals->capacity, sizeof *literals->list);
    literals->list[literals->count++] = literal;
}

/* The or of literals that are turned around first, and turned around after. */
static int32_t join(struct circuit *circuit, const struct literals *literals, int32_t sign)
{
    struct literals *to = &circuit->gate_literals;
    size_t begin = to->count, i;

    for (i = 0; i < literals->count; i++) {
        int32_t literal = sign * literals->list[i];
        if (literal == LITERAL_TRUE) {
            to->count = begin;
            return sign * LITERAL_TRUE;
        }
        if (literal != LITERAL_FALSE)
            literals_add(circuit, to, literal);
    }
    if (circuit->full || to->count == begin)
        return sign * LITERAL_FALSE;
    if (to->count == begin + 1) {
        to->count = begin;
        return sign * to->list[begin];
    }
    return sign * variable_new(circuit, (struct gate){begin, (uint32_t)(to->count - begin)});
}

int32_t circuit_or(struct circuit *circuit, const struct literals *literals)
{
    return join(circuit, literals, 1);
}

int32_t circuit_and(struct circuit *circuit, const struct literals *literals)
{
    return join(circuit, literals, -1);
}

int32_t circuit_or2(struct circuit *circuit, int32_t one, int32_t two)
{
    int32_t list[] = {one, two};

    return join(circuit, &(struct literals){list, 2, 2}, 1);
}

int32_t circuit_and2(struct circuit *circuit, int32_t one, int32_t two)
{
    int32_t list[] = {one, two};

    return join(circuit, &(struct literals){list, 2, 2}, -1);
}

void circuit_clause(struct circuit *circuit, const struct literals *literals)
{
    size_t i;

    for (i = 0; i < literals->count; i++)
        literals_add(circuit, &circuit->clauses, literals->list[i]);
    literals_add(circuit, &circuit->clauses, 0);
}

static void clause2(struct circuit *circuit, int32_t one, int32_t two)
{
    int32_t list[] = {one, two};

    circuit_clause(circuit, &(struct literals){list, 2, 2});
}

/* Behind each literal stands whether one has been true so far. */
void circuit_at_most_one(struct circuit *circuit, const struct literals *literals)
{
    int32_t before = LITERAL_FALSE;
    size_t i;

    for (i = 0; i < literals->count; i++) {
        int32_t now = circuit_input(circuit);
        clause2(circuit, -literals->list[i], now);
        clause2(circuit, -before, now);
        clause2(circuit, -before, -literals->list[i]);
        before = now;
    }
}

void circuit_evaluate(const struct circuit *circuit, bool *values)
{
    size_t i;
    uint32_t j;

    values[LITERAL_TRUE] = true;
    for (i = LITERAL_TRUE + 1; i < circuit->gate_count; i++) {
        const struct gate *gate = &circuit->gates[i];
        if (gate->count == 0)
            continue;
        values[i] = false;
        for (j = 0; j < gate->count && !values[i]; j++)
            values[i] = literal_value(values, circuit->gate_literals.list[gate->at + j]);
    }
}

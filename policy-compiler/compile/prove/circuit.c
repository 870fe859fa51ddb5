/*
 * circuit.c - builds formulas of or and not; constants are gone as soon as they are met, and what is said twice is one.
 */
#include "circuit.h"

#include <string.h>

#include "support/arena.h"
#include "support/sort.h"

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
    struct circuit circuit = {.arena = arena, .known = interner_new(arena)};

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

struct wanted_gate {
    const struct circuit *circuit;
    size_t at;
    uint32_t count;
};

static bool same_gate(const void *context, uint32_t number)
{
    const struct wanted_gate *wanted = context;
    const struct gate *gate = &wanted->circuit->gates[number];
    const int32_t *list = wanted->circuit->gate_literals.list;

    return gate->count == wanted->count &&
           memcmp(list + gate->at, list + wanted->at, wanted->count * sizeof *list) == 0;
}

/* The gate of the last literals, which are in order: one that is there already, or a new one. */
static int32_t gate_of(struct circuit *circuit, size_t begin)
{
    struct literals *from = &circuit->gate_literals;
    struct wanted_gate wanted = {circuit, begin, (uint32_t)(from->count - begin)};
    bool fresh;
    uint32_t *place = interner_place(&circuit->known, interner_hash(from->list + begin, wanted.count * sizeof(int32_t)),
                                     same_gate, &wanted, &fresh);

    if (!fresh) {
        from->count = begin;
        return (int32_t)*place - 1;
    }
    *place = (uint32_t)circuit->gate_count + 1;
    return variable_new(circuit, (struct gate){begin, wanted.count});
}

/* Puts the last literals in order, each once. True: one is there and its opposite. */
static bool literals_order(struct literals *literals, size_t begin)
{
    uint32_t *codes = (uint32_t *)(literals->list + begin);
    size_t count = literals->count - begin, i;
    bool opposite = false;

    for (i = 0; i < count; i++)
        codes[i] = literals->list[begin + i] > 0 ? (uint32_t)literals->list[begin + i] * 2
                                                 : (uint32_t)-literals->list[begin + i] * 2 + 1;
    count = sort_numbers(codes, count);
    for (i = 0; i < count; i++) {
        opposite = opposite || (i + 1 < count && codes[i] + 1 == codes[i + 1] && codes[i] % 2 == 0);
        literals->list[begin + i] = codes[i] % 2 == 0 ? (int32_t)(codes[i] / 2) : -(int32_t)(codes[i] / 2);
    }
    literals->count = begin + count;
    return opposite;
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
    if (literals_order(to, begin)) {
        to->count = begin;
        return sign * LITERAL_TRUE;
    }
    if (to->count == begin + 1) {
        to->count = begin;
        return sign * to->list[begin];
    }
    return sign * gate_of(circuit, begin);
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

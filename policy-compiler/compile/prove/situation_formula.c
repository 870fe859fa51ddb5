/*
 * situation_formula.c - classes, atoms, spans and conditions as parts of a circuit.
 */
#include "situation_formula.h"

#include <string.h>

#include "space.h"
#include "support/arena.h"
#include "support/sort.h"

/* ---- axes ---- */

static void class_inputs(struct situation_formula *formula, struct axis_inputs *inputs)
{
    uint32_t i;

    for (i = 0; i < inputs->axis.count; i++)
        literals_add(formula->circuit, &inputs->classes,
                     inputs->axis.count == 1 ? LITERAL_TRUE : circuit_input(formula->circuit));
    circuit_clause(formula->circuit, &inputs->classes);
    circuit_at_most_one(formula->circuit, &inputs->classes);
}

struct situation_formula situation_formula_new(struct circuit *circuit, struct universe *universe, struct arena *arena,
                                               const uint32_t *guards, size_t count)
{
    struct situation_formula formula = {.circuit = circuit, .universe = universe, .arena = arena};
    int kind;

    formula.guards = arena_array(arena, universe_guards(universe) + 1, sizeof *formula.guards);
    for (kind = 0; kind < AXES; kind++) {
        struct axis_inputs *inputs = &formula.axes[kind];
        inputs->axis = axis_of_guards(universe, arena, guards, count, (enum axis_kind)kind);
        inputs->free = inputs->axis.failed;
        if (!inputs->free)
            class_inputs(&formula, inputs);
        else if (kind == AXIS_TTY || kind == AXIS_HOST)
            inputs->unknown = circuit_input(circuit);
        else
            formula.failed = true;
    }
    return formula;
}

int32_t situation_formula_known(struct situation_formula *formula)
{
    struct literals unknown = {.list = NULL};
    int kind;
    uint32_t i;

    for (kind = 0; kind < AXES; kind++) {
        const struct axis_inputs *inputs = &formula->axes[kind];
        if (kind == AXIS_HOST && inputs->free)
            literals_add(formula->circuit, &unknown, inputs->unknown);
        for (i = 0; !inputs->free && i < inputs->axis.count; i++) {
            const struct fact *fact = &inputs->axis.facts[i];
            if ((kind == AXIS_ORIGIN && fact->origin.kind == ORIGIN_NAME) || (kind == AXIS_HOST && fact->text == NULL))
                literals_add(formula->circuit, &unknown, inputs->classes.list[i]);
        }
    }
    return -circuit_or(formula->circuit, &unknown);
}

/* ---- atoms ---- */

static bool has_globs(const struct ir_op *op)
{
    return op->glob_count > 0 && (op->glob_count > 1 || op->globs[0].length > 0);
}

/* An atom on an axis that has no classes. */
static struct kleene_literals free_atom(struct situation_formula *formula, const struct atom_use *atom, int32_t *says)
{
    int32_t unknown = formula->axes[axis_of(atom->op->kind)].unknown;
    bool none = atom->op->kind == IR_TTY && atom->op->glob_count > 0 && atom->op->globs[0].length == 0;
    int32_t matches;

    *says = has_globs(atom->op) ? circuit_input(formula->circuit) : LITERAL_FALSE;
    matches = circuit_and2(formula->circuit, -unknown, *says);
    return (struct kleene_literals){circuit_or2(formula->circuit, matches, none ? unknown : LITERAL_FALSE),
                                    circuit_or2(formula->circuit, matches, unknown)};
}

static struct kleene_literals class_atom(struct situation_formula *formula, const struct atom_use *atom)
{
    const struct axis_inputs *inputs = &formula->axes[axis_of(atom->op->kind)];
    struct literals surely = {.list = NULL}, perhaps = {.list = NULL};
    uint32_t i;

    for (i = 0; i < inputs->axis.count; i++) {
        enum kleene value = atom_meets(atom, &inputs->axis.facts[i]);
        if (value == YES)
            literals_add(formula->circuit, &surely, inputs->classes.list[i]);
        if (value != NO)
            literals_add(formula->circuit, &perhaps, inputs->classes.list[i]);
    }
    return (struct kleene_literals){circuit_or(formula->circuit, &surely), circuit_or(formula->circuit, &perhaps)};
}

static struct kleene_literals atom_formula(struct situation_formula *formula, const struct ir *ir,
                                           const struct ir_op *op)
{
    struct atom_use atom = {ir, op};
    struct kleene_literals value;
    int32_t says = LITERAL_FALSE;
    size_t i;

    for (i = 0; i < formula->atom_count; i++)
        if (formula->atoms[i].op == op)
            return formula->values[i];
    value = formula->axes[axis_of(op->kind)].free ? free_atom(formula, &atom, &says) : class_atom(formula, &atom);
    formula->atoms = arena_grow(formula->arena, formula->atoms, i, &formula->atom_capacity, sizeof *formula->atoms);
    formula->says = arena_grow(formula->arena, formula->says, i, &formula->says_capacity, sizeof *formula->says);
    formula->values = arena_grow(formula->arena, formula->values, i, &formula->value_capacity, sizeof *formula->values);
    formula->atoms[i] = atom;
    formula->says[i] = says;
    formula->values[i] = value;
    formula->atom_count++;
    return value;
}

/* ---- guards ---- */

static struct kleene_literals cond_formula(struct situation_formula *formula, const struct guard *guard)
{
    struct kleene_literals *stack = arena_array(formula->arena, guard->cond->op_count + 1, sizeof *stack);
    struct circuit *circuit = formula->circuit;
    size_t depth = 0;
    uint32_t i;

    for (i = 0; i < guard->cond->op_count; i++) {
        const struct ir_op *op = &guard->ir->ops[guard->cond->ops[i]];
        struct kleene_literals *top = &stack[depth > 0 ? depth - 1 : 0], *under = &stack[depth > 1 ? depth - 2 : 0];
        switch (op->kind) {
        case IR_NAME: break;
        case IR_NOT: *top = (struct kleene_literals){-top->perhaps, -top->surely}; break;
        case IR_AND:
            *under = (struct kleene_literals){circuit_and2(circuit, under->surely, top->surely),
                                              circuit_and2(circuit, under->perhaps, top->perhaps)};
            depth--;
            break;
        case IR_OR:
            *under = (struct kleene_literals){circuit_or2(circuit, under->surely, top->surely),
                                              circuit_or2(circuit, under->perhaps, top->perhaps)};
            depth--;
            break;
        default: stack[depth++] = atom_formula(formula, guard->ir, op); break;
        }
    }
    return stack[0];
}

/* The clock's classes in the order of time, and of each whether it is now that one or a later one. */
static void moments_make(struct situation_formula *formula)
{
    const struct axis_inputs *inputs = &formula->axes[AXIS_CLOCK];
    uint32_t count = inputs->axis.count, i;
    uint64_t *keys = arena_array(formula->arena, count + 1, sizeof *keys);

    formula->moments = arena_array(formula->arena, count + 1, sizeof *formula->moments);
    formula->since = arena_array(formula->arena, count + 1, sizeof *formula->since);
    for (i = 0; i < count; i++) {
        formula->moments[i] = i;
        keys[i] = (uint64_t)inputs->axis.facts[i].instant;
    }
    sort_by_keys(formula->arena, keys, formula->moments, count);
    formula->since[count] = LITERAL_FALSE;
    for (i = count; i-- > 0;)
        formula->since[i] =
            circuit_or2(formula->circuit, formula->since[i + 1], inputs->classes.list[formula->moments[i]]);
}

/* The first of the clock's classes, in the order of time, at which a bit of a span is as it is at the end of time. */
static uint32_t moment_find(const struct situation_formula *formula, const struct guard *guard, unsigned bit, bool is)
{
    const struct axis *axis = &formula->axes[AXIS_CLOCK].axis;
    uint32_t low = 0, high = axis->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (((span_bits(guard, axis->facts[formula->moments[middle]].instant) & bit) != 0) == is)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static int32_t span_formula(struct situation_formula *formula, const struct guard *guard)
{
    int32_t begun, ended;

    if (!guard->has_starting && !guard->has_until)
        return LITERAL_TRUE;
    if (formula->moments == NULL)
        moments_make(formula);
    begun = formula->since[moment_find(formula, guard, SPAN_BEGUN, true)];
    ended = formula->since[moment_find(formula, guard, SPAN_NOT_ENDED, false)];
    return circuit_and2(formula->circuit, begun, -ended);
}

struct kleene_literals situation_formula_guard(struct situation_formula *formula, uint32_t guard)
{
    struct kleene_literals *known;
    struct guard read;
    int32_t span;

    if (guard == GUARD_NONE)
        return (struct kleene_literals){LITERAL_TRUE, LITERAL_TRUE};
    known = &formula->guards[guard];
    if (known->surely != 0)
        return *known;
    read = guard_read(formula->universe, guard);
    span = span_formula(formula, &read);
    *known = (struct kleene_literals){span, span};
    if (read.cond != NULL) {
        struct kleene_literals cond = cond_formula(formula, &read);
        *known = (struct kleene_literals){circuit_and2(formula->circuit, span, cond.surely),
                                          circuit_and2(formula->circuit, span, cond.perhaps)};
    }
    return *known;
}

/* ---- what the inputs say ---- */

uint32_t situation_class(const struct situation_formula *formula, const bool *values, enum axis_kind kind)
{
    const struct axis_inputs *inputs = &formula->axes[kind];
    uint32_t i;

    for (i = 0; i + 1 < inputs->axis.count && !values[inputs->classes.list[i]];)
        i++;
    return i;
}

void situation_class_set(const struct situation_formula *formula, bool *values, enum axis_kind kind, uint32_t class)
{
    const struct axis_inputs *inputs = &formula->axes[kind];
    uint32_t i;

    for (i = 0; inputs->axis.count > 1 && i < inputs->axis.count; i++)
        values[inputs->classes.list[i]] = i == class;
}

/* Adds what a glob asks for as such, if there is room. */
static void piece_add(char *text, size_t *length, const struct ir_text *glob)
{
    char piece[AXIS_TEXT_MAX + 1];
    size_t size = 0, i;

    for (i = 0; i < glob->length && size < AXIS_TEXT_MAX; i++)
        if (glob->bytes[i] != '*')
            piece[size++] = glob->bytes[i] == '?' ? 'x' : glob->bytes[i];
    piece[size] = 0;
    text[*length] = 0;
    if (size == 0 || *length + size > AXIS_TEXT_MAX || strstr(text, piece) != NULL)
        return;
    memcpy(text + *length, piece, size);
    *length += size;
}

enum anchor { ANCHOR_FRONT, ANCHOR_NONE, ANCHOR_END };

static enum anchor anchor_of(const struct ir_text *glob)
{
    if (glob->bytes[0] != '*')
        return ANCHOR_FRONT;
    return glob->bytes[glob->length - 1] != '*' ? ANCHOR_END : ANCHOR_NONE;
}

/* The pieces of all that is to match, those that begin a text first, one glob of each atom. */
static size_t text_join(const struct situation_formula *formula, const bool *values, enum axis_kind kind, char *text)
{
    size_t length = 0, i;
    int anchor;

    for (anchor = ANCHOR_FRONT; anchor <= ANCHOR_END; anchor++)
        for (i = 0; i < formula->atom_count; i++) {
            const struct ir_op *op = formula->atoms[i].op;
            if (axis_of(op->kind) != kind || !literal_value(values, formula->says[i]))
                continue;
            if (anchor_of(&op->globs[op->glob_count - 1]) == (enum anchor)anchor)
                piece_add(text, &length, &op->globs[op->glob_count - 1]);
        }
    if (length == 0)
        text[length++] = 'x';
    text[length] = 0;
    return length;
}

void situation_text_find(const struct situation_formula *formula, bool *values, enum axis_kind kind, struct fact *fact)
{
    char text[AXIS_TEXT_MAX + 2];
    size_t i;

    *fact = (struct fact){.text = NULL};
    if (values[formula->axes[kind].unknown])
        return;
    fact->text = arena_copy(formula->arena, text, text_join(formula, values, kind, text));
    for (i = 0; i < formula->atom_count; i++)
        if (axis_of(formula->atoms[i].op->kind) == kind && formula->says[i] != LITERAL_FALSE)
            values[formula->says[i]] = atom_meets(&formula->atoms[i], fact) == YES;
}

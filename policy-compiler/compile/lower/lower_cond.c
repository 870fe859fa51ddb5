/*
 * lower_cond.c - conditions to programs, and limits.
 *
 * Named conditions are put in place, each followed by its name. They share their terms until a statement uses them,
 * so what nobody uses costs nothing, and what would grow too large is refused before it is written out.
 */
#include <string.h>

#include "support/arena.h"
#include "compile/ast/compilation.h"
#include "table/format.h"
#include "lower_internal.h"

/* An ast_condition's mark, 0 outside lower: its operands are on the way; MARK_DONE + n: its term is named[n]. */
#define MARK_OPEN 1u
#define MARK_DONE 2u

#define PROGRAMS_MAX (COND_BYTES_MAX * 128ull) /* bytes of all different programs together */

static struct term *term_of(struct lower *lower, const struct ast_cond *cond);

/* Operands wait on a stack of terms. */
static struct term *joined(struct lower *lower, const struct ast_cond *cond, enum term_kind kind)
{
    size_t begin = lower->operand_count;
    for (const struct ast_cond *child = cond_operands(cond); child; child = child->next) {
        struct term *term = term_of(lower, child);
        lower->operands = arena_grow(lower->scratch, lower->operands, lower->operand_count, &lower->operand_capacity,
                                     sizeof(struct term *));
        lower->operands[lower->operand_count++] = term;
    }
    struct term *term = term_join(&lower->conditions, kind, lower->operands + begin, lower->operand_count - begin);
    lower->operand_count = begin;
    return term;
}

/* The term of a condition whose named conditions have theirs. The parser bounds how deep it is. */
static struct term *term_of(struct lower *lower, const struct ast_cond *cond)
{
    struct terms *terms = &lower->conditions;
    uint64_t size;
    uint32_t code;
    switch (cond->kind) {
    case COND_KIND_AND: return joined(lower, cond, TERM_AND);
    case COND_KIND_OR: return joined(lower, cond, TERM_OR);
    case COND_KIND_NOT: return term_not(terms, term_of(lower, cond->children));
    case COND_KIND_NAME:
        code = lower_name(lower, cond->name.symbol, &size);
        if (cond->name.symbol->means->condition->mark < MARK_DONE)
            return term_atom(terms, code, size); /* it is defined by itself, which has been reported */
        return term_named(terms, lower->named[cond->name.symbol->means->condition->mark - MARK_DONE], code, size);
    default: code = lower_atom(lower, cond, &size); return term_atom(terms, code, size);
    }
}

static void wait(struct lower *lower, struct ast_condition *condition)
{
    struct waiting *waiting = &lower->waiting;
    waiting->list =
        arena_grow(lower->arena, waiting->list, waiting->count, &waiting->capacity, sizeof(struct ast_condition *));
    waiting->list[waiting->count++] = condition;
}

/* Lets the conditions wait that cond names and that have no term yet. */
static void wait_for_names(struct lower *lower, const struct ast_cond *cond)
{
    if (cond->kind == COND_KIND_NAME && cond->name.symbol->means->condition->mark == 0)
        wait(lower, cond->name.symbol->means->condition);
    for (const struct ast_cond *child = cond_operands(cond); child; child = child->next)
        wait_for_names(lower, child);
}

static void finish(struct lower *lower, struct ast_condition *condition)
{
    struct term *term = term_of(lower, condition->cond);
    lower->named =
        arena_grow(lower->arena, lower->named, lower->named_count, &lower->named_capacity, sizeof *lower->named);
    lower->named[lower->named_count] = term;
    condition->mark = MARK_DONE + (uint32_t)lower->named_count++;
}

/* Gives every named condition that cond rests on its term. */
static void prepare_names(struct lower *lower, const struct ast_cond *cond)
{
    struct waiting *waiting = &lower->waiting;
    wait_for_names(lower, cond);
    while (waiting->count > 0) {
        struct ast_condition *condition = waiting->list[waiting->count - 1];
        if (condition->mark == 0) {
            condition->mark = MARK_OPEN;
            wait_for_names(lower, condition->cond);
            continue;
        }
        waiting->count--;
        if (condition->mark == MARK_OPEN)
            finish(lower, condition);
    }
}

/* Why a condition is not written out, or NULL. */
static const char *too_large(const struct lower *lower, const struct term *term)
{
    if (term->size > COND_BYTES_MAX)
        return "this condition, with the named conditions put in place, takes more than 1 MiB";
    if (term->size > PROGRAMS_MAX - lower->program_bytes)
        return "the conditions of this policy together take more than 128 MiB";
    return NULL;
}

/* Gives a term its program; or none, *what saying why. */
static struct ir_cond program_of(struct lower *lower, const struct term *term, const char *what)
{
    if (what)
        return (struct ir_cond){.op_count = 0};
    lower->program_bytes += term->size;
    return (struct ir_cond){term_program(&lower->conditions, term), (uint32_t)term->operations};
}

uint32_t lower_cond(struct lower *lower, const struct ast_cond *cond)
{
    struct ir *ir = lower->ir;
    if (!cond)
        return IR_NONE;
    prepare_names(lower, cond);
    struct term *term = term_of(lower, cond);
    if (term->program == 0) {
        ir->conds = arena_grow(lower->arena, ir->conds, ir->cond_count, &lower->cond_capacity, sizeof *ir->conds);
        ir->conds[ir->cond_count++] = program_of(lower, term, too_large(lower, term));
        term->program = (uint32_t)ir->cond_count;
    }
    if (ir->conds[term->program - 1].op_count == 0 && !lower->is_refused)
        diag_at(&lower->compilation->diag, DIAG_TOO_LARGE, cond->span, "%s", too_large(lower, term));
    return term->program - 1;
}

struct wanted {
    const struct ir *ir;
    const struct ir_limit *limit;
};

static bool same_limit(const void *context, uint32_t number)
{
    const struct wanted *wanted = context;
    const struct ir_limit *a = wanted->limit, *b = &wanted->ir->limits[number];
    return a->cond == b->cond && a->has_starting == b->has_starting && a->has_until == b->has_until &&
           a->starting == b->starting && a->until == b->until;
}

static uint32_t limit_number(struct lower *lower, const struct ir_limit *limit)
{
    struct ir *ir = lower->ir;
    struct wanted wanted = {ir, limit};
    int64_t parts[] = {limit->cond, limit->has_starting, limit->has_until, limit->starting, limit->until};
    bool fresh;
    uint32_t number = interner_number(&lower->limits, interner_hash(parts, sizeof parts), same_limit, &wanted, &fresh);
    if (fresh) {
        ir->limits = arena_grow(lower->arena, ir->limits, ir->limit_count, &lower->limit_capacity, sizeof *ir->limits);
        ir->limits[ir->limit_count++] = *limit;
    }
    return number;
}

static uint32_t limits_new(struct lower *lower, const struct ast_limits *limits)
{
    struct ir_limit limit = {.cond = lower_cond(lower, limits->when),
                             .has_starting = limits->starting != NULL,
                             .has_until = limits->until != NULL};
    if (limit.has_starting)
        limit.starting = limits->starting->instant;
    if (limit.has_until)
        limit.until = limits->until->day_end;
    return limit_number(lower, &limit);
}

uint32_t lower_limits(struct lower *lower, struct ast_limits *limits)
{
    if (limits_none(limits))
        return IR_NONE;
    if (limits->number == 0)
        limits->number = limits_new(lower, limits) + 1;
    return limits->number - 1;
}

/*
 * constant.c - conditions that hold in no situation, or in every one.
 *
 * Each condition of the IR, each named one within them, and each limit of a statement is a guard in a space of its own,
 * and its regions say where it holds. The places are the tree's.
 */
#include "constant.h"

#include <string.h>
#include <time.h>

#include "compile/ast/ast.h"
#include "compile/ast/compilation.h"
#include "space.h"
#include "support/arena.h"

#define CONDITIONS_MAX 1000u /* more are not looked at, nor more limits */

enum constancy { VARIES, NEVER_HOLDS, ALWAYS_HOLDS };

struct constants {
    struct compilation *compilation;
    const struct ir *ir;
    struct arena *room;
    struct ir named; /* the IR with one condition more for each named one that is used */
    struct universe *universe;
    uint32_t *conds;               /* by operation, which is a name: its condition, or IR_NONE */
    const struct ast_cond **whens; /* by condition of the IR: where it was first said, or NULL */
    struct span *spans;            /* by limit: that of the first statement that has it */
    bool *limits_met;
};

/* ---- what holds where ---- */

static bool region_covers(const struct space *space, const uint64_t *region, const uint64_t *wanted)
{
    size_t i;

    for (i = 0; i < space->words; i++)
        if ((wanted[i] & ~region[i]) != 0)
            return false;
    return true;
}

/* Whether a condition asks for something that no request need have. */
static bool asks_origin(const struct constants *constants, uint32_t cond)
{
    const struct ir_cond *program = &constants->named.conds[cond];
    uint32_t i;

    for (i = 0; i < program->op_count; i++)
        if (constants->ir->ops[program->ops[i]].kind == IR_FROM)
            return true;
    return false;
}

/* A host's name counts as known: where it cannot be read, no `host` holds. */
static enum constancy constancy_of_guard(struct constants *constants, uint32_t guard, bool by_known)
{
    const struct space *space = space_of(constants->universe, &guard, 1);
    const uint64_t *surely;

    if (space->failed)
        return VARIES;
    surely = space_surely(space, guard);
    if (region_first(space, surely) == space->points)
        return NEVER_HOLDS;
    return region_covers(space, surely, by_known ? space->known : space->everywhere) ? ALWAYS_HOLDS : VARIES;
}

/* One that is too large for a table has no program. */
static enum constancy constancy_of_cond(struct constants *constants, uint32_t cond)
{
    if (constants->named.conds[cond].op_count == 0)
        return VARIES;
    return constancy_of_guard(constants, guard_of_cond(constants->universe, 0, cond), !asks_origin(constants, cond));
}

/* ---- named conditions, which the IR has within others ---- */

static uint32_t arity(enum ir_op_kind kind)
{
    return kind == IR_AND || kind == IR_OR ? 2 : kind == IR_NOT || kind == IR_NAME ? 1 : 0;
}

/* Adds the conditions with names of a program, each once. */
static void names_add(struct constants *constants, const struct ir_cond *program, uint32_t *begins)
{
    uint32_t depth = 0, i;

    for (i = 0; i < program->op_count; i++) {
        const struct ir_op *op = &constants->ir->ops[program->ops[i]];
        depth -= arity(op->kind);
        if (arity(op->kind) == 0)
            begins[depth] = i;
        if (op->kind == IR_NAME && constants->conds[program->ops[i]] == IR_NONE) {
            constants->conds[program->ops[i]] = (uint32_t)constants->named.cond_count;
            constants->named.conds[constants->named.cond_count++] =
                (struct ir_cond){.ops = program->ops + begins[depth], .op_count = i + 1 - begins[depth]};
        }
        depth++;
    }
}

static void names_collect(struct constants *constants)
{
    const struct ir *ir = constants->ir;
    size_t names = 0, longest = 1, i;
    uint32_t *begins;

    for (i = 0; i < ir->op_count; i++)
        names += ir->ops[i].kind == IR_NAME;
    for (i = 0; i < ir->cond_count; i++)
        longest = ir->conds[i].op_count > longest ? ir->conds[i].op_count : longest;
    constants->named = *ir;
    constants->named.conds = arena_array(constants->room, ir->cond_count + names, sizeof *ir->conds);
    if (ir->cond_count > 0)
        memcpy(constants->named.conds, ir->conds, ir->cond_count * sizeof *ir->conds);
    constants->conds = arena_array(constants->room, ir->op_count, sizeof *constants->conds);
    for (i = 0; i < ir->op_count; i++)
        constants->conds[i] = IR_NONE;
    begins = arena_array(constants->room, longest, sizeof *begins);
    for (i = 0; i < ir->cond_count; i++)
        names_add(constants, &ir->conds[i], begins);
}

/* ---- reports ---- */

static void report(struct constants *constants, struct span span, enum constancy constancy, const char *what)
{
    struct diag *diag = &constants->compilation->diag;

    if (constancy == NEVER_HOLDS)
        diag_at(diag, DIAG_NEVER_HOLDS, span, "%s can never hold", what);
    else if (constancy == ALWAYS_HOLDS)
        diag_at(diag, DIAG_ALWAYS_HOLDS, span, "%s always holds, so it limits nothing", what);
}

/* Reports the named conditions. A condition that another one's name is all of was reported there. */
static void report_named(struct constants *constants)
{
    const struct ast_condition *condition;
    size_t i;

    for (i = 0; i < constants->ir->op_count; i++) {
        enum constancy constancy =
            constants->conds[i] == IR_NONE ? VARIES : constancy_of_cond(constants, constants->conds[i]);
        if (constancy == VARIES)
            constants->conds[i] = IR_NONE;
        for (condition = constancy == VARIES ? NULL : constants->compilation->ast->conditions; condition != NULL;
             condition = condition->next)
            if (strcmp(condition->name.symbol->text, constants->ir->ops[i].name.bytes) == 0 &&
                condition->cond->kind != COND_KIND_NAME)
                report(constants, condition->cond->span, constancy, "this condition");
    }
}

/* Whether a named condition within a program is constant: that has been reported. */
static bool holds_constant(const struct constants *constants, uint32_t cond)
{
    const struct ir_cond *program = &constants->ir->conds[cond];
    uint32_t i;

    for (i = 0; i < program->op_count; i++)
        if (constants->conds[program->ops[i]] != IR_NONE)
            return true;
    return false;
}

static void report_conds(struct constants *constants, enum constancy *found)
{
    uint32_t i;

    for (i = 0; i < constants->ir->cond_count; i++) {
        found[i] = constancy_of_cond(constants, i);
        if (constants->whens[i] != NULL && !holds_constant(constants, i))
            report(constants, constants->whens[i]->span, found[i], "this condition");
    }
}

/* A condition that may hold, but not within the statement's span. */
static void report_limits(struct constants *constants, const enum constancy *found)
{
    uint32_t i;

    for (i = 0; i < constants->ir->limit_count; i++) {
        const struct ir_limit *limit = &constants->ir->limits[i];
        if (!constants->limits_met[i] || limit->cond == IR_NONE || constants->ir->conds[limit->cond].op_count == 0 ||
            found[limit->cond] != VARIES || !(limit->has_starting || limit->has_until))
            continue;
        if (constancy_of_guard(constants, guard_of_limit(constants->universe, 0, i), false) == NEVER_HOLDS)
            report(constants, constants->spans[i], NEVER_HOLDS, "the condition of this statement, within its span,");
    }
}

/* ---- places in the tree ---- */

/* A condition that is too large for a table has no number. */
static void when_meet(struct constants *constants, uint32_t cond, const struct ast_cond *when)
{
    if (when != NULL && cond != IR_NONE && constants->whens[cond] == NULL)
        constants->whens[cond] = when;
}

static void limits_meet(struct constants *constants, const struct ast_limits *limits, struct span span)
{
    uint32_t number = limits->number - 1;

    if (limits->number == 0 || number >= constants->ir->limit_count || constants->limits_met[number])
        return;
    constants->limits_met[number] = true;
    constants->spans[number] = span;
    when_meet(constants, constants->ir->limits[number].cond, limits->when);
}

static void tree_meet(struct constants *constants)
{
    const struct ast *ast = constants->compilation->ast;
    const struct ast_role *role;
    const struct ast_rule *rule;
    const struct ast_assign *assign;
    const struct ast_service *service;

    for (role = ast->roles; role != NULL; role = role->next)
        for (rule = role->rules; rule != NULL; rule = rule->next)
            limits_meet(constants, rule->limits, rule->span);
    for (rule = ast->rules; rule != NULL; rule = rule->next)
        limits_meet(constants, rule->limits, rule->span);
    for (assign = ast->assigns; assign != NULL; assign = assign->next)
        limits_meet(constants, assign->limits, assign->span);
    for (service = ast->services; service != NULL; service = service->next)
        when_meet(constants, constants->ir->services[service->number].cond, service->when);
}

static bool is_wanted(const struct compilation *compilation, const struct ir *ir)
{
    const bool *off = compilation->diag.options.off;

    return ir->cond_count > 0 && ir->cond_count <= CONDITIONS_MAX && ir->limit_count <= CONDITIONS_MAX &&
           !(off[DIAG_NEVER_HOLDS] && off[DIAG_ALWAYS_HOLDS]);
}

void warn_constants(struct compilation *compilation, const struct ir *ir)
{
    struct constants constants = {.compilation = compilation, .ir = ir};
    enum constancy *found;

    if (!is_wanted(compilation, ir))
        return;
    constants.room = arena_new();
    constants.whens = arena_array(constants.room, ir->cond_count, sizeof(const struct ast_cond *));
    constants.spans = arena_array(constants.room, ir->limit_count, sizeof *constants.spans);
    constants.limits_met = arena_array(constants.room, ir->limit_count, sizeof *constants.limits_met);
    found = arena_array(constants.room, ir->cond_count, sizeof *found);
    names_collect(&constants);
    constants.universe = universe_new(constants.room, &constants.named, NULL, (int64_t)time(NULL));
    tree_meet(&constants);
    report_named(&constants);
    report_conds(&constants, found);
    report_limits(&constants, found);
    universe_free(constants.universe);
    arena_free(constants.room);
}

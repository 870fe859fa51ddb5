/*
 * check.c - the pass that looks whether a policy makes sense: errors first, then warnings.
 */
#include "check.h"

#include <string.h>

#include "arena.h"

bool limits_none(const struct ast_limits *limits)
{
    return limits->when == NULL && !limits->starting.present && !limits->until.present;
}

static bool words_equal(const struct ast_word *a, const struct ast_word *b)
{
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->symbol != b->symbol)
            return false;
    return a == b;
}

static bool nets_equal(const struct ast_net *a, const struct ast_net *b)
{
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (a->local != b->local || (!a->local && (a->is_v6 != b->is_v6 || a->length != b->length ||
                                                   memcmp(a->address, b->address, sizeof a->address) != 0)))
            return false;
    return a == b;
}

static bool cond_equal(const struct ast_cond *a, const struct ast_cond *b)
{
    const struct ast_cond *left, *right;

    if (a == NULL || b == NULL)
        return a == b;
    if (a->kind != b->kind || a->name.symbol != b->name.symbol || a->days != b->days || a->start != b->start ||
        a->end != b->end || a->has_zone != b->has_zone || a->zone.symbol != b->zone.symbol ||
        a->zone.quoted != b->zone.quoted || !nets_equal(a->nets, b->nets) || !words_equal(a->globs, b->globs))
        return false;
    for (left = a->children, right = b->children; left != NULL && right != NULL; left = left->next, right = right->next)
        if (!cond_equal(left, right))
            return false;
    return left == NULL && right == NULL;
}

bool limits_equal(const struct ast_limits *a, const struct ast_limits *b)
{
    return a->starting.present == b->starting.present && a->until.present == b->until.present &&
           (!a->starting.present || a->starting.instant == b->starting.instant) &&
           (!a->until.present || a->until.day_end == b->until.day_end) && cond_equal(a->when, b->when);
}

void rules_each(const struct ast *ast, void (*each)(void *context, struct ast_rule *rule), void *context)
{
    const struct ast_role *role;
    struct ast_rule *rule;

    for (role = ast->roles; role != NULL; role = role->next)
        for (rule = role->rules; rule != NULL; rule = rule->next)
            each(context, rule);
    for (rule = ast->rules; rule != NULL; rule = rule->next)
        each(context, rule);
}

/* ---- spans ---- */

static void check_span(struct check *check, const struct ast_limits *limits)
{
    if (limits->starting.present && limits->until.present && limits->starting.instant >= limits->until.day_end)
        diag_at(check->diag, DIAG_EMPTY_SPAN, limits->span,
                "this is never in force: it starts when it is over already");
}

static void check_rule_span(void *context, struct ast_rule *rule)
{
    check_span(context, &rule->limits);
}

static void check_spans(struct check *check)
{
    const struct ast_assign *assign;

    rules_each(check->ast, check_rule_span, check);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next)
        check_span(check, &assign->limits);
}

/* ---- conditions that are defined by themselves ---- */

enum { CONDITION_NEW, CONDITION_OPEN, CONDITION_DONE };

/* A condition on the way, and how far its names have been followed. */
struct frame {
    struct ast_condition *condition;
    const struct ast_cond **names;
    size_t count, next;
};

static void names_collect(struct check *check, const struct ast_cond *cond, struct frame *frame, size_t *capacity)
{
    const struct ast_cond *child;

    if (cond->kind == COND_KIND_NAME && cond->name.symbol->condition != NULL) {
        frame->names = arena_grow(check->arena, frame->names, frame->count, capacity, sizeof *frame->names);
        frame->names[frame->count++] = cond;
    }
    if (cond->depth > AST_DEPTH_MAX)
        return;
    for (child = cond->children; child != NULL; child = child->next)
        names_collect(check, child, frame, capacity);
}

static struct frame frame_open(struct check *check, struct ast_condition *condition)
{
    struct frame frame = {.condition = condition};
    size_t capacity = 0;

    condition->mark = CONDITION_OPEN;
    names_collect(check, condition->cond, &frame, &capacity);
    return frame;
}

/* The circle that closes at the top of the stack. */
static void report_condition_circle(struct check *check, const struct frame *stack, size_t depth,
                                    const struct ast_condition *again)
{
    size_t first = depth, i;
    struct diag_report *report = diag_at(check->diag, DIAG_CONDITION_CYCLE, again->name.span,
                                         "the condition \"%s\" is defined by itself", again->name.symbol->text);

    while (first > 0 && stack[first - 1].condition != again)
        first--;
    for (i = first == 0 ? 0 : first - 1; i < depth && i < first + 10; i++) {
        const struct ast_cond *use = stack[i].names[stack[i].next - 1];
        diag_note(check->diag, report, use->span, "\"%s\" uses \"%s\"", stack[i].condition->name.symbol->text,
                  use->name.symbol->text);
    }
}

static void follow_condition(struct check *check, struct ast_condition *condition)
{
    struct frame *stack = NULL;
    size_t depth = 0, capacity = 0;

    stack = arena_grow(check->arena, stack, depth, &capacity, sizeof *stack);
    stack[depth++] = frame_open(check, condition);
    while (depth > 0) {
        struct frame *top = &stack[depth - 1];
        struct ast_condition *next;
        if (top->next == top->count) {
            top->condition->mark = CONDITION_DONE;
            depth--;
            continue;
        }
        next = top->names[top->next++]->name.symbol->condition;
        if (next->mark == CONDITION_OPEN) {
            report_condition_circle(check, stack, depth, next);
        } else if (next->mark == CONDITION_NEW) {
            stack = arena_grow(check->arena, stack, depth, &capacity, sizeof *stack);
            stack[depth++] = frame_open(check, next);
        }
    }
}

static void check_conditions(struct check *check)
{
    struct ast_condition *condition;

    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        if (condition->mark == CONDITION_NEW)
            follow_condition(check, condition);
    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        condition->mark = CONDITION_NEW;
}

/* ---- proofs ---- */

static void check_proofs(struct check *check)
{
    const struct ast_proof *proof;

    for (proof = check->ast->proofs; proof != NULL; proof = proof->next)
        diag_at(check->diag, DIAG_UNPROVED, proof->span,
                "this version of rolegate cannot prove \"%s\" statements yet, and compiles none that it has not proved",
                proof->always ? "always" : "never");
}

void check_policy(struct compilation *compilation, const struct compile_options *options)
{
    struct check check = {
        .compilation = compilation, .arena = compilation->arena, .diag = &compilation->diag, .ast = compilation->ast};
    bool straight;

    check_spans(&check);
    check_conditions(&check);
    check_proofs(&check);
    check_gids(&check);
    straight = check_role_circles(&check);
    if (straight) {
        check_exclusive_extends(&check);
        check_exclusive_assigned(&check);
    }
    if (options->resolve)
        check_accounts(&check);
    warn_names(&check);
    if (compilation->diag.errors > 0)
        return;
    warn_unused(&check);
    warn_services(&check);
    warn_rules(&check);
}

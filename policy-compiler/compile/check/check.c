/*
 * check.c - the pass that looks whether a policy makes sense: errors first, then warnings.
 */
#include "check_internal.h"

#include <time.h>

#include "support/arena.h"
#include "compile/parse/parse.h"
#include "support/progress.h"
#include "compile/parse/statement_source.h"
#include "check_policy.h"

/* ---- statements by themselves ---- */

static void warn_expired(struct check *check, const struct ast_limits *limits, struct span span)
{
    if (limits_over(check, limits))
        diag_at(check->diag, DIAG_EXPIRED, statement_source_behind(&check->compilation->sources, span, TOKEN_UNTIL),
                "this has expired and has no effect");
}

/* What is said of rules and assignments alike; limits begin at limits_at. */
static void check_statement(struct check *check, const struct ast_subject *subjects, struct ast_limits *limits,
                            struct span statement, uint32_t limits_at)
{
    struct span span = statement_source_limits(statement, limits_at);

    check_span(check, subjects, limits, statement, span);
    check_subject_gids(check, subjects);
    warn_expired(check, limits, span);
    warn_cond(check, limits->when);
    if (!check->whole)
        return;
    mark_conditions(limits->when);
}

/* Notes whether a rule outside a role speaks of several. */
static void rule_meet(struct check *check, const struct ast_rule *rule)
{
    if (!rule_subjects(rule)->more)
        return;
    check->shared = arena_grow(check->room, check->shared, check->shared_count, &check->shared_capacity, sizeof rule);
    check->shared[check->shared_count++] = rule;
}

static void check_rule(void *context, struct ast_rule *rule)
{
    struct check *check = context;

    if (!rule->in_role)
        rule_meet(check, rule);
    check_statement(check, rule_subjects(rule), rule->limits, rule->span, rule->limits_at);
    warn_rule(check, rule);
    if (check->whole)
        warn_rule_patterns(check, rule);
}

/* All of it in one walk: the statements take more memory than there is near the processor. */
static void check_statements(struct check *check)
{
    struct ast_assign *assign;

    check->assigns = arena_array_room(check->room, check->ast->assign_count, sizeof assign);
    rules_each(check->ast, check_rule, check);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next) {
        check->assigns[check->assign_count++] = assign;
        check_statement(check, assign_subjects(assign), assign->limits, assign->span, assign->limits_at);
    }
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

    if (cond->kind == COND_KIND_NAME && cond->name.symbol->means->condition != NULL) {
        frame->names = arena_grow(check->arena, frame->names, frame->count, capacity, sizeof *frame->names);
        frame->names[frame->count++] = cond;
    }
    if (cond->depth > AST_DEPTH_MAX)
        return;
    for (child = cond_operands(cond); child != NULL; child = child->next)
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
    struct diag_report *report = diag_at(check->diag, DIAG_CONDITION_CYCLE, word_span(&again->name),
                                         "the condition \"%s\" refers to itself", again->name.symbol->text);

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
        next = top->names[top->next++]->name.symbol->means->condition;
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

/* ---- rosters ---- */

/* Everybody, or who holds a role, cannot be who has a complete list of groups: both are found out from that list. */
static void check_rosters(struct check *check)
{
    const struct ast_roster *roster;
    const struct ast_subject *subject;

    for (roster = check->ast->rosters; roster != NULL; roster = roster->next) {
        check_subject_gids(check, roster->subjects);
        for (subject = roster->subjects; subject != NULL; subject = subject_next(subject)) {
            if (subject->kind == SUBJECT_EVERYONE)
                diag_at(check->diag, DIAG_BAD_ROSTER, subject_span(subject),
                        "\"everyone\" cannot be on a roster: name a group that everybody with a complete list of "
                        "groups is in");
            else if (subject->kind == SUBJECT_ROLE)
                diag_at(check->diag, DIAG_BAD_ROSTER, subject_span(subject),
                        "a role cannot be on a roster, since who holds it is found out from groups: name users, groups "
                        "or gids");
        }
    }
}

struct check *check_policy(struct compilation *compilation, const struct compile_options *options)
{
    struct check *check = arena_alloc(compilation->arena, sizeof *check);
    bool bound = compilation->diag.errors == 0, straight;

    *check = (struct check){.compilation = compilation,
                            .arena = compilation->arena,
                            .room = arena_within(compilation->arena),
                            .diag = &compilation->diag,
                            .ast = compilation->ast,
                            .resolved = options->resolve == RESOLVE,
                            .now = (int64_t)time(NULL)};
    check->queue = arena_array(check->room, check->ast->role_count, sizeof(struct ast_role *));
    check_conditions(check);
    check_rosters(check);
    check_gids(check);
    straight = check_role_circles(check);
    check->whole = bound && straight;
    check_statements(check);
    if (straight) {
        check_exclusive_extends(check);
        check_exclusive_assigned(check);
    }
    if (check->ast->delegations != NULL) {
        check_delegations(check);
        check_bounded_files(check);
    }
    if (options->resolve != RESOLVE_NOT) {
        progress_begin("looking up names");
        check_accounts(check);
        progress_begin("compiling");
    }
    if (options->resolve == RESOLVE)
        diag_join(&compilation->diag, &compilation->machine);
    warn_tree(check);
    arena_free(check->room);
    return check;
}

bool check_is_whole(const struct check *check)
{
    return check->whole;
}

void check_lowered(struct check *check, const struct ir *ir)
{
    check->ir = ir;
    warn_lowered(check);
}

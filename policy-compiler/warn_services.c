/*
 * warn_services.c - services that nobody can use, and services that no test looks at.
 */
#include "arena.h"
#include "check.h"
#include "limit_table.h"
#include "segments.h"

/* How many allow rules that somebody can have, and how many denies of everyone, begin or end at each permission. */
struct coverage {
    struct check *check;
    uint32_t rule;             /* number of the next rule */
    int32_t *allowed, *denied; /* differences, then sums: one more than there are permissions */
    bool *alone;               /* a rule that allows somebody this permission and no other has been counted */
};

/* Roles that somebody is assigned, or that such a role extends, are marked. */
static void mark_held_roles(struct check *check)
{
    const struct ast_assign *assign;
    const struct ast_word *word;

    for (assign = check->ast->assigns; assign != NULL; assign = assign->next)
        for (word = limits_over(check, assign->limits) ? NULL : assign_roles(assign); word != NULL;
             word = word_next(word))
            if (word->symbol->means->role->mark == 0)
                roles_mark_up(check, word->symbol->means->role, 1);
}

static bool somebody_has(const struct ast_rule *rule)
{
    const struct ast_subject *subject;

    if (rule->in_role)
        return rule_role(rule)->mark != 0;
    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject))
        if (subject->kind != SUBJECT_ROLE || subject->symbol->means->role->mark != 0)
            return true;
    return false;
}

static bool everyone_always(const struct ast_rule *rule)
{
    const struct ast_subject *subject;

    for (subject = rule_subjects(rule); subject != NULL; subject = subject_next(subject))
        if (subject->kind == SUBJECT_EVERYONE)
            return limits_none(rule->limits);
    return false;
}

/* The permission of which a rule says all that it does, or NULL. */
static bool *permission_alone(const struct coverage *coverage, const struct ast_rule *rule)
{
    const struct ast_word *pattern = rule_patterns(rule);
    const struct meaning *means = pattern->symbol->means;

    return rule->allow && !pattern->more && means->hi - means->lo == 1 ? &coverage->alone[means->lo] : NULL;
}

/* Most rules allow one permission, which another one before allows somebody too. */
static void rule_cover(void *context, struct ast_rule *rule)
{
    struct coverage *coverage = context;
    int32_t *counts = rule->allow ? coverage->allowed : coverage->denied;
    bool overridden = coverage->check->overridden[coverage->rule++];
    bool *alone = permission_alone(coverage, rule);
    struct segments segments;
    uint32_t i;

    if (overridden || (alone != NULL && *alone) || limits_over(coverage->check, rule->limits))
        return;
    if (rule->allow ? !somebody_has(rule) : !everyone_always(rule))
        return;
    if (alone != NULL)
        *alone = rule_except(rule) == NULL;
    segments = segments_of(coverage->check->room, rule_patterns(rule), rule_except(rule));
    for (i = 0; i < segments.count; i++) {
        counts[segments_list(&segments)[i].lo]++;
        counts[segments_list(&segments)[i].hi]--;
    }
}

static bool permission_possible(const struct coverage *coverage, const struct ast_expr *expr)
{
    uint32_t index = expr->permission.symbol->means->permission->index;

    return coverage->allowed[index] > 0 && coverage->denied[index] == 0;
}

/* Whether somebody may have what is required; if not, *missing is a permission that nobody may have. */
static bool expr_possible(const struct coverage *coverage, const struct ast_expr *expr, const struct ast_expr **missing)
{
    const struct ast_expr *child;

    if (expr->kind == EXPR_PERMISSION) {
        *missing = expr;
        return permission_possible(coverage, expr);
    }
    for (child = expr->children; child != NULL; child = child->next)
        if (expr_possible(coverage, child, missing) != (expr->kind == EXPR_AND))
            return expr->kind == EXPR_OR;
    return expr->kind == EXPR_AND;
}

static void unreachable(struct check *check, const struct ast_service *service, const struct ast_expr *missing)
{
    struct diag_report *report = diag_at(check->diag, DIAG_UNREACHABLE_SERVICE, word_span(&service->name),
                                         "nobody can ever use \"%s\"", service->name.symbol->text);

    if (missing != NULL)
        diag_note(check->diag, report, missing->span, "nobody is allowed \"%s\"", missing->permission.symbol->text);
}

void warn_unreachable(struct check *check)
{
    struct coverage coverage = {.check = check};
    const struct ast_service *service;
    const struct ast_expr *missing = NULL;
    uint32_t count = check->ast->permission_count, i;

    coverage.allowed = arena_array(check->room, (size_t)count + 1, sizeof *coverage.allowed);
    coverage.denied = arena_array(check->room, (size_t)count + 1, sizeof *coverage.denied);
    coverage.alone = arena_array(check->room, count, sizeof *coverage.alone);
    mark_held_roles(check);
    rules_each(check->ast, rule_cover, &coverage);
    for (i = 1; i < count; i++) {
        coverage.allowed[i] += coverage.allowed[i - 1];
        coverage.denied[i] += coverage.denied[i - 1];
    }
    for (service = check->ast->services; service != NULL; service = service->next)
        if (!expr_possible(&coverage, service->requires, &missing))
            unreachable(check, service, missing);
    for (i = 0; i < check->ast->role_count; i++)
        check->ast->role_order[i]->mark = 0;
}

void warn_untested(struct check *check)
{
    const struct ast_service *service;
    const struct ast_test *test;
    const struct ast_given *given;
    const struct ast_expect *expect;
    const struct ast_target *target;

    for (test = check->ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next)
            for (expect = given->expects; expect != NULL; expect = expect->next)
                for (target = expect->targets; target != NULL; target = target->next)
                    if (!target->is_permission)
                        target->name.symbol->scratch[0] = 1;
    for (service = check->ast->services; service != NULL; service = service->next)
        if (service->name.symbol->scratch[0] == 0)
            diag_at(check->diag, DIAG_UNTESTED_SERVICE, word_span(&service->name), "no test covers \"%s\"",
                    service->name.symbol->text);
    for (service = check->ast->services; service != NULL; service = service->next)
        service->name.symbol->scratch[0] = 0;
}

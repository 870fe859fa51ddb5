/*
 * warn_services.c - services that nobody can use, and services that no test looks at.
 */
#include "arena.h"
#include "covers.h"

/* How many allow rules that somebody can have, and how many denies of everyone, begin or end at each permission. */
struct coverage {
    int32_t *allowed, *denied; /* more or less than at the one before; one more than there are permissions */
    bool *possible;            /* somebody may have it */
};

/* Roles that somebody is assigned, or that such a role extends, are marked. */
static void mark_held_roles(struct check *check)
{
    const struct ast_word *word;
    size_t i;

    for (i = 0; i < check->assign_count; i++) {
        const struct ast_assign *assign = assign_at(check, i);
        for (word = limits_over(check, assign->limits) ? NULL : assign_roles(assign); word != NULL;
             word = word_next(word))
            if (word->symbol->means->role->mark == 0)
                roles_mark_up(check, word->symbol->means->role, 1);
    }
}

static void stretch_count(struct segment stretch, int32_t *counts)
{
    counts[stretch.lo]++;
    counts[stretch.hi]--;
}

/* What a rule names, however often. */
static void rule_count(struct covers *covers, struct item *item, int32_t *counts)
{
    const struct ast_word *word;
    struct segments set;
    uint32_t i;

    if (rule_except(item->rule) == NULL) {
        for (word = rule_patterns(item->rule); word != NULL; word = word_next(word))
            stretch_count((struct segment){word->symbol->means->lo, word->symbol->means->hi}, counts);
        return;
    }
    set = item_set(covers, item);
    for (i = 0; i < set.count; i++)
        stretch_count(segments_list(&set)[i], counts);
}

/* What everyone is denied always. */
static void denies_count(struct covers *covers, int32_t *denied)
{
    uint32_t key = voice(WHO_EVERYONE, false), i;

    for (i = covers->starts[key]; i < covers->starts[key + 1]; i++) {
        struct item *item = &covers->items[covers->rows[i].item];
        bool again = i > covers->starts[key] && covers->rows[i - 1].item == covers->rows[i].item;
        if (!again && limits_none(item->rule->limits)) /* it may name everyone many times, and many patterns */
            rule_count(covers, item, denied);
    }
}

/* What a subject's rules with one pattern allow it: most rules, and nothing else is looked at. */
static void voice_count_allows(const struct covers *covers, uint32_t who, int32_t *allowed)
{
    uint32_t key = voice(who, true), i;

    for (i = covers->starts[key]; i < covers->starts[key + 1]; i++)
        if (covers->rows[i].is_hull && !covers->overridden[covers->rows[i].item])
            stretch_count(covers->rows[i].hull, allowed);
}

/* The same of all subjects, and of the roles that are held. */
static void voices_count_allows(const struct covers *covers, int32_t *allowed)
{
    const struct ast *ast = covers->check->ast;
    uint32_t limit = who_limit(&covers->check->who), i;

    voice_count_allows(covers, WHO_EVERYONE, allowed);
    for (i = 0; i < ast->role_count; i++)
        if (ast->role_order[i]->mark != 0)
            voice_count_allows(covers, who_of_role(ast->role_order[i]), allowed);
    for (i = ast->role_count + 1; i < limit; i++)
        voice_count_allows(covers, i, allowed);
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

/* What the other rules allow somebody. */
static void items_count_allows(struct covers *covers, int32_t *allowed)
{
    uint32_t i;

    for (i = 0; i < covers->count; i++) {
        struct item *item = &covers->items[i];
        if (item->set != 0 && item->allow && !item->is_over && !covers->overridden[i] && somebody_has(item->rule))
            rule_count(covers, item, allowed);
    }
}

static void coverage_sum(struct coverage *coverage, uint32_t permission_count)
{
    int32_t allowed = 0, denied = 0;
    uint32_t i;

    for (i = 0; i < permission_count; i++) {
        allowed += coverage->allowed[i];
        denied += coverage->denied[i];
        coverage->possible[i] = allowed > 0 && denied == 0;
    }
}

/* Whether somebody may have what is required; if not, *missing is a permission that nobody may have. */
static bool expr_possible(const struct coverage *coverage, const struct ast_expr *expr, const struct ast_expr **missing)
{
    const struct ast_expr *child;

    if (expr->kind == EXPR_PERMISSION) {
        *missing = expr;
        return coverage->possible[expr->permission.symbol->means->permission->index];
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

/* The first service from one on that nobody can use, or NULL. */
static const struct ast_service *next_unreachable(const struct coverage *coverage, const struct ast_service *service,
                                                  const struct ast_expr **missing)
{
    while (service != NULL && expr_possible(coverage, service->requires, missing))
        service = service->next;
    return service;
}

/* Rules with one pattern are often enough to see that there are none. */
void warn_unreachable(struct covers *covers)
{
    struct check *check = covers->check;
    uint32_t count = check->ast->permission_count, i;
    struct coverage coverage = {.allowed = arena_array(check->room, (size_t)count + 1, sizeof *coverage.allowed),
                                .denied = arena_array(check->room, (size_t)count + 1, sizeof *coverage.denied),
                                .possible = arena_array(check->room, count, sizeof *coverage.possible)};
    const struct ast_service *service;
    const struct ast_expr *missing = NULL;

    mark_held_roles(check);
    denies_count(covers, coverage.denied);
    voices_count_allows(covers, coverage.allowed);
    coverage_sum(&coverage, count);
    if (next_unreachable(&coverage, check->ast->services, &missing) != NULL) {
        items_count_allows(covers, coverage.allowed);
        coverage_sum(&coverage, count);
    }
    service = next_unreachable(&coverage, check->ast->services, &missing);
    for (; service != NULL; service = next_unreachable(&coverage, service->next, &missing))
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

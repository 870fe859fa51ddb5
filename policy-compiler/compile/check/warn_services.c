/*
 * warn_services.c - services that nobody can use, services that no test looks at, and where there are none at all.
 */
#include "support/arena.h"
#include "rule_index.h"

/* How many allow rules that somebody can have, and how many denies of everyone, begin or end at each permission. */
struct coverage {
    int32_t *allowed, *denied; /* more or less than at the one before; one more than there are permissions */
    bool *possible;            /* somebody may have it */
};

/* What may be handed out by whoever writes within bounds. */
static void bounds_roles(const struct ir *ir, bool *held)
{
    size_t i;
    uint32_t j, k;

    for (i = 0; i < ir->delegation_count; i++)
        for (j = 0; j < ir->delegations[i].bound_count; j++)
            for (k = 0; k < ir->delegations[i].bounds[j].role_count; k++)
                held[ir->delegations[i].bounds[j].roles[k]] = true;
}

static void bounds_allow(const struct ir *ir, int32_t *allowed)
{
    size_t i;
    uint32_t j, k;

    for (i = 0; i < ir->delegation_count; i++)
        for (j = 0; j < ir->delegations[i].bound_count; j++) {
            const struct ir_bound *bound = &ir->delegations[i].bounds[j];
            for (k = 0; bound->kind == IR_ALLOW && k < bound->pattern_count; k++) {
                allowed[bound->patterns[k].lo]++;
                allowed[bound->patterns[k].hi]--;
            }
        }
}

/*
 * By role: whether somebody is assigned it, or a role that extends it, or may be by a bounded file. Parents have lower
 * numbers.
 */
static bool *held_roles(const struct check *check)
{
    const struct ir *ir = check->ir;
    bool *held = arena_array(check->room, ir->role_count, sizeof *held);
    size_t i, j;

    for (i = 0; i < ir->statement_count; i++) {
        const struct ir_statement *assign = &ir->statements[i];
        if (assign->kind == IR_ASSIGN && !ir_limit_over(ir, assign->limit, check->now))
            for (j = 0; j < ir_roles(ir, assign).count; j++)
                held[ir_roles(ir, assign).list[j]] = true;
    }
    bounds_roles(ir, held);
    for (i = ir->role_count; i-- > 0;)
        for (j = 0; j < ir->roles[i].parent_count; j++)
            held[ir->roles[i].parents[j]] |= held[i];
    return held;
}

static bool somebody_has(const struct ir *ir, const struct ir_statement *rule, const bool *held)
{
    struct ir_numbers owners = ir_owners(ir, rule);
    uint32_t i = 0;

    while (i < owners.count && (owners.list[i] & 1) != 0 && !held[owners.list[i] >> 1])
        i++;
    return i < owners.count;
}

/* What a rule names. */
static void rule_count(struct rule_index *rule_index, const struct ir_statement *rule, int32_t *counts)
{
    struct permission_set set = rule_index_set(rule_index, rule);
    uint32_t i;

    for (i = 0; i < set.count; i++) {
        counts[permission_set_list(&set)[i].lo]++;
        counts[permission_set_list(&set)[i].hi]--;
    }
}

/* What somebody is allowed, each pattern and each set once, or may be allowed by a bounded file. */
static void allows_count(struct rule_index *rule_index, int32_t *allowed)
{
    const struct ir *ir = rule_index->ir;
    const bool *held = held_roles(rule_index->check);
    bool *seen = arena_array(rule_index->check->room, ir->pattern_count + ir->set_count, sizeof *seen);
    size_t i;

    for (i = 0; i < ir->statement_count; i++) {
        const struct ir_statement *rule = &ir->statements[i];
        size_t things = rule->things + (rule->several_things ? ir->pattern_count : 0);
        if (rule->kind != IR_ALLOW || (rule_index->marks[i] & (MARK_OVER | MARK_OVERRIDDEN)) != 0 || seen[things] ||
            !somebody_has(ir, rule, held))
            continue;
        seen[things] = true;
        rule_count(rule_index, rule, allowed);
    }
    bounds_allow(ir, allowed);
}

/* What everyone is denied always. */
static void denies_count(struct rule_index *rule_index, int32_t *denied)
{
    const struct owner *everyone = &rule_index->owners[rule_index->everyone];
    uint32_t i;

    for (i = everyone->begin[0]; i < everyone->end[0]; i++)
        if (rule_index->summaries[i].limit == IR_NONE)
            rule_count(rule_index, &rule_index->ir->statements[rule_index->summaries[i].number], denied);
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

static void unreachable(struct check *check, struct ast_service *service, const struct ast_expr *missing)
{
    const char *name = service->name.symbol->text;
    struct diag_report *report =
        diag_at(check->diag, DIAG_UNREACHABLE_SERVICE, word_span(&service->name),
                service_is_unlisted(service) ? "nobody can ever use a service that is not listed%s"
                                             : "nobody can ever use \"%s\"",
                name);

    service->unreachable = true;

    if (missing != NULL)
        diag_note(check->diag, report, missing->span, "nobody is allowed \"%s\"", missing->permission.symbol->text);
}

void warn_unreachable(struct rule_index *rule_index)
{
    struct check *check = rule_index->check;
    size_t count = rule_index->ir->permission_count;
    struct coverage coverage = {.allowed = arena_array(check->room, count + 1, sizeof *coverage.allowed),
                                .denied = arena_array(check->room, count + 1, sizeof *coverage.denied),
                                .possible = arena_array(check->room, count, sizeof *coverage.possible)};
    struct ast_service *service;

    denies_count(rule_index, coverage.denied);
    allows_count(rule_index, coverage.allowed);
    coverage_sum(&coverage, (uint32_t)count);
    for (service = check->ast->services; service != NULL; service = service->next) {
        const struct ast_expr *missing = NULL;
        if (!expr_possible(&coverage, service->requires, &missing))
            unreachable(check, service, missing);
    }
}

static bool states_something(const struct ast_test *test)
{
    const struct ast_given *given = test->givens;

    while (given != NULL && given->expects == NULL)
        given = given->next;
    return given != NULL;
}

/* Whether no statement speaks of a user, a group or everyone. */
static bool says_nothing(const struct ir *ir)
{
    size_t i;
    uint32_t j;

    for (i = 0; i < ir->statement_count; i++) {
        struct ir_numbers owners = ir_owners(ir, &ir->statements[i]);
        for (j = 0; j < owners.count; j++)
            if ((owners.list[j] & 1) == 0)
                return false;
    }
    return true;
}

/*
 * At the first line of the policy that has a statement. An empty policy is an error wherever it would be a warning,
 * as one that -Werror asks for: so whoever means it says so as with any warning.
 */
static void warn_no_services(struct check *check)
{
    struct sources *sources = &check->compilation->sources;
    uint32_t line = source_line_said(sources, 0, 1);
    bool empty = !check->compilation->allow_empty && check->diag->errors == 0 && says_nothing(check->ir);
    struct diag_report *report;
    struct span span = {0, 0};

    if (line > 0)
        source_line_span(sources, 0, line, &span);
    check->diag->options.error[DIAG_NO_SERVICES] |= empty;
    report = diag_at(check->diag, DIAG_NO_SERVICES, (struct span){span.at, 0}, "this policy %s%s",
                     empty ? "is empty: it has no service and no statement about anybody" : "lists no service: ",
                     empty                         ? ""
                     : check->ast->unlisted_ignore ? "it decides nothing"
                                                   : "everybody is denied everything");
    if (empty)
        diag_note_whole(check->diag, report, "use --allow-empty if that is intended");
}

void warn_empty(struct check *check)
{
    const struct ast_test *test;

    if (check->ast->services == NULL)
        warn_no_services(check);
    for (test = check->ast->tests; test != NULL; test = test->next)
        if (!states_something(test))
            diag_at(check->diag, DIAG_EMPTY_TEST, word_span(&test->name),
                    "this test asserts nothing; add may or may not after a given");
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
                        target->name.symbol->means->service->tested = true;
    for (service = check->ast->services; service != NULL; service = service->next)
        if (!service->tested && !service_is_unlisted(service))
            diag_at(check->diag, DIAG_UNTESTED_SERVICE, word_span(&service->name), "no test covers \"%s\"",
                    service->name.symbol->text);
}

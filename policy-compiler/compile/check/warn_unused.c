/*
 * warn_unused.c - what is declared and then never used: permissions, roles, conditions.
 */
#include "check_internal.h"

static void expr_mark(const struct ast_expr *expr)
{
    const struct ast_expr *child;

    if (expr->kind == EXPR_PERMISSION)
        expr->permission.symbol->means->permission->required = true;
    for (child = expr->children; child != NULL; child = child->next)
        expr_mark(child);
}

/* What tests and claims name is looked at, be it that no service requires it. `*` names nothing in particular. */
static void targets_mark(const struct ast *ast, const struct ast_target *target)
{
    uint32_t i;

    for (; target != NULL; target = target->next)
        for (i = target->name.symbol->means->lo;
             target->is_permission && target->name.symbol->text[0] != '*' && i < target->name.symbol->means->hi; i++)
            ast->permission_order[i]->required = true;
}

static void tests_mark(const struct ast *ast)
{
    const struct ast_proof *proof;
    const struct ast_test *test;
    const struct ast_given *given;
    const struct ast_expect *expect;

    for (proof = ast->proofs; proof != NULL; proof = proof->next)
        targets_mark(ast, proof->targets);
    for (test = ast->tests; test != NULL; test = test->next)
        for (given = test->givens; given != NULL; given = given->next)
            for (expect = given->expects; expect != NULL; expect = expect->next)
                targets_mark(ast, expect->targets);
}

static void warn_permissions(struct check *check)
{
    const struct ast_service *service;
    const struct ast_permission *permission;
    const struct ast_expr *shared = NULL;

    for (service = check->ast->services; service != NULL; service = service->next) {
        if (service->requires != shared)
            expr_mark(service->requires);
        shared = service->requires;
    }
    tests_mark(check->ast);
    for (permission = check->ast->permissions; permission != NULL; permission = permission->next)
        if (!permission->required)
            diag_at(check->diag, DIAG_UNUSED_PERMISSION, word_span(&permission->name),
                    "no service requires \"%s\", and no test names it", permission->name.symbol->text);
}

/* Roles that may be handed out by whoever writes within bounds. */
static void bounds_mark(const struct ast *ast)
{
    const struct ast_delegation *delegation;
    const struct ast_bound *bound;
    const struct ast_word *word;

    for (delegation = ast->delegations; delegation != NULL; delegation = delegation->next)
        for (bound = delegation->bounds; bound != NULL; bound = bound->next)
            for (word = bound->verb == BOUND_ASSIGN ? bound->things : NULL; word != NULL; word = word_next(word))
                word->symbol->means->role->mark = 1;
}

static void warn_roles(struct check *check)
{
    struct ast_role *role;
    const struct ast_word *word;
    size_t i;

    for (role = check->ast->roles; role != NULL; role = role->next)
        for (word = role->extends; word != NULL; word = word_next(word))
            word->symbol->means->role->mark = 1;
    for (i = 0; i < check->assign_count; i++)
        for (word = assign_roles(check->assigns[i]); word != NULL; word = word_next(word))
            word->symbol->means->role->mark = 1;
    bounds_mark(check->ast);
    for (role = check->ast->roles; role != NULL; role = role->next) {
        if (role->mark == 0)
            diag_at(check->diag, DIAG_UNUSED_ROLE, word_span(&role->name),
                    "nobody is assigned \"%s\", and no role extends it", role->name.symbol->text);
        role->mark = 0;
    }
}

void mark_conditions(const struct ast_cond *cond)
{
    const struct ast_cond *child;

    if (cond == NULL)
        return;
    if (cond->kind == COND_KIND_NAME)
        cond->name.symbol->means->condition->used = true;
    for (child = cond_operands(cond); child != NULL; child = child->next)
        mark_conditions(child);
}

static void warn_unused_conditions(struct check *check)
{
    const struct ast_condition *condition;
    const struct ast_service *service;

    for (service = check->ast->services; service != NULL; service = service->next)
        mark_conditions(service->when);
    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        mark_conditions(condition->cond);
    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        if (!condition->used)
            diag_at(check->diag, DIAG_UNUSED_CONDITION, word_span(&condition->name),
                    "nothing uses the condition \"%s\"", condition->name.symbol->text);
}

void warn_unused(struct check *check)
{
    warn_permissions(check);
    warn_roles(check);
    warn_unused_conditions(check);
}

/*
 * warn_zones.c - time windows in UTC that nobody asked to be in UTC.
 */
#include "check.h"

static void warn_zone(struct check *check, const struct ast_cond *cond)
{
    const struct ast_cond *child;

    if (cond == NULL || cond->depth > AST_DEPTH_MAX)
        return;
    if (cond->kind == COND_KIND_TIME && cond->zone.symbol == NULL)
        diag_at(check->diag, DIAG_NO_ZONE, cond->span,
                "this time window is in UTC, since neither it nor the policy names a zone");
    for (child = cond->children; child != NULL; child = child->next)
        warn_zone(check, child);
}

static void warn_rule_zone(void *context, struct ast_rule *rule)
{
    warn_zone(context, rule->limits.when);
}

void warn_zones(struct check *check)
{
    const struct ast_assign *assign;
    const struct ast_service *service;
    const struct ast_condition *condition;
    const struct ast_expr *shared = NULL;

    if (check->ast->zone.name.symbol != NULL)
        return;
    rules_each(check->ast, warn_rule_zone, check);
    for (assign = check->ast->assigns; assign != NULL; assign = assign->next)
        warn_zone(check, assign->limits.when);
    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        warn_zone(check, condition->cond);
    for (service = check->ast->services; service != NULL; service = service->next) {
        if (service->requires != shared) /* one statement may declare several services */
            warn_zone(check, service->when);
        shared = service->requires;
    }
}

/*
 * warn_zones.c - time windows in UTC that nobody asked to be in UTC.
 */
#include "check.h"

/* Trees are no deeper than AST_DEPTH_MAX: the parser refuses others. */
static void warn_zone(struct check *check, const struct ast_cond *cond)
{
    const struct ast_cond *child;

    if (cond == NULL)
        return;
    if (cond->kind == COND_KIND_TIME && cond->zone == NULL)
        diag_at(check->diag, DIAG_NO_ZONE, cond->span,
                "this time window is in UTC, since neither it nor the policy names a zone");
    for (child = cond_operands(cond); child != NULL; child = child->next)
        warn_zone(check, child);
}

void warn_cond_zones(struct check *check, const struct ast_cond *cond)
{
    if (check->ast->zone.name.symbol == NULL)
        warn_zone(check, cond);
}

void warn_zones(struct check *check)
{
    const struct ast_service *service;
    const struct ast_condition *condition;
    const struct ast_expr *shared = NULL;

    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        warn_cond_zones(check, condition->cond);
    for (service = check->ast->services; service != NULL; service = service->next) {
        if (service->requires != shared) /* one statement may declare several services */
            warn_cond_zones(check, service->when);
        shared = service->requires;
    }
}

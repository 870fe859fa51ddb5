/*
 * warn_conditions.c - what can be said of an atom of a condition by itself: hours in UTC that nobody asked to be in
 * UTC, days that are past, and addresses where a machine's name belongs.
 */
#include <string.h>

#include "compile/scan/literal.h"
#include "check_internal.h"

static void warn_time(struct check *check, const struct ast_cond *cond)
{
    if (cond->zone == NULL && check->ast->zone.name.symbol == NULL)
        diag_at(check->diag, DIAG_NO_ZONE, cond->span,
                "this time window is in UTC, since neither it nor the policy names a zone");
}

static void warn_dates(struct check *check, const struct ast_cond *cond)
{
    if (cond->dates_end <= check->now)
        diag_at(check->diag, DIAG_EXPIRED, cond->span, "these days are past: the condition is false from now on");
}

/* An address, a network, or the beginning of an IPv4 address; no machine has a name of numbers alone. */
static bool is_address(const char *glob)
{
    struct ast_net net = {.local = false};

    if (literal_net(glob, &net) == NULL)
        return true;
    return strpbrk(glob, "0123456789") != NULL && strchr(glob, '.') != NULL &&
           glob[strspn(glob, "0123456789.*?/")] == 0;
}

static void warn_host(struct check *check, const struct ast_cond *cond)
{
    const struct ast_word *glob;

    for (glob = cond->globs; glob != NULL; glob = word_next(glob))
        if (is_address(glob->symbol->text))
            diag_at(check->diag, DIAG_HOST_ADDRESS, word_span(glob),
                    "\"%s\" is an address, and host is about this machine's name; write from for the origin of a "
                    "request",
                    glob->symbol->text);
}

/* Trees are no deeper than AST_DEPTH_MAX: the parser refuses others. */
void warn_cond(struct check *check, const struct ast_cond *cond)
{
    const struct ast_cond *child;

    if (cond == NULL)
        return;
    if (cond->kind == COND_KIND_TIME)
        warn_time(check, cond);
    else if (cond->kind == COND_KIND_DATE)
        warn_dates(check, cond);
    else if (cond->kind == COND_KIND_HOST)
        warn_host(check, cond);
    for (child = cond_operands(cond); child != NULL; child = child->next)
        warn_cond(check, child);
}

void warn_conditions(struct check *check)
{
    const struct ast_service *service;
    const struct ast_condition *condition;
    const struct ast_cond *shared = NULL;

    for (condition = check->ast->conditions; condition != NULL; condition = condition->next)
        warn_cond(check, condition->cond);
    for (service = check->ast->services; service != NULL; service = service->next) {
        if (service->when != shared) /* one statement may declare several services */
            warn_cond(check, service->when);
        shared = service->when;
    }
}

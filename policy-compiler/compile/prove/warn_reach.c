/*
 * warn_reach.c - proves `never everyone may SERVICE` of each service; the first who can use it is enough against it.
 */
#include "warn_reach.h"

#include <time.h>

#include "claim.h"
#include "compile/ast/ast.h"
#include "compile/ast/compilation.h"
#include "delegation.h"
#include "support/arena.h"

#define STATEMENTS_MOST 20000u /* of a policy that is looked at */
#define SERVICES_MOST   1000u
#define LIMITS_MOST     64u
#define STEPS_MOST      UINT64_C(200000) /* of one service */

/* Whether a service's own condition never holds, which another warning says. */
static bool is_closed(const struct model *model, uint32_t service)
{
    uint32_t guard = demand_of_service(model, service).guard;
    const struct space *space;

    if (guard == GUARD_NONE)
        return false;
    spaces_forget(model->universe);
    space = space_of(model->universe, &guard, 1);
    return !space->failed && region_first(space, space_surely(space, guard)) == space->points;
}

static bool is_unreachable(struct model *model, uint32_t service)
{
    struct arena *room = arena_within(model->arena);
    struct ir_claim claim = {.subject = {.owner = IR_NONE, .kind = IR_EVERYONE}};
    struct trial trial;
    bool found;

    trial_begin(&trial, model, room, &claim);
    trial.step_end = STEPS_MOST;
    trial.any = true;
    trial.demand = demand_of_service(model, service);
    found = never_search(&trial);
    arena_free(room);
    return !found && !trial.gave_up;
}

static bool is_wanted(const struct compilation *compilation, const struct ir *ir)
{
    return !compilation->diag.options.off[DIAG_UNREACHABLE_SERVICE] && ir->service_count > 0 &&
           ir->service_count <= SERVICES_MOST && ir->statement_count <= STATEMENTS_MOST &&
           ir->limit_count <= LIMITS_MOST;
}

void warn_reach(struct compilation *compilation, const struct ir *ir)
{
    const struct ast_service *service;
    struct desk *desk;
    struct arena *room;
    struct model *model;

    if (!is_wanted(compilation, ir))
        return;
    room = arena_new();
    desk = ir->delegation_count > 0 ? desk_new(room, ir, false) : NULL;
    model = model_new(universe_new(room, desk == NULL ? ir : desk->ir, NULL, (int64_t)time(NULL)), 0);
    model->desk = desk;
    for (service = compilation->ast->services; service != NULL; service = service->next)
        if (!service->unreachable && !is_closed(model, service->number) && is_unreachable(model, service->number))
            diag_at(&compilation->diag, DIAG_UNREACHABLE_SERVICE, word_span(&service->name),
                    service_is_unlisted(service) ? "nobody can ever use a service that is not listed%s"
                                                 : "nobody can ever use \"%s\": no one person is allowed all that it "
                                                   "requires, at one time and place",
                    service->name.symbol->text);
    universe_free(model->universe);
    arena_free(room);
}

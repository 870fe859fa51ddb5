/*
 * granted_event.c - an exception that was granted, as JSON for the hook.
 */
#include "granted_event.h"

#include "machine/exceptions/grant.h"
#include "machine/requests/hook.h"
#include "support/json_text.h"

json_t *granted_event(const struct grant_plan *plan, const char *request)
{
    json_t *object = json_object();

    json_object_set_new(object, "event", json_string("granted"));
    json_object_set_new(object, "request", json_text(request));
    json_object_set_new(object, "user", json_text(plan->user));
    json_object_set_new(object, "statement", json_text(plan->statement));
    json_object_set_new(object, "until", json_text(desk_instant(&plan->desk, plan->until)));
    json_object_set_new(object, "by", json_text(plan->desk.caller.is.name));
    json_object_set_new(object, "approved", json_text(plan->change.approved));
    json_object_set_new(object, "because", json_text(plan->change.because));
    return object;
}

void granted_notify(json_t *event)
{
    if (event != NULL)
        hook_run("granted", event);
}

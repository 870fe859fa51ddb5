/*
 * granted_event.h - what the hook `granted` is told.
 */
#ifndef GRANTED_EVENT_H
#define GRANTED_EVENT_H

#include <jansson.h>

struct grant_plan;

/* What was granted, by a plan that was done; request is the ID of one, or "". It outlives the plan. */
json_t *granted_event(const struct grant_plan *plan, const char *request);
/* Runs the hook, when nobody is kept out any more; event NULL: nothing was granted. */
void granted_notify(json_t *event);

#endif

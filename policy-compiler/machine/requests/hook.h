/*
 * hook.h - programs of the machine's that are told of what happened: /etc/rolegate/hooks/request, granted, expiring.
 */
#ifndef HOOK_H
#define HOOK_H

#include <jansson.h>
#include <stdbool.h>

#define HOOK_FOLDER  "/etc/rolegate/hooks"
#define HOOK_SECONDS 10

/* Whether there is such a hook at all. */
bool hook_is_there(const char *name);
/*
 * Runs a hook, where there is one, with an object on its standard input, which is dropped. It runs as its owner or,
 * where that is root, as nobody, for HOOK_SECONDS at most, with an environment of its own and no shell. What becomes of
 * it changes nothing: that it failed is a line of the log. Only root runs hooks; else nothing is done. True: it ended
 * well, or there is none.
 */
bool hook_run(const char *name, json_t *object);

#endif

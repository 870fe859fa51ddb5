/*
 * endings_list.h - who loses, or gets back, what, and when: the statements in force of a table that end soon.
 */
#ifndef ENDINGS_LIST_H
#define ENDINGS_LIST_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "rolegate.h"

struct arena;

/*
 * What is in force at from and ends not after to, in the order of the ends: a list of objects with until, kind, what,
 * to, file, line and because. Not whole where status is no longer ROLEGATE_OK.
 */
json_t *endings_list(struct arena *arena, rolegate_table *table, int64_t from, int64_t to,
                     enum rolegate_status *status);
/* Prints one of them, on a line without an end: `2026-12-31T18:30:00Z  allow broadcast.send to user kim (...): ...`. */
void endings_print(FILE *out, const json_t *ending);

#endif

/*
 * permissions.h - a formula as permissions with rules, and an expression over them: what a service requires.
 *
 * Whoever must lack something is denied every permission that is given behind it, so that one line of the file stays
 * one statement, and the lines that only let in are one permission with an `allow` each.
 */
#ifndef IMPORT_PERMISSIONS_H
#define IMPORT_PERMISSIONS_H

#include "formula.h"

/* Subjects who are allowed one permission. */
struct allowance {
    const struct formula *leaf;
    const struct proviso *condition; /* the leaf's, and what holds for all of the permission */
};

struct gate {
    const char *name;
    struct allowance *allowances;
    size_t count, capacity;
};

/* Subjects who are denied all permissions that were made behind it. */
struct barrier {
    const struct formula *lacks; /* or NULL, and */
    const struct proviso *where;
    struct barrier *outer;
    size_t *gates; /* their numbers */
    size_t count, capacity;
};

struct permissions {
    struct arena *arena;
    const char *base; /* what their names begin with */
    struct gate *gates;
    size_t count, capacity;
    struct barrier **barriers; /* those that deny */
    size_t barrier_count, barrier_capacity;
    const char *requires; /* the expression; NULL: the one permission is the service's own name */
};

/* Finds the permissions of a formula. */
void permissions_of(struct permissions *permissions, const struct formula *formula);

#endif

/*
 * revoke.h - takes an exception back: it ends now.
 *
 * It stays in its file for a day, since what begins within a day of an end is one stretch with it: else whoever may
 * grant could begin a new stretch whenever he likes. exceptions_prune() takes it out then.
 */
#ifndef REVOKE_H
#define REVOKE_H

#include <stdbool.h>
#include <stddef.h>

#include "change.h"
#include "desk.h"

struct revoke_wish {
    const char *user;
    const char *const *names; /* permissions, or roles; none: all of them */
    size_t name_count;
    bool roles;          /* names are roles, and only assignments are meant */
    bool denies;         /* only denies are meant */
    const char *because; /* or NULL */
    const char *file;    /* the name of the one file that is meant, or NULL */
};

struct revoke_plan {
    struct desk desk;
    enum desk_answer answer;
    bool more; /* there are others in other files: to be planned when this one is done */
    struct change change;
};

/* Plans what is to be done in the first file that has something. As grant_plan(). */
enum desk_answer revoke_plan(struct revoke_plan *plan, struct installation *installation, const char *path,
                             const struct revoke_wish *wish);
enum desk_answer revoke_apply(struct revoke_plan *plan);
void revoke_drop(struct revoke_plan *plan);

#endif

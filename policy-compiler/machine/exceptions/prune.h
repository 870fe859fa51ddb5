/*
 * prune.h - takes exceptions out that have ended, and count for nothing any more.
 */
#ifndef PRUNE_H
#define PRUNE_H

#include "change.h"
#include "desk.h"

struct prune_plan {
    struct desk desk;
    enum desk_answer answer; /* DESK_SAME: there is nothing to take out */
    size_t count;            /* statements that go */
    struct change change;
};

/*
 * Plans to take them out of the file at only or, where that is NULL, out of the first file that has some and that the
 * caller may write. One that has ended stays for a day, and as long as another of its subject goes on with it: bounds
 * count both as one stretch.
 */
enum desk_answer prune_plan(struct prune_plan *plan, struct installation *installation, const char *only);
/* Whether there is something to take out of the file at path. */
bool prune_wanted(struct desk *desk, const char *path);
enum desk_answer prune_apply(struct prune_plan *plan);
void prune_drop(struct prune_plan *plan);

#endif

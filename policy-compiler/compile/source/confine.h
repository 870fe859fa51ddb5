/*
 * confine.h - the folders from which a policy may include files.
 *
 * A policy may be another person's: what it names outside of its own folder is neither read nor told of.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct confinement {
    struct arena *arena;
    const char **folders; /* absolute, without links */
    size_t count, capacity;
    bool anywhere; /* nothing is outside */
};

/* Nothing is inside yet. */
struct confinement *confinement_new(struct arena *arena, bool anywhere);
/* Makes a folder one of them; "" is the current one. One that is not there holds nothing. */
void confinement_add(struct confinement *confinement, const char *folder);

/*
 * Where a path leads, absolute and without links, in the arena. NULL: errno is 0 where that is outside, or was outside
 * when it could not be followed any further; else it says why it could not.
 */
const char *confined_path(const struct confinement *confinement, const char *path);

#endif

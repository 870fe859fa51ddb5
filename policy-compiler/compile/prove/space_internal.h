/*
 * space_internal.h - what the files that make a space share.
 */
#ifndef SPACE_INTERNAL_H
#define SPACE_INTERNAL_H

#include "space.h"

/* Makes one axis of a space that has its guards. space_axes.c */
void space_axis_make(struct space *space, enum axis_kind kind);

/* ---- region.c ---- */

/* A region of no points. */
uint64_t *region_new(const struct space *space, struct arena *arena);
/* The points whose classes on an axis are marked. */
void region_spread(const struct space *space, enum axis_kind kind, const bool *marked, uint64_t *region);

#endif

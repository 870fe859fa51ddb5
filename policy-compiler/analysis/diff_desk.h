/*
 * diff_desk.h - what those who write in bounded files may hand out under one policy, and not under another.
 */
#ifndef DIFF_DESK_H
#define DIFF_DESK_H

#include "diff_rows.h"

/* A line for each, in the arena, into diff->desk. */
void diff_desk(struct diff *diff, const struct diff_rows *rows, struct arena *arena);

#endif

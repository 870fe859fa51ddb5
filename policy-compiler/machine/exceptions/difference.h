/*
 * difference.h - what is another between two tables, in the words of `rolegate diff`.
 */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "rolegate.h"

struct arena;

struct difference {
    const char *text; /* lines, in the arena */
    bool widens, narrows;
};

/* Both tables are opened whole. False: one of them makes no sense, or out of memory. */
bool difference_find(struct arena *arena, rolegate_table *old, rolegate_table *fresh, int64_t now,
                     struct difference *difference);

#endif

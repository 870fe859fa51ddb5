/*
 * segments.h - the permissions that a rule names, as stretches of the sorted list of permissions.
 */
#ifndef SEGMENTS_H
#define SEGMENTS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct ast_rule;
struct ast_word;

struct segment {
    uint32_t lo, hi; /* lo <= permission < hi */
};

/* Ascending, apart from each other. */
struct segments {
    struct segment first;       /* where there is one */
    const struct segment *more; /* all of them, where there are two or more */
    uint32_t count;
};

/* What patterns match, less what others match; a list of more than one pattern takes room in the arena. */
struct segments segments_of(struct arena *arena, const struct ast_word *patterns, const struct ast_word *except);
const struct segment *segments_list(const struct segments *segments);
/* Whether wide holds all of narrow. */
bool segments_hold(const struct segments *wide, const struct segments *narrow);

#endif

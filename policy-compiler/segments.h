/*
 * segments.h - the permissions that a rule names, as stretches of the sorted list of permissions.
 */
#ifndef SEGMENTS_H
#define SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct ast_rule;

struct segment {
    uint32_t lo, hi; /* lo <= permission < hi */
};

/* Ascending, apart from each other. Used again and again; the room stays. */
struct segments {
    struct arena *arena;
    struct segment *list;
    size_t count, capacity;
    struct segment *taken; /* what `except` takes away */
    size_t taken_count, taken_capacity;
};

void segments_init(struct segments *segments, struct arena *arena);
/* The permissions of a rule: its patterns less its exceptions. */
void segments_of_rule(struct segments *segments, const struct ast_rule *rule);
/* Whether wide holds all of narrow. */
bool segments_hold(const struct segments *wide, const struct segments *narrow);

#endif

/*
 * region_text.h - a region of a space as a condition of the language.
 */
#ifndef REGION_TEXT_H
#define REGION_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compile/prove/space.h"

struct arena;

#define PIECES_MAX 8u /* more are not said to people */

/*
 * What a region comes to. pieces are conditions, each with `starting` and `until` behind it where it has them, of which
 * one must hold: `office-hours and from 10.0.0.0/8 until 2026-12-31`. A region that is everywhere has one, which is
 * empty. exact: they are no more and no less than the region; else they are some of it, perhaps none: where an origin
 * or a host is not known, no condition says so.
 */
struct region_text {
    const char **pieces;
    size_t count;
    bool exact;
};

/* The text, of at most this many pieces, in the arena. The words of a condition are those of the space's policies. */
struct region_text region_text(const struct space *space, const uint64_t *region, struct arena *arena, size_t most);
/*
 * The same of what is wanted of a region: the pieces lie in the region, and together hold all of that. What else there
 * is of the region, they may hold or not, whichever is said in fewer words.
 */
struct region_text region_text_wanted(const struct space *space, const uint64_t *region, const uint64_t *wanted,
                                      struct arena *arena, size_t most);
/* The pieces as one line, `when ... , or when ...`; "" for everywhere. */
const char *region_line(const struct region_text *text, struct arena *arena);

#endif

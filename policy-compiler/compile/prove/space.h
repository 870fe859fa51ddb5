/*
 * space.h - every situation that some guards can tell apart, and sets of them: regions.
 *
 * A space is the product of four axes' classes. A region is a set of its points, one bit each, so that equal sets are
 * equal bits. The first point is the one that a witness would like best. Internal to prove/ and analysis/.
 */
#ifndef SPACE_H
#define SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "axis.h"
#include "universe.h"

#define SPACE_POINTS_MAX ((size_t)1 << 20)
#define SPACE_WORDS_MAX  ((size_t)1 << 22) /* of all regions that a space keeps */
#define SPACES_MAX       8192u             /* that are kept; and how many words their regions have: */
#define SPACES_WORDS_MAX ((size_t)1 << 20)

struct space {
    const struct universe *universe;
    struct arena *arena;
    const uint32_t *guards; /* ascending */
    uint32_t guard_count;
    struct axis axes[AXES];
    size_t points, words;
    uint64_t **surely;  /* for each guard: where it is true, */
    uint64_t **perhaps; /* and where it is not false */
    uint64_t *everywhere;
    uint64_t *known; /* where origin and host are known */
    bool failed;     /* there are more points than can be looked at: nothing else holds then */
};

struct spaces *spaces_new(struct universe *universe);
void spaces_free(struct universe *universe);
/* Forgets all spaces where there are many. None that was given before may be used then. */
void spaces_forget(struct universe *universe);
/* The space of guards, which are sorted here, each then once; it lasts until spaces are forgotten. */
const struct space *space_of(struct universe *universe, uint32_t *guards, size_t count);

/* One axis, of guards alone. */
struct axis axis_of_guards(struct universe *universe, struct arena *arena, const uint32_t *guards, size_t count,
                           enum axis_kind kind);

/* Where a guard of the space is true, and where it is not false. */
const uint64_t *space_surely(const struct space *space, uint32_t guard);
const uint64_t *space_perhaps(const struct space *space, uint32_t guard);

/* A part of a guard's condition: an atom, or, of kind IR_NAME, what stands under the name. Where it is what. */
struct space_part {
    const struct ir *ir;
    const struct ir_op *op;
    const uint64_t *surely, *perhaps;
};

/* Shows every part of the space's conditions, in their order; some again and again. The regions are in the arena. */
void space_parts(const struct space *space, struct arena *arena,
                 void (*meet)(void *context, const struct space_part *part), void *context);
/* Where it is before an instant; in the arena. */
uint64_t *space_before(const struct space *space, struct arena *arena, int64_t instant);

/* The first point of a region, or the number of points. */
size_t region_first(const struct space *space, const uint64_t *region);
/* The class, on an axis, of a point. */
uint32_t point_class(const struct space *space, size_t point, enum axis_kind kind);
/*
 * Which facts of a point of the region must be said: with any other facts on all the other axes, the point is in it
 * still.
 */
void region_needs(const struct space *space, const uint64_t *region, size_t point, bool needed[AXES]);

#endif

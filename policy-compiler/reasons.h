/*
 * reasons.h - what statements say behind `because`, and its order.
 */
#ifndef REASONS_H
#define REASONS_H

#include "ir.h"

struct arena;
struct sources;
struct texts;

/* Where the strings behind `because` begin, as they come in the sources: what a statement's number counts. */
struct reason_places {
    struct arena *arena; /* theirs alone */
    uint32_t *list;
    size_t count, capacity;
};

struct reason_places reason_places_new(void);
/* Makes room for all that a file of that length may give; it costs but addresses until it is used. */
void reason_places_expect(struct reason_places *places, size_t length);
/* Leaves none, and no room for any. */
void reason_places_free(struct reason_places *places);

/*
 * The reasons at all those places, which are then given up. Takes memory from the arena and from new ones, and writes
 * nowhere else, so a thread may do it while others read the sources.
 */
struct reasons reasons_read(struct arena *arena, const struct sources *sources, struct reason_places *places);
/* Those that texts_add_behind_word() has added. */
struct reasons reasons_of(struct arena *arena, const struct texts *texts);

#endif

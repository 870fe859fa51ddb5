/*
 * reasons.h - what statements say behind `because`, and its order.
 */
#ifndef REASONS_H
#define REASONS_H

#include "ir.h"

struct arena;
struct sources;
struct texts;

/*
 * The reasons that begin at some places of the sources. Takes memory from the arena alone, and writes nowhere else, so
 * a thread may do it while others read the sources.
 */
struct reasons reasons_read(struct arena *arena, const struct sources *sources, const uint32_t *places, uint32_t count);
/* Those that texts_add_behind_word() has added. */
struct reasons reasons_of(struct arena *arena, const struct texts *texts);

#endif
